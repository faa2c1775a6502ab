#!/usr/bin/env bash
# Two machines of a team and a NuGet feed between them: one releases 1.0.0, the other builds 1.1.0 with a patch from it. Each has a clone, a package
# folder and no archive of its own; the feed is a folder.
#   scripts/feed-demo.sh [FOLDER]     FOTA names the command, where it is built already
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/install.sh

demo=$(realpath -m "${1-artifacts/feed-demo}")
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
step() { printf '\n\033[1m%s\033[0m\n' "$*"; }
quietly() { "$@" > "$demo/log" 2>&1 || { cat "$demo/log" >&2; return 1; }; }
fota() { if [ -n "${FOTA-}" ]; then "$FOTA" "$@"; else dotnet "$demo/tool/fota.dll" "$@"; fi; }
# on MACHINE COMMAND... : runs it in the clone of the machine, with its package folder.
on() { (cd "$demo/$1/samples/Blinky" && export RestorePackagesPath="$demo/$1/packages" && shift && "$@"); }

step "Tools"
need gcc-arm-none-eabi libnewlib-arm-none-eabi git ca-certificates
need_dotnet
rm -rf "$demo"
mkdir -p "$demo/feed"
[ -n "${FOTA-}" ] || quietly dotnet build src/Fota.Tool --nologo -v:q -c Release -o "$demo/tool"
export FotaFeed=${FotaFeed-$PWD/artifacts/feed} FotaDevVersion=${FotaDevVersion-0.0.0-dev} FotaTree=$PWD

# Everything else comes from where the machine has it from, whatever that is called.
others=$(DOTNET_CLI_UI_LANGUAGE=en dotnet nuget list source | sed -nE 's|^ +[0-9]+\. +(.*) \[Enabled\]$|    <packageSource key="\1"><package pattern="*" /></packageSource>|p')
for machine in release build; do
    mkdir "$demo/$machine"
    git ls-files -z samples | xargs -0 cp --parents -t "$demo/$machine"
    cat > "$demo/$machine/samples/Blinky/nuget.config" << END
<configuration>
  <packageSources>
    <add key="team" value="$demo/feed" />
  </packageSources>
  <packageSourceMapping>
    <clear />
    <packageSource key="team"><package pattern="Blinky.Firmware" /></packageSource>
$others
    <packageSource key="$FotaFeed"><package pattern="Fota.Build" /></packageSource>
  </packageSourceMapping>
</configuration>
END
    sed -i 's|^</Project>|  <PropertyGroup>\n    <FotaBasesFrom>packages</FotaBasesFrom>\n  </PropertyGroup>\n  <Import Project="fota.bases.props" Condition="Exists(\x27fota.bases.props\x27)" />\n</Project>|' \
        "$demo/$machine/samples/Blinky/Blinky.csproj"
done
fota keygen "$demo/release/samples/Blinky/keys" --bits 2048 > /dev/null
cp -r "$demo/release/samples/Blinky/keys" "$demo/build/samples/Blinky/"

step "One machine releases 1.0.0, and pushes the package to the feed"
on release quietly dotnet restore
on release fota bases update
on release quietly dotnet pack -p:FotaRelease=true -c Debug -o "$demo/packed"
on release quietly dotnet nuget push "$demo/packed/Blinky.Firmware.1.0.0.nupkg" --source "$demo/feed"
ls "$demo/feed"

step "Another machine changes the firmware to 1.1.0"
(cd "$demo/build/samples/Blinky" && git apply --unsafe-paths --directory="$demo/build/samples/Blinky" "$FotaTree/samples/changes/Blinky-1.1.0.patch")
on build quietly dotnet restore

step "It pins the base that the feed has, and commits the two files"
on build fota bases update
cat "$demo/build/samples/Blinky/fota.bases.json"

step "It builds, with the delta"
on build quietly dotnet build --tl:off -c Debug
sed -n '/Fota\|patch\|package/p' "$demo/log"
on build fota bases update --check
echo "the archive of this machine: $(ls -d "$demo/build/samples/Blinky/.fota" 2> /dev/null || echo none)"
