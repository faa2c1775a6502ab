#!/bin/bash
# Fetches the firmware images that sizes and speed are measured on: released Particle Device OS, from the npm package particle-cli.
# They are not ours to redistribute, so they are fetched when needed and kept under artifacts/corpus/DEVICE-OS-VERSION/NAME.bin.
set -euo pipefail
cd "$(dirname "$0")/.."
corpus=artifacts/corpus

# version of particle-cli : version of Device OS that it carries
releases="2.3.0:1.5.0 2.6.0:1.5.2 2.9.0:2.0.0 2.11.0:2.1.0 2.16.0:2.2.0"

command -v npm > /dev/null || { echo "fetch-corpus.sh: npm is missing: install Debian's package 'npm'" >&2; exit 1; }
for release in $releases; do
    package=${release%:*} os=${release#*:}
    [ -e "$corpus/$os/complete" ] && continue
    echo "fetching particle-cli $package (Device OS $os)" >&2
    work=$(mktemp -d)
    (cd "$work" && npm pack --silent "particle-cli@$package" > /dev/null && tar -xzf ./*.tgz package/assets/updates)
    rm -rf "${corpus:?}/$os"
    mkdir -p "$corpus/$os"
    for image in "$work"/package/assets/updates/*@"$os"*.bin; do
        name=$(basename "$image")
        cp "$image" "$corpus/$os/${name%%@*}.bin"
    done
    touch "$corpus/$os/complete"
    rm -rf "$work"
done
