#!/usr/bin/env bash
# Puts the Mbed TLS sources, from the distribution's own source package, into a folder.
#
#   fetch-mbedtls.sh [FOLDER]            default: artifacts/mbedtls
#   MBEDTLS_TARBALL=FILE fetch-mbedtls.sh ...   takes a tarball that is already there
#
# Asks the package sources that the machine is configured for, through a private list: /etc is not touched.
set -euo pipefail

destination=${1:-artifacts/mbedtls}

# The version that figures were measured with: source package, file, SHA-256. A distribution without it gives its own 2.28 or
# 3.6, which apt authenticates by the distribution's key.
source_package=2.28.3-1
tarball=mbedtls_2.28.3.orig.tar.gz
sha256=3b4953aa55a681e084d31892d9904cc5328d6b4958ea57b90ae4b4f94ae69a8d

mkdir -p "$(dirname "$destination")"
destination=$(realpath "$destination")

# One at a time for a folder: whoever waited finds it filled.
exec 9> "$destination.lock"
if ! flock --timeout 600 9; then
    echo "error: another process has fetched into $destination for more than 10 minutes." >&2
    exit 5
fi

if [ -f "$destination/library/sha256.c" ] && [ -f "$destination/.sha256" ] && [ "$(cat "$destination/.sha256")" = "$sha256" ]; then
    exit 0
fi

work=$(mktemp -d)
part=$destination.part
trap 'rm -rf "$work" "$part"' EXIT
chmod 755 "$work"

download() {
    mkdir -p "$work/lists/partial" "$work/archives" "$work/parts"
    for file in /etc/apt/sources.list.d/*.sources; do
        [ -f "$file" ] && sed 's/^Types:.*/Types: deb-src/' "$file" > "$work/parts/$(basename "$file")"
    done
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [ -f "$file" ] && sed -n 's/^deb /deb-src /p' "$file" > "$work/parts/$(basename "$file" .list).list"
    done
    local apt=(
        -o Dir::Etc::sourcelist=/dev/null
        -o Dir::Etc::sourceparts="$work/parts"
        -o Dir::State::Lists="$work/lists"
        -o Dir::Cache::pkgcache=
        -o Dir::Cache::srcpkgcache=
        -o Dir::Cache::archives="$work/archives"
    )
    [ "$(id -u)" != 0 ] || apt+=(-o APT::Sandbox::User=root)
    apt-get -qq "${apt[@]}" update
    cd "$work"
    apt-get -qq "${apt[@]}" source --download-only "mbedtls=$source_package" > /dev/null 2>&1 ||
        apt-get -qq "${apt[@]}" source --download-only mbedtls > /dev/null
}

if [ -n "${MBEDTLS_TARBALL:-}" ]; then
    cp "$MBEDTLS_TARBALL" "$work/$tarball"
else
    (download) || true
fi

found=$(find "$work" -maxdepth 1 '(' -name 'mbedtls_2.28.*.orig.tar.*' -o -name 'mbedtls_3.6.*.orig.tar.*' ')' ! -name '*.asc')
if [ -z "$found" ]; then
    echo "error: the package sources of this machine have neither Mbed TLS 2.28 nor 3.6." >&2
    echo "Name a folder with its sources in FOTA_MBEDTLS_DIR, or a tarball in MBEDTLS_TARBALL." >&2
    exit 4
fi
if [ "$found" = "$work/$tarball" ]; then
    (cd "$work" && echo "$sha256  $tarball" | sha256sum --check --quiet)
else
    echo "Mbed TLS $source_package is not to be had; taking $(basename "$found")." >&2
fi

mkdir "$work/sources"
tar -xf "$found" --strip-components=1 -C "$work/sources"

# Only what is compiled, and its licence. Filled aside, so that the folder is whole or not there.
rm -rf "$part"
mkdir "$part"
cp -r "$work/sources/include" "$work/sources/library" "$work/sources/LICENSE" "$part/"
# What was asked for; another pin fetches again.
echo "$sha256" > "$part/.sha256"
rm -rf "$destination"
mv "$part" "$destination"
