#!/usr/bin/env bash
# Prints what a whole `fota diff` costs, from the start of the process to its end, beside bsdiff, and what ways to start the runtime give: a table
# of docs/performance.md. CPU time in milliseconds, medians of 5 rounds in which all take turns. Needs what benchmarks/run.sh needs.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$root/artifacts/tool-benchmark
corpus=$root/artifacts/corpus
rounds=5
TIMEFORMAT='%U %S'

"$root/benchmarks/fetch-corpus.sh"
rm -rf "$work"
# publish NAME OPTION...: the tool for this machine.
publish() {
    dotnet publish "$root/src/Fota.Tool" -c Release -r "linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')" -o "$work/$1" \
        --nologo -v quiet -p:PackAsTool=false -p:NuGetLockFilePath=obj/publish.lock.json -p:RestoreLockedMode=false "${@:2}"
    echo "$1: $(du -sm "$work/$1" | cut -f1) MB" >&2
}
publish plain --self-contained false
publish ready --self-contained false -p:PublishReadyToRun=true
# Only a program with its runtime can be trimmed: the same without trimming is its measure.
publish whole --self-contained true -p:PublishReadyToRun=true
publish trimmed --self-contained true -p:PublishReadyToRun=true -p:PublishTrimmed=true -p:TrimMode=partial

# spent COLUMN COMMAND...: notes its CPU time.
spent() {
    local column=$1
    shift
    { time "$@" > "$work/log" 2>&1; } 2>> "$work/$column.times"
}
median() { awk '{ print 1000 * ($1 + $2) }' "$work/$1.times" | sort -n | sed -n "$(((rounds + 1) / 2))p"; }

columns=(bsdiff plain plain-pgo plain-full ready whole trimmed)
echo "| pair | bsdiff | fota | with profiles | optimized at once | ReadyToRun | with its runtime | trimmed |"
echo "|---|---:|---:|---:|---:|---:|---:|---:|"
for pair in "argon-bootloader 2.1.0 2.2.0" "photon-system-part2 2.1.0 2.2.0" "photon-system-part2 1.5.2 2.0.0" "boron-system-part1 2.1.0 2.2.0"; do
    read -r image old new <<< "$pair"
    diff=("$corpus/$old/$image.bin" "$corpus/$new/$image.bin" "$work/patch")
    rm -f "$work"/*.times
    for ((round = 0; round < rounds; round++)); do
        spent bsdiff bsdiff "${diff[@]}"
        spent plain "$work/plain/fota" diff "${diff[@]}" --force
        DOTNET_TieredPGO=1 spent plain-pgo "$work/plain/fota" diff "${diff[@]}" --force
        DOTNET_TieredCompilation=0 spent plain-full "$work/plain/fota" diff "${diff[@]}" --force
        for way in ready whole trimmed; do
            spent "$way" "$work/$way/fota" diff "${diff[@]}" --force
        done
    done
    printf '| %s' "$pair"
    for column in "${columns[@]}"; do printf ' | %.0f' "$(median "$column")"; done
    echo " |"
done
