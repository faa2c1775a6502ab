#!/usr/bin/env bash
# Changes one line of the sources at a time, as a slip would, and runs the tests that must notice: scripts/mutations.txt has both.
#
#   scripts/mutate.sh                  all of them
#   scripts/mutate.sh --part           the part whose turn it is, by the number of commits
#   scripts/mutate.sh --only Gate      those whose line contains the text
#
# Works in a copy below artifacts/, where the tree is built once; needs what test.sh installs. A change that no test notices has survived.
# It, a change that does not fit exactly one line any more, and one that does not compile are missed, and end the run with 1.
set -uo pipefail
tree=$(cd "$(dirname "$0")/.." && pwd)
copy=$tree/artifacts/mutation
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1 FOTA_MBEDTLS_DIR=$tree/artifacts/mbedtls
unset CI TF_BUILD

part=0 parts=1 only=
case "${1-}" in
    # A prime number, so that commits that arrive in equal lots come to all parts as well.
    --part) parts=11 part=$(($(git -C "$tree" rev-list --count HEAD) % parts)) ;;
    --only) only=$2 ;;
    '') ;;
    *) echo "mutate.sh: unknown option $1" >&2; exit 2 ;;
esac

fail() { echo "mutate.sh: $*" >&2; exit 1; }

# The tree as it is, what is not committed included. Files that are the same keep their time, so that little is built again.
make_copy() {
    mkdir -p "$copy"
    (cd "$tree" && git ls-files -z --cached --others --exclude-standard) | while IFS= read -r -d '' file; do
        [ -f "$tree/$file" ] || continue
        cmp -s "$tree/$file" "$copy/$file" || { mkdir -p "$copy/$(dirname "$file")" && cp "$tree/$file" "$copy/$file"; }
    done
    mkdir -p "$copy/artifacts"
    ln -sfn "$tree/artifacts/corpus" "$copy/artifacts/corpus"
    local project
    for project in $(mutations | awk '{ print $(NF - 1) }' | sort -u); do
        dotnet build "$copy/tests/$project" --nologo --verbosity quiet -p:RunAnalyzers=false > "$copy/log" || fail "$project does not build"
    done
}

# Neighbours are in one part, since they have tests in common.
mutations() {
    grep -v -E '^(#|$)' "$tree/scripts/mutations.txt" | grep -F -e "$only" |
        awk -v part="$part" -v parts="$parts" '{ line[NR] = $0 } END { for (i = 1; i <= NR; i++) if (int((i - 1) * parts / NR) == part) print line[i] }'
}

# run_tests PROJECT CLASS : to the first that fails.
run_tests() {
    (cd "$copy" && timeout 300 "tests/$1/bin/Debug/net10.0/$1" -class "*.$2" -noColor -stopOnFail > "$copy/log" 2>&1)
}

# Tests that fail anyway notice nothing.
check_tests() {
    local project class
    while read -r project class; do
        run_tests "$project" "$class" < /dev/null || { cat "$copy/log" >&2; fail "$class fails without a change"; }
    done < <(mutations | awk '{ print $(NF - 1), $NF }' | sort -u)
}

# What the tests take of a source: the library beside them, or the device's source itself.
taken_as() {
    local library=${1#src/}
    case $1 in
        src/device/*) echo "$copy/tests/$2/bin/Debug/net10.0/$library" ;;
        *) echo "$copy/tests/$2/bin/Debug/net10.0/${library%%/*}.dll" ;;
    esac
}

# Makes it of the source as it is now.
make_taken() {
    local library=${1#src/}
    library=${library%%/*}
    [ "$library" = device ] && cp "$copy/$1" "$2" && return
    # Neither what it refers to has changed, nor what analyzers say of it.
    dotnet build "$copy/src/$library" --no-restore --no-dependencies -p:RunAnalyzers=false -p:TreatWarningsAsErrors=false \
        --nologo --verbosity quiet -m:1 > "$copy/log" 2>&1 && cp "$copy/src/$library/bin/Debug/"net*"/$library.dll" "$2"
}

killed=0 alive=0
# report VERDICT WHAT : says how a change ended.
report() {
    echo "$1 $2"
    [ "$1" = killed ] && killed=$((killed + 1)) || alive=$((alive + 1))
}

# mutate FILE EXPRESSION PROJECT CLASS
mutate() {
    local file=$1 expression=$2 project=$3 class=$4 taken lines status what
    what="$class: $file $expression"
    taken=$(taken_as "$file" "$project")
    cp -p "$copy/$file" "$copy/original"
    sed -E "$expression" "$copy/original" > "$copy/changed"
    lines=$(diff "$copy/original" "$copy/changed" | grep -c '^>')
    [ "$lines" -eq 1 ] || { report BROKEN "(fits $lines lines) $what"; return; }
    cp -p "$taken" "$copy/taken"
    cp "$copy/changed" "$copy/$file"
    if make_taken "$file" "$taken"; then
        run_tests "$project" "$class"
        status=$?
        if [ "$status" -eq 0 ]; then
            report SURVIVED "$what"
        elif [ "$status" -eq 124 ] || grep -q -E '(Failed|Errors): [1-9]' "$copy/log"; then
            report killed "$what"
        else
            report BROKEN "(ran no test) $what"
        fi
    else
        report BROKEN "(does not compile) $what"
    fi
    cp "$copy/original" "$copy/$file"
    cp -p "$copy/taken" "$taken"
}

make_copy
# A part follows the tests; all of them may come before.
[ "$parts" -gt 1 ] || check_tests
while IFS= read -r line; do
    # FILE :: EXPRESSION :: PROJECT CLASS
    file=${line%% :: *} rest=${line#* :: }
    expression=${rest% :: *} run=${rest##* :: }
    mutate "$file" "$expression" "${run% *}" "${run#* }" < /dev/null
done < <(mutations)
echo "noticed: $killed"
echo "missed: $alive"
[ "$killed" -gt 0 ] && [ "$alive" -eq 0 ]
