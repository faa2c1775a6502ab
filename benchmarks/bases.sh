#!/bin/bash
# Prints what a build pays for its bases from a feed: releases of 512 KB in a folder feed, of which a build names some.
#   benchmarks/bases.sh                   200 releases, of which 1, 5, 10 and 20 are named: about five minutes
#   benchmarks/bases.sh RELEASES NAMED...
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
"$here/fetch-corpus.sh"
releases=${1-200}
named=(1 5 10 20)
[ $# -lt 2 ] || named=("${@:2}")

work=$here/../artifacts/bases
rm -rf "$work"
mkdir -p "$work/feed" "$work/project"
work=$(realpath "$work")
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
unset CI TF_BUILD
log=$(dotnet build "$here/../src/Fota.Tool" -c Release -v quiet --nologo -o "$work/tool") || { echo "$log" >&2; exit 1; }
fota() { "$work/tool/fota" "$@"; }

# Versions of one firmware, each different from all others: those between two of the corpus have the image of the older with other texts in it.
corpus=("$here"/../artifacts/corpus/*/b5som-system-part1.bin)
image() {
    head -c 524288 "${corpus[$1 * ${#corpus[@]} / (releases + 1)]}" > "$2"
    for ((at = 40000; at < 524288; at += 40000)); do
        printf 'version %-8s' "$1" | dd of="$2" bs=1 seek=$at conv=notrunc status=none
    done
}

cd "$work/project"
fota keygen keys --bits 2048 > /dev/null
cat > nuget.config << END
<configuration>
  <packageSources><clear /><add key="team" value="$work/feed" /></packageSources>
</configuration>
END
cat > fota.json << END
{ "FotaProduct": "Scale", "FotaVersion": "2.0.0", "FotaImage": "image.bin", "FotaBasesFrom": "packages" }
END
cat > restore.csproj << END
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <Import Project="fota.bases.props" />
</Project>
END
for ((n = 0; n < releases; n++)); do
    image "$n" image.bin
    # An archive for each, so that no patch is made yet.
    fota package -p:FotaVersion=1.0.$n -p:FotaRelease=true -p:FotaBasesFrom=archive -p:FotaArchiveDir="$work/archives/$n" > /dev/null 2>&1
    fota bases pack --release fota --out "$work/feed" > /dev/null
done
rm -rf "$work/archives"
image "$releases" image.bin
echo "feed: $(ls "$work/feed" | wc -l) packages, $(du -sm "$work/feed" | cut -f1) MB; $(nproc) cores"

# time COMMAND... : the seconds that it takes, and those of all cores together.
TIMEFORMAT='%R %U'
timed() { { time "$@" > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }; } 2>&1; }
row() { printf '%6s  %8s  %8s  %8s  %8s  %10s  %8s\n' "$@"; }
row named fetched restore update build 'all cores' 'one core'
for count in "${named[@]}"; do
    versions=$(for ((n = 0; n < count; n++)); do printf '1.0.%d;' $((n * releases / count)); done)
    export NUGET_PACKAGES="$work/packages"
    rm -rf "$NUGET_PACKAGES" fota.bases.* obj fota
    read -r update _ <<< "$(timed fota bases update -p:FotaBaseVersions="$versions")"
    rm -rf "$NUGET_PACKAGES"
    read -r restore _ <<< "$(timed dotnet restore)"
    fetched=$(ls "$NUGET_PACKAGES/scale.firmware" | wc -l)
    read -r build cpu <<< "$(timed fota package -p:FotaBaseVersions="$versions" -p:FotaRequireBase=true)"
    rm -rf fota
    read -r one _ <<< "$(timed taskset -c 0 "$work/tool/fota" package -p:FotaBaseVersions="$versions")"
    row "$count" "$fetched" "$restore" "$update" "$build" "$cpu" "$one"
done
