#!/bin/bash
# Prints what patches of firmware for RISC-V and AVR take, which is built here from two states of the same sources, beside other tools:
# a table of docs/performance.md. Needs Debian's gcc-riscv64-unknown-elf, picolibc-riscv64-unknown-elf, gcc-avr, avr-libc, bsdiff and xdelta3,
# and the Mbed TLS that the tests fetch into artifacts/mbedtls.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
mbedtls=$root/artifacts/mbedtls
work=$root/artifacts/architectures
fota=$root/src/Fota.Tool/bin/Release/net10.0/fota

for tool in riscv64-unknown-elf-gcc avr-gcc bsdiff xdelta3; do
    command -v "$tool" > /dev/null || { echo "architectures.sh: $tool is missing" >&2; exit 1; }
done
[ -d "$mbedtls/library" ] || { echo "architectures.sh: artifacts/mbedtls is missing: run ./test.sh once" >&2; exit 1; }
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

avr() {
    local name=$1 flags=$2
    shift 2
    build "$name" avr-gcc avr-objcopy "-mmcu=atmega2560 -Wl,-Ttext=0" "-std=gnu99 -w -I$root/src/device/lib $flags" "$@"
}

# Sources that have more lines in the newer state: a check at the start of some functions.
newer() {
    local folder=$work/newer source
    mkdir -p "$folder"
    for source in "$@"; do
        awk '/^{/ && before ~ /\)$/ && ++n % 9 == 4 { print; print "    static volatile unsigned calls; if (++calls == 12345) calls = 0;"; next } { print; before = $0 }' \
            "$source" > "$folder/$(basename "$source")"
        echo "$folder/$(basename "$source")"
    done
}

tls=()
for source in aes asn1parse asn1write base64 bignum ccm chacha20 chachapoly cipher cipher_wrap cmac constant_time ctr_drbg dhm ecdh ecdsa ecp ecp_curves \
    gcm hkdf hmac_drbg md md5 oid pem pk pk_wrap pkcs12 pkcs5 pkparse platform_util poly1305 ripemd160 rsa rsa_internal sha1 sha256 sha512; do
    tls+=("$mbedtls/library/$source.c")
done
more=("$mbedtls/library/camellia.c" "$mbedtls/library/des.c" "$mbedtls/library/x509.c")
lib=("$root"/src/device/lib/*.c)

riscv riscv-base -Os "${tls[@]}"
mapfile -t changed < <(newer "${tls[@]:4:8}")
riscv riscv-changed -Os "${changed[@]}" "${tls[@]:0:4}" "${tls[@]:12}"
riscv riscv-grown -Os "${tls[@]}" "${more[@]}"
riscv riscv-faster -O2 "${tls[@]}"
avr avr-base -Os "${lib[@]}"
mapfile -t changed < <(newer "${lib[@]}")
avr avr-changed -Os "${changed[@]}"
avr avr-faster -O2 "${lib[@]}"

echo "| pair | new image | compact 4.5 KB | compact 8 KB | jojodiff 0.8.5 | bsdiff | xdelta3 |"
echo "|---|---:|---:|---:|---:|---:|---:|"
totals=(0 0 0 0 0 0)
row() {
    printf '| %s' "$1"
    shift
    printf '%d\n' "$@" | sed -E ':more; s/([0-9])([0-9]{3})(,|$)/\1,\2\3/; t more; s/^/ | /' | tr -d '\n'
    echo " |"
}
pair() {
    local old=$work/$2.bin new=$work/$3.bin patch=$work/patch sizes i
    sizes=("$(stat -c %s "$new")")
    for how in "compact" "compact --memory 8KB" "jojodiff-0.8.5"; do
        # shellcheck disable=SC2086
        "$fota" diff "$old" "$new" "$patch" --force --format $how > /dev/null
        sizes+=("$(stat -c %s "$patch")")
    done
    bsdiff "$old" "$new" "$patch"
    sizes+=("$(stat -c %s "$patch")")
    xdelta3 -9 -S djw -e -f -s "$old" "$new" "$patch"
    sizes+=("$(stat -c %s "$patch")")
    for i in "${!sizes[@]}"; do totals[i]=$((totals[i] + sizes[i])); done
    row "$1" "${sizes[@]}"
}
pair "RISC-V, some functions changed" riscv-base riscv-changed
pair "RISC-V, three sources more" riscv-base riscv-grown
pair "RISC-V, -Os to -O2" riscv-base riscv-faster
pair "AVR, some functions changed" avr-base avr-changed
pair "AVR, -Os to -O2" avr-base avr-faster
row total "${totals[@]}"
