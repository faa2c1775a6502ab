# Fota.Build for GNU make 4: include it, compile with $(FOTA_INCLUDES) behind $(FOTA_HEADERS), and make the target 'fota'.
#
#   FOTA_IMAGE := build/application.bin
#   include $(shell fota device-sources --path)/recipes/fota.mk
#   build/%.o: %.c | $(FOTA_HEADERS)
#           $(CC) $(CFLAGS) $(FOTA_INCLUDES) -MMD -MP -c $< -o $@
#
# Settings are in fota.json; FOTA_PROPERTIES := -p:FotaVersion=1.4.0 stands over them.
FOTA ?= fota
FOTA_DIR ?= .
FOTA_BUILD ?= build/fota
FOTA_KEYS ?= $(wildcard $(FOTA_DIR)/keys/update.pub)
FOTA_DEVICE ?= $(patsubst %/recipes/,%,$(dir $(lastword $(MAKEFILE_LIST))))

FOTA_HEADERS := $(FOTA_BUILD)/include/update_certs.h $(FOTA_BUILD)/include/fota_version.h
FOTA_INCLUDES := -I$(FOTA_BUILD)/include -I$(FOTA_DEVICE)/lib -I$(FOTA_DEVICE)/bootloader
FOTA_ARGUMENTS = $(FOTA_DIR) -p:FotaHeaderDir=$(abspath $(FOTA_BUILD))/include -p:FotaImage=$(abspath $(FOTA_IMAGE)) \
	-p:FotaOutputDir=$(abspath $(FOTA_BUILD)) $(FOTA_PROPERTIES)

# What a command line changes, such as the version, makes headers and package anew.
$(FOTA_BUILD)/arguments: FORCE
	@mkdir -p $(@D)
	@echo '$(FOTA_ARGUMENTS)' | cmp -s - $@ || echo '$(FOTA_ARGUMENTS)' > $@

$(FOTA_BUILD)/headers.stamp: $(FOTA_DIR)/fota.json $(FOTA_KEYS) $(FOTA_BUILD)/arguments
	$(FOTA) headers $(FOTA_ARGUMENTS)
	@touch $@

# A header that stays as it is keeps its time, and nothing is compiled again.
$(FOTA_HEADERS): $(FOTA_BUILD)/headers.stamp
	@test -f $@

$(FOTA_BUILD)/package.stamp: $(FOTA_IMAGE) $(FOTA_DIR)/fota.json $(FOTA_KEYS) $(FOTA_BUILD)/arguments
	$(FOTA) package $(FOTA_ARGUMENTS)
	@touch $@

.PHONY: fota FORCE
fota: $(FOTA_BUILD)/package.stamp
