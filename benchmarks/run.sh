#!/bin/bash
# Prints the encoder's sizes, speed and memory beside other tools: the tables of docs/performance.md.
#   benchmarks/run.sh            all tables, about two minutes
#   benchmarks/run.sh corpus     one of: corpus, cold, growth, inplace, segments, hostile
#   benchmarks/run.sh inner      the encoder's parts by BenchmarkDotNet; takes its options, such as --job short
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

for tool in bsdiff xdelta3; do
    command -v "$tool" > /dev/null || { echo "run.sh: $tool is missing: install Debian's package '$tool'" >&2; exit 1; }
done
"$here/fetch-corpus.sh"

project=$here/Fota.Delta.Benchmarks
log=$(dotnet build "$project" -c Release -v quiet --nologo) || { echo "$log" >&2; exit 1; }
program=$project/bin/Release/net10.0/Fota.Delta.Benchmarks

if [ $# -gt 0 ]; then
    exec "$program" "$@"
fi
for table in corpus cold growth inplace hostile; do
    "$program" "$table"
done
