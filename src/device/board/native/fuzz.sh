#!/usr/bin/env bash
# Fuzzes patcher, container and info record with libFuzzer under ASan and UBSan.
#
#   fuzz.sh SECONDS CORPUS [OUT]      CORPUS is read and grows; a crash is written to OUT and ends with an error
set -euo pipefail

seconds=$1
corpus=$(realpath "$2")
out=$(realpath "${3:-.}")
cd "$(dirname "$0")"

clang -std=gnu99 -g -O1 -Wall -Wextra -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
    -I../../lib ../../lib/fota_patch.c ../../lib/fota_container.c ../../lib/fota_info.c patch_fuzz.c -o "$out/patch_fuzz"
"$out/patch_fuzz" -max_total_time="$seconds" -max_len=512 -print_final_stats=1 -artifact_prefix="$out/" "$corpus"
