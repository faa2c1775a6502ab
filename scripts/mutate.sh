#!/usr/bin/env bash
# Changes one line of the sources at a time, as a slip would, and runs the tests that must notice: scripts/mutations.txt has both.
#
#   scripts/mutate.sh                  all of them
#   scripts/mutate.sh --part           the part whose turn it is: an eighth, by the number of commits
#   scripts/mutate.sh --only Gate      those whose line contains the text
#
# Works in a copy below artifacts/, where the tree is built once; needs what test.sh installs. A change that no test notices has survived.
# It, a change that does not fit exactly one line any more, and one that does not compile end the run with 1.
set -uo pipefail
tree=$(cd "$(dirname "$0")/.." && pwd)
copy=$tree/artifacts/mutation
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1 FOTA_MBEDTLS_DIR=$tree/artifacts/mbedtls
unset CI TF_BUILD

part=0 parts=1 only=
case "${1-}" in
    --part) parts=8 part=$(($(git -C "$tree" rev-list --count HEAD) % parts)) ;;
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
        dotnet build "$copy/tests/$project" --nologo --verbosity quiet -m:1 || fail "$project does not build"
    done
}

mutations() { grep -v -E '^(#|$)' "$tree/scripts/mutations.txt" | grep -F -e "$only" | awk -v part="$part" -v parts="$parts" 'NR % parts == part'; }

# Puts the changed source to where the tests take it from: the library beside the tests, or the device's source.
install_change() {
    local file=$1 project=$2 tests=$copy/tests/$2/bin/Debug/net10.0
    if [[ $file == src/device/* ]]; then
        cp "$copy/$file" "$tests/${file#src/}"
        return
    fi
    local library=${file#src/}
    library=${library%%/*}
    # --no-dependencies: what it refers to has not changed.
    dotnet build "$copy/src/$library" --no-restore --no-dependencies --nologo --verbosity quiet -m:1 > "$copy/log" 2>&1 || return 1
    cp "$copy/src/$library/bin/Debug/"net*"/$library.dll" "$tests/"
}

killed=0 survived=0
# mutate FILE EXPRESSION PROJECT CLASS
mutate() {
    local file=$1 expression=$2 project=$3 class=$4 lines status
    cp -p "$copy/$file" "$copy/original"
    sed -E "$expression" "$copy/original" > "$copy/changed"
    lines=$(diff "$copy/original" "$copy/changed" | grep -c '^>')
    if [ "$lines" -ne 1 ]; then
        echo "BROKEN   changes $lines lines instead of 1: $file $expression"
        survived=$((survived + 1))
        return
    fi
    cp "$copy/changed" "$copy/$file"
    if install_change "$file" "$project"; then
        (cd "$copy" && timeout 300 "tests/$project/bin/Debug/net10.0/$project" -class "*.$class" -noColor -stopOnFail > "$copy/log" 2>&1)
        status=$?
    else
        status=compile
    fi
    cp -p "$copy/original" "$copy/$file"
    touch "$copy/$file"
    install_change "$file" "$project" || fail "$file does not build again"
    if [ "$status" = compile ]; then
        echo "BROKEN   does not compile: $file $expression"
        survived=$((survived + 1))
    elif [ "$status" -eq 0 ]; then
        echo "SURVIVED $class: $file $expression"
        survived=$((survived + 1))
    elif [ "$status" -ne 124 ] && ! grep -q -E 'Failed: [1-9]|Errors: [1-9]' "$copy/log"; then
        echo "BROKEN   ran no test ($class, exit code $status): $file $expression"
        survived=$((survived + 1))
    else
        echo "killed   $class: $file $expression"
        killed=$((killed + 1))
    fi
}

make_copy
while IFS= read -r line; do
    # FILE :: EXPRESSION :: PROJECT CLASS
    file=${line%% :: *} rest=${line#* :: }
    expression=${rest% :: *} run=${rest##* :: }
    mutate "$file" "$expression" "${run% *}" "${run#* }" < /dev/null
done < <(mutations)
echo "$killed of $((killed + survived)) changes were noticed"
[ "$killed" -gt 0 ] && [ "$survived" -eq 0 ]
