#!/bin/bash
# Prints what patches of firmware for RISC-V, Xtensa, AArch64 and AVR take, which is built here from two states of the same sources, beside other
# tools: a table of docs/performance.md. Needs Debian's gcc-riscv64-unknown-elf, picolibc-riscv64-unknown-elf, gcc-xtensa-lx106, libnewlib-dev,
# gcc-aarch64-linux-gnu, gcc-avr, avr-libc, bsdiff, bzip2, xdelta3 and xz-utils, the Mbed TLS that the tests fetch into artifacts/mbedtls, and the
# firmware that benchmarks/fetch-corpus.sh fetches.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
mbedtls=$root/artifacts/mbedtls
work=$root/artifacts/architectures
fota=$root/src/Fota.Tool/bin/Release/net8.0/fota

for tool in riscv64-unknown-elf-gcc xtensa-lx106-elf-gcc aarch64-linux-gnu-gcc avr-gcc bsdiff bzip2 xdelta3 xz; do
    command -v "$tool" > /dev/null || { echo "architectures.sh: $tool is missing" >&2; exit 1; }
done
. "$root/benchmarks/mbedtls.sh"
"$root/benchmarks/fetch-corpus.sh"
log=$(dotnet build "$root/src/Fota.Tool" -c Release -v quiet --nologo) || { echo "$log" >&2; exit 1; }
rm -rf "$work"

# build NAME COMPILER OBJCOPY MACHINE FLAGS SOURCES: $work/NAME.bin. There is no C library in it, and no function is left out.
build() {
    local name=$1 compiler=$2 objcopy=$3 machine=$4 flags=$5 folder=$work/$1.objects
    shift 5
    mkdir -p "$folder"
    local source
    for source in "$@"; do
        # shellcheck disable=SC2086
        $compiler $machine $flags -c "$source" -o "$folder/$(basename "$source" .c).o"
    done
    # shellcheck disable=SC2086
    $compiler $machine -nostdlib -Wl,--unresolved-symbols=ignore-all -Wl,-e,0 -Wl,--build-id=none -o "$work/$name.elf" "$folder"/*.o -lgcc
    $objcopy -O binary "$work/$name.elf" "$work/$name.bin"
}

riscv() {
    local name=$1 flags=$2
    shift 2
    build "$name" riscv64-unknown-elf-gcc riscv64-unknown-elf-objcopy "-march=rv32imac -mabi=ilp32 -Wl,-Ttext=0x10000" \
        "--specs=picolibc.specs -w -I$mbedtls/include -I$mbedtls/library $flags" "$@"
}

# The compiler comes without a C library; of newlib's headers the common ones will do.
xtensa() {
    local name=$1 flags=$2
    shift 2
    build "$name" xtensa-lx106-elf-gcc xtensa-lx106-elf-objcopy "-mlongcalls -mtext-section-literals -Wl,-Ttext=0x40210000" \
        "-isystem /usr/include/newlib -w -I$mbedtls/include -I$mbedtls/library $flags" "$@"
}

# Sections lie close together, as firmware has them, not each on a page of its own.
aarch64() {
    local name=$1 flags=$2
    shift 2
    build "$name" aarch64-linux-gnu-gcc aarch64-linux-gnu-objcopy "-static -fno-pie -no-pie -Wl,-Ttext=0x80000 -Wl,-N,--no-warn-rwx-segments" \
        "-w -I$mbedtls/include -I$mbedtls/library $flags" "$@"
}

avr() {
    local name=$1 flags=$2
    shift 2
    build "$name" avr-gcc avr-objcopy "-mmcu=atmega2560 -Wl,-Ttext=0" "-std=gnu99 -w -I$root/src/device/lib $flags" "$@"
}

more=("$mbedtls/library/camellia.c" "$mbedtls/library/des.c" "$mbedtls/library/x509.c")
lib=("$root"/src/device/lib/*.c)

mapfile -t changed < <(newer "$work/newer" "${tls[@]:4:8}")
for machine in riscv xtensa aarch64; do
    $machine $machine-base -Os "${tls[@]}"
    $machine $machine-changed -Os "${changed[@]}" "${tls[@]:0:4}" "${tls[@]:12}"
    $machine $machine-grown -Os "${tls[@]}" "${more[@]}"
    $machine $machine-faster -O2 "${tls[@]}"
done
avr avr-base -Os "${lib[@]}"
mapfile -t changed < <(newer "$work/newer" "${lib[@]}")
avr avr-changed -Os "${changed[@]}"
avr avr-faster -O2 "${lib[@]}"

patch=$work/patch

# What bsdiff's three streams take in LZMA2 instead of bzip2, its numbers in as few bytes as they need: what HDiffPatch with LZMA2 does, which Debian
# does not have. How near that comes is the last line.
in_lzma2() {
    local control diff
    bsdiff "$1" "$2" "$patch"
    control=$(number 8) diff=$(number 16)
    stream 33 "$control" > "$work/control"
    # Magnitude and sign in 8 bytes become 7 bits a byte, with the sign in the lowest.
    od -An -v -t u1 -w8 "$work/control" | awk '{
        n = 2 * ($1 + 256 * ($2 + 256 * ($3 + 256 * $4))) + ($8 >= 128)
        while (n >= 128) { printf "\\x%02x", n % 128 + 128; n = int(n / 128) }
        printf "\\x%02x", n }' > "$work/numbers"
    echo $((16 + $(printf '%b' "$(cat "$work/numbers")" | size_in_lzma2) + $(stream $((33 + control)) "$diff" | size_in_lzma2) \
        + $(stream $((33 + control + diff)) 1G | size_in_lzma2)))
}
number() { od -An -v -t u8 -j "$1" -N 8 "$patch" | tr -d ' '; }
stream() { tail -c "+$1" "$patch" | head -c "$2" | bzip2 -dc; }
size_in_lzma2() { xz --format=raw --lzma2=preset=9e -c | wc -c; }

echo "| pair | new image | compact 4.5 KB | compact 8 KB | jojodiff 0.8.5 | bsdiff | bsdiff, LZMA2 | xdelta3 |"
echo "|---|---:|---:|---:|---:|---:|---:|---:|"
totals=(0 0 0 0 0 0 0)
row() {
    printf '| %s' "$1"
    shift
    printf '%d\n' "$@" | sed -E ':more; s/([0-9])([0-9]{3})(,|$)/\1,\2\3/; t more; s/^/ | /' | tr -d '\n'
    echo " |"
}
# The link address is that of the ELF file beside the image, in which objcopy has filled gaps with zeros.
pair() {
    local old=$work/$2.bin new=$work/$3.bin sizes i
    sizes=("$(stat -c %s "$new")")
    for how in "compact" "compact --memory 8KB" "jojodiff-0.8.5"; do
        # shellcheck disable=SC2086
        "$fota" diff "$old" "$new" "$patch" --force --fill 0x00 --format $how > /dev/null
        sizes+=("$(stat -c %s "$patch")")
    done
    bsdiff "$old" "$new" "$patch"
    sizes+=("$(stat -c %s "$patch")" "$(in_lzma2 "$old" "$new")")
    xdelta3 -9 -S djw -e -f -s "$old" "$new" "$patch"
    sizes+=("$(stat -c %s "$patch")")
    for i in "${!sizes[@]}"; do totals[i]=$((totals[i] + sizes[i])); done
    row "$1" "${sizes[@]}"
}
for machine in riscv:RISC-V xtensa:Xtensa aarch64:AArch64; do
    pair "${machine#*:}, some functions changed" "${machine%:*}-base" "${machine%:*}-changed"
    pair "${machine#*:}, three sources more" "${machine%:*}-base" "${machine%:*}-grown"
    pair "${machine#*:}, -Os to -O2" "${machine%:*}-base" "${machine%:*}-faster"
done
pair "AVR, some functions changed" avr-base avr-changed
pair "AVR, -Os to -O2" avr-base avr-faster
row total "${totals[@]}"

total=0 recorded=0
while IFS=$'\t' read -r image from to _ _ _ _ _ _ _ _ _ _ hdiffpatch _; do
    case $image in image | TOTAL) continue ;; esac
    total=$((total + $(in_lzma2 "$root/artifacts/corpus/$from/$image.bin" "$root/artifacts/corpus/$to/$image.bin")))
    recorded=$((recorded + hdiffpatch))
done < "$root/benchmarks/particle.tsv"
echo
echo "bsdiff with LZMA2 over the 24 updates of Cortex-M firmware: $total bytes; HDiffPatch with LZMA2, as recorded: $recorded."
