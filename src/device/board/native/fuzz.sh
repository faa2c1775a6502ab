#!/usr/bin/env bash
# Fuzzes with libFuzzer under ASan and UBSan.
#
#   fuzz.sh TARGET SECONDS CORPUS [OUT]
#
# TARGET is patch (JojoDiff, container and info record) or compact. CORPUS is read and grows; a crash is written to OUT
# and ends with an error.
set -euo pipefail

target=$1
seconds=$2
corpus=$(realpath "$3")
out=$(realpath "${4:-.}")
cd "$(dirname "$0")"

case $target in
patch) sources=(../../lib/{fota_patch,fota_container,fota_info}.c) length=512 ;;
compact) sources=(../../lib/fota_compact.c) length=8192 ;;
*) echo "fuzz.sh: unknown target $target" >&2 && exit 2 ;;
esac

clang -std=gnu99 -g -O1 -Wall -Wextra -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
    -I../../lib "${sources[@]}" "${target}_fuzz.c" -o "$out/${target}_fuzz"
"$out/${target}_fuzz" -max_total_time="$seconds" -max_len=$length -print_final_stats=1 -artifact_prefix="$out/" "$corpus"
