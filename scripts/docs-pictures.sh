#!/usr/bin/env bash
# Makes the pictures of the documentation that show what the programs draw: docs/images/explain.png, from the sample's update.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/install.sh

have chromium chromium
[ -e artifacts/demo/samples/Blinky/bin/Debug/application.elf ] || ./demo.sh
project=artifacts/demo/samples/Blinky
work=artifacts/pictures
rm -rf "$work"
mkdir -p "$work"
fota() { dotnet artifacts/demo/tool/fota.dll "$@"; }

# The program of the release that the update is from, built again from its source.
git ls-files -z samples | xargs -0 cp --parents -t "$work"
cp -r "$project/keys" "$work/samples/Blinky/"
dotnet build "$work/samples/Blinky" --nologo --verbosity quiet
fota bases show 1.0.0 "$project" --out "$work/1.0.0.bin"
cp "$project/bin/Debug/application.bin" "$work/1.1.0.bin"
fota explain "$work/1.0.0.bin" "$work/1.1.0.bin" --elf "$project/bin/Debug/application.elf" --map "$project/bin/Debug/application.map" \
    --old-elf "$work/samples/Blinky/bin/Debug/application.elf" --html "$work/explain.html" > /dev/null
chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$PWD/$work/profile" --window-size=1200,1150 \
    --screenshot="$PWD/docs/images/explain.png" "file://$PWD/$work/explain.html" 2> /dev/null
ls -l docs/images/explain.png
