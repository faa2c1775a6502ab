#!/usr/bin/env bash
# Prints how near JojoDiff patches come to the smallest there are, on firmware that the encoder's limits were not measured on: a table of
# docs/performance.md. Runtimes of the BBC micro:bit of two releases, by npm; and Mbed TLS built here by two compilers for two cores, from two
# states of its sources and with other options. Needs Debian's gcc-arm-none-eabi, libnewlib-arm-none-eabi, clang and npm, and the Mbed TLS that
# the tests fetch into artifacts/mbedtls.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
mbedtls=$root/artifacts/mbedtls
work=$root/artifacts/optimum

for tool in arm-none-eabi-gcc clang npm; do
    command -v "$tool" > /dev/null || { echo "optimum.sh: $tool is missing" >&2; exit 1; }
done
. "$root/benchmarks/mbedtls.sh"
project=$root/benchmarks/Fota.Delta.Benchmarks
log=$(dotnet build "$project" -c Release -v quiet --nologo) || { echo "$log" >&2; exit 1; }
mkdir -p "$work"
cd "$work"

# runtimes VERSION: the two runtimes for each of the two boards, told by their sizes. The part with the code is the longest.
runtimes() {
    local hex name
    [ -d "microbit-$1" ] || { npm pack --silent "pxt-microbit@$1" > archive && mkdir "microbit-$1" && tar -xzf "$(cat archive)" -C "microbit-$1"; }
    for hex in "microbit-$1"/package/built/hexcache/*.hex; do
        case $(stat -c %s "$hex") in
            61????) name=v1 ;;
            63????) name=v1-ble ;;
            86????) name=v2 ;;
            89????) name=v2-ble ;;
            *) continue ;;
        esac
        arm-none-eabi-objcopy -I ihex -O elf32-littlearm "$hex" parts.elf
        # shellcheck disable=SC2046
        arm-none-eabi-objcopy -O binary $(longest_part parts.elf | sed 's/[^ ]*/-j &/g') parts.elf "$name-$1.bin"
    done
}

# longest_part FILE: its sections, of which each begins where the one before ends.
longest_part() {
    local section size address end=-1 length=0 most=0 part= best=
    while read -r section size address; do
        ((16#$address == end)) || { length=0; part=; }
        ((end = 16#$address + 16#$size, length += 16#$size)) || true
        part="$part $section"
        ((length <= most)) || { most=$length; best=$part; }
    done < <(arm-none-eabi-objdump -h "$1" | awk '$2 ~ /^[.]sec/ { print $2, $3, $4 }')
    echo "${best# }"
}

# build NAME COMPILER CPU OPTION SOURCES: NAME.bin. There is no C library in it, and no function is left out.
build() {
    local name=$1 compiler=$2 cpu=$3 option=$4 command source
    shift 4
    command="arm-none-eabi-gcc -mcpu=$cpu -mthumb"
    mkdir -p "$name"
    case $compiler in
        gcc) set -- "$command" "$@" ;;
        clang) set -- "clang --target=arm-none-eabi -mcpu=$cpu -mthumb -isystem $(dirname "$(arm-none-eabi-gcc -print-libgcc-file-name)")/include -isystem $(newlib)" "$@" ;;
    esac
    for source in "${@:2}"; do
        # shellcheck disable=SC2086
        $1 $option -w -ffunction-sections -I"$mbedtls/include" -I"$mbedtls/library" -c "$source" -o "$name/$(basename "$source" .c).o"
    done
    $command -nostdlib -Wl,--unresolved-symbols=ignore-all,-e,0,-Ttext=0x8000,--build-id=none,--no-warnings -o "$name.elf" "$name"/*.o -lgcc 2> log ||
        { cat log >&2; exit 1; }
    arm-none-eabi-objcopy -O binary "$name.elf" "$name.bin"
}

newlib() { echo '#include <stdlib.h>' | arm-none-eabi-gcc -M -x c - | tr ' ' '\n' | sed -n '0,/[/]stdlib.h$/s/[/]stdlib.h$//p'; }

more=()
for source in camellia des x509 arc4 blowfish xtea md4 aria; do more+=("$mbedtls/library/$source.c"); done
mapfile -t changed < <(newer newer "${tls[@]}")

runtimes 7.0.6
runtimes 8.1.32
build m4 gcc cortex-m4 -Os "${tls[@]}"
build m4-changed gcc cortex-m4 -Os "${changed[@]}"
build m4-grown gcc cortex-m4 -Os "${tls[@]}" "${more[@]}"
build m4-faster gcc cortex-m4 -O2 "${tls[@]}"
build m0 gcc cortex-m0 -Os "${tls[@]}"
build m0-changed gcc cortex-m0 -Os "${changed[@]}"
build m0-grown gcc cortex-m0 -Os "${tls[@]}" "${more[@]}"
build clang-m4 clang cortex-m4 -Oz "${tls[@]}"
build clang-m4-changed clang cortex-m4 -Oz "${changed[@]}"
build clang-m4-grown clang cortex-m4 -Oz "${tls[@]}" "${more[@]}"
build clang-m4-faster clang cortex-m4 -O2 "${tls[@]}"

exec "$project/bin/Release/net10.0/Fota.Delta.Benchmarks" optimum "$work" \
    "v1-7.0.6 v1-8.1.32" "v1-ble-7.0.6 v1-ble-8.1.32" "v2-7.0.6 v2-8.1.32" "v2-ble-7.0.6 v2-ble-8.1.32" \
    "m4 m4-changed" "m4 m4-grown" "m4 m4-faster" "m0 m0-changed" "m0 m0-grown" \
    "clang-m4 clang-m4-changed" "clang-m4 clang-m4-grown" "clang-m4 clang-m4-faster" "m4 clang-m4"
