#!/usr/bin/env bash
# What the package costs a build that has nothing to do: 'dotnet build' of the sample with the package and without it.
#
#   benchmarks/noop-build.sh [RUNS]      default: 15 of each, taken in turn
#
# Prints both medians and fails when they differ by more than 0.15 s.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-15}
work=artifacts/noop-build
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

for variant in with without; do
    rm -rf "${work:?}/$variant"
    mkdir -p "$work/$variant"
    git ls-files -z samples | xargs -0 cp --parents -t "$work/$variant"
    dotnet build "$work/$variant/samples/Blinky" -v:q
done
# Without the package: neither reference, targets nor tasks. The generated headers and the device's lie among the sources, and the task that
# reads dependency files, which is the package's, is left out.
without=$work/without/samples
cp "$without/Blinky/obj/Debug/fota/"*.h src/device/lib/*.h src/device/bootloader/*.h "$without/Blinky/src/"
sed -i '/PackageReference/d' "$without/Blinky/Blinky.csproj"
sed -i '/<ReadDependencyFiles/,/<\/ReadDependencyFiles>/d' "$without/toolchain/ArmGcc.targets"
sed -i 's|<Target Name="_ArmGccReadDependencies" DependsOnTargets="_ArmGccPrepare">|&<ItemGroup><_ArmSource Include="@(ArmCompile)" /></ItemGroup>|' "$without/toolchain/ArmGcc.targets"
rm -rf "$without/Blinky/obj" "$without/Blinky/bin"
dotnet build "$without/Blinky" -v:q

# Appends wall-clock and processor time, in milliseconds.
measure() {
    local TIMEFORMAT='%R %U %S'
    { time dotnet build "$work/$1/samples/Blinky" --no-restore -v:q > /dev/null; } 2>&1 \
        | awk '{ printf "%d %d\n", $1 * 1000, ($2 + $3) * 1000 }' >> "$work/$1.ms"
}

median() { cut -d ' ' -f "$2" "$work/$1.ms" | sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }

rm -f "$work"/*.ms
for ((run = 0; run < runs; run++)); do
    measure without
    measure with
done
difference=$(($(median with 1) - $(median without 1)))
printf 'no-op build, median of %d runs      time  processor\n' "$runs"
printf '  without the package         %6d ms  %6d ms\n' "$(median without 1)" "$(median without 2)"
printf '  with the package            %6d ms  %6d ms\n' "$(median with 1)" "$(median with 2)"
printf '  difference                  %6d ms  %6d ms   (at most 150 ms)\n' "$difference" $(($(median with 2) - $(median without 2)))
[ "$difference" -le 150 ]
