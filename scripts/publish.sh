#!/bin/bash
# Makes the tool for machines without .NET, one folder for each platform: scripts/publish.sh [PLATFORM...]
# fota is one file there; beside it are the device's C sources, which fota emulate compiles.
set -euo pipefail
cd "$(dirname "$0")/.."

# started PROGRAM : milliseconds until it has said its version.
started() {
    local before
    before=$(date +%s%3N)
    "$1" --version > /dev/null
    echo $(($(date +%s%3N) - before))
}

[ $# -gt 0 ] || set -- linux-x64
for platform in "$@"; do
    folder="artifacts/publish/$platform"
    rm -rf "$folder"
    # The lock files say what the packages of this tree are made of; a platform's runtime is not part of that.
    dotnet publish src/Fota.Tool -c Release -o "$folder" --nologo -v q \
        -p:ToolPlatform="$platform" -p:NuGetLockFilePath=obj/publish.lock.json -p:RestoreLockedMode=false
    find "$folder" -maxdepth 1 \( -name '*.pdb' -o -name '*.xml' \) -delete
    echo "$folder: $(du -sm "$folder" | cut -f1) MB"
    [ "$platform/$(uname -sm)" != "linux-x64/Linux x86_64" ] || echo "starts in $(for _ in 1 2 3 4 5; do started "$folder/fota"; done | sort -n | head -1) ms"
done
