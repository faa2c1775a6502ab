#!/usr/bin/env bash
# Shows the whole way of an update: from 'dotnet build' to an emulated Cortex-M3 that installs it. Takes a minute the first time.
set -euo pipefail
cd "$(dirname "$0")"
. scripts/install.sh

demo=artifacts/demo
project=$demo/samples/Blinky
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

step() { printf '\n\033[1m%s\033[0m\n' "$*"; }
quietly() { "$@" > "$demo/log" 2>&1 || { cat "$demo/log" >&2; return 1; }; }
fota() { dotnet artifacts/demo/tool/fota.dll "$@"; }
# What a build says about its package, without what every build says.
build() {
    quietly dotnet restore "$project"
    dotnet build "$project" --no-restore --tl:off "$@" | sed '/^$/d; /^Build succeeded/,$d'
}

# table FILE : the tables of a Markdown file, drawn for a terminal.
table() {
    awk -F ' *[|] *' '
        function rule(left, middle, right,   line, i, j) {
            line = left
            for (i = 1; i <= columns; i++) {
                for (j = 0; j < width[i] + 2; j++) line = line "─"
                line = line (i < columns ? middle : right)
            }
            print line
        }
        function flush(   r, i, line) {
            if (rows == 0) return
            rule("╭", "┬", "╮")
            for (r = 1; r <= rows; r++) {
                line = "│"
                for (i = 1; i <= columns; i++) line = line sprintf(" %-*s │", width[i], cell[r, i])
                print line
                if (r == 1 && headed) rule("├", "┼", "┤")
            }
            rule("╰", "┴", "╯")
            rows = 0; columns = 0; inside = 0; delete width
        }
        /^[|]/ {
            if ($2 ~ /^:?-+:?$/) next
            gsub(/`/, "")
            content = $0; gsub(/[| ]/, "", content)
            if (!inside) headed = content != ""
            inside = 1
            if (content == "") next
            rows++
            columns = NF - 2
            for (i = 1; i <= columns; i++) {
                text = $(i + 1)
                # A digest is told apart by its beginning.
                if (digest = index(text, "SHA-256 ")) text = substr(text, 1, digest + 23) ".."
                cell[rows, i] = text
                if (length(text) > width[i]) width[i] = length(text)
            }
            next
        }
        { flush() }
        END { flush() }' "$1"
}

step "Tools"
need gcc-arm-none-eabi libnewlib-arm-none-eabi qemu-system-arm make gcc libc6-dev git ca-certificates
need_dotnet
mkdir -p "$demo"
quietly src/device/board/fetch-mbedtls.sh artifacts/mbedtls
export FOTA_MBEDTLS_DIR=$PWD/artifacts/mbedtls
quietly dotnet build src/Fota.Tool --nologo -v:q -c Release -o artifacts/demo/tool
echo "$(arm-none-eabi-gcc --version | head -1); $(qemu-system-arm --version | head -1)"

step "A copy of the sample, and a key pair for it"
rm -rf "$demo/samples"
mkdir -p "$demo/samples"
git ls-files -z samples | xargs -0 cp --parents -t "$demo"
fota keygen "$project/keys" --bits 2048

step "Version 1.0.0: build and release"
build -p:FotaRelease=true
echo "The archive now has what devices in the field run:"
fota bases list "$project"

step "Version 1.1.0: a new feature, alarms"
git apply --directory="$project" samples/changes/Blinky-1.1.0.patch
build -p:FotaReport=true -p:FotaMaxPatchPercent=25 -p:FotaMaxImageSize=100KB -p:FotaRequireBase=true -p:FotaRequireNewerVersion=true > "$demo/log" \
    || { cat "$demo/log"; exit 1; }
table "$project/bin/Debug/fota/update.summary.md"

step "An emulated device with 32 KB of RAM and 256 KB of flash installs it"
fota emulate "$project"

patch_size() { stat -c %s "$project/bin/Debug/fota/update.diff"; }
jojodiff=$(patch_size)
step "The same update in the compact format, for devices with 4.5 KB of RAM to spare"
build -p:FotaPatchFormat=compact > "$demo/log" || { cat "$demo/log"; exit 1; }
printf 'jojodiff-0.8.5: %6d bytes\ncompact:        %6d bytes\n\n' "$jojodiff" "$(patch_size)"
fota emulate "$project"

step "Read next"
cat <<END
  README.md                 use it in your own firmware project
  samples/Blinky            the firmware, and how little its project file says
  docs/                     devices, keys, releases, CI, errors
  $project/bin/Debug/fota
                            the update: manifest, image, signature, patch
END
