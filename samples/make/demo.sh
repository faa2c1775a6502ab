#!/usr/bin/env bash
# An update of firmware that make builds: release, change, patch, emulated device. No MSBuild project has a part in it.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/install.sh

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
demo=$PWD/artifacts/make-demo
step() { printf '\n\033[1m%s\033[0m\n' "$*"; }

step "Tools"
need gcc-arm-none-eabi libnewlib-arm-none-eabi qemu-system-arm make gcc libc6-dev git ca-certificates
need_dotnet
rm -rf "$demo"
mkdir -p "$demo/bin"
src/device/board/fetch-mbedtls.sh artifacts/mbedtls > "$demo/log" 2>&1 || { cat "$demo/log" >&2; exit 1; }
export FOTA_MBEDTLS_DIR=$PWD/artifacts/mbedtls
dotnet build src/Fota.Tool --nologo -v:q -c Release -o "$demo/tool" > "$demo/log" 2>&1 || { cat "$demo/log" >&2; exit 1; }
printf '#!/bin/sh\nexec dotnet "%s/tool/fota.dll" "$@"\n' "$demo" > "$demo/bin/fota"
chmod +x "$demo/bin/fota"
export PATH=$demo/bin:$PATH
git ls-files -z samples | xargs -0 cp --parents -t "$demo"

step "A key pair, and version 1.0.0 as a release"
project=artifacts/make-demo/samples/make
fota keygen $project/keys --bits 2048
make --silent -C $project PROPERTIES=-p:FotaRelease=true

step "A new feature, and version 1.1.0"
git apply --directory=artifacts/make-demo/samples/Blinky samples/changes/Blinky-1.1.0.patch
make --silent -C $project VERSION=1.1.0

step "An emulated device installs it"
fota emulate $project -p:FotaVersion=1.1.0 -p:FotaImage=build/application.bin -p:FotaOutputDir=build/fota
