#!/usr/bin/env bash
# The long trials of updates in place, whose figures docs/inplace.md has; needs what test.sh installs.
#
#   scripts/inplace-sweeps.sh cuts       ten pairs of released firmware, each with blocks of 4, 2 and 1 KB, program units of 4, 8 and 32 bytes,
#                                        erased to FF and to 00: the power goes at each operation, with five endings
#   scripts/inplace-sweeps.sh pairs      small images, with one and two spare blocks: the power goes at every two operations
#   scripts/inplace-sweeps.sh damaged    a million damaged and forged updates
#
# Prints the sums. A failure ends it with 1.
set -euo pipefail
cd "$(dirname "$0")/.."
tests=tests/Fota.Emulator.Tests

case "${1-}" in
    cuts) method='*After_any_cut_firmware*' ;;
    pairs) method='*After_any_two_cuts*' ;;
    damaged) method='*No_damaged_or_forged*' ;;
    *) echo "usage: scripts/inplace-sweeps.sh cuts|pairs|damaged" >&2; exit 2 ;;
esac

benchmarks/fetch-corpus.sh
dotnet build "$tests" --nologo --verbosity quiet
log=$(mktemp)
trap 'rm -f "$log"' EXIT
code=0
FOTA_SWEEP=all "$tests/bin/Debug/net10.0/Fota.Emulator.Tests" -method "$method" -showLiveOutput > "$log" || code=1
grep -a -A6 'FAIL' "$log" || true
field() { grep -a -o "\"$1\":[0-9]*" "$log" | cut -d: -f2; }
sum() { field "$1" | awk '{ sum += $1 } END { printf "%d", sum }'; }
echo "$1: $(field runs | wc -l) sweeps, $(sum runs) runs, $(sum failures) failures"
[ -z "$(field mostBoots)" ] || echo "at most $(field mostBoots | sort -n | tail -1) boots, and $(field mostErases | sort -n | tail -1) erases of a block"
exit $code
