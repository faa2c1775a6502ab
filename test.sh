#!/usr/bin/env bash
# Runs all tests. Installs what they need on Debian and Ubuntu; a test whose tool is missing fails.
#
#   ./test.sh            all of them; options go to dotnet test
#   ./test.sh --quick    what takes a few seconds: no emulator, no end-to-end build, no class that is marked [Slow]
set -euo pipefail
cd "$(dirname "$0")"
. scripts/install.sh

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# A warning about a missing base belongs to a build server; the tests play one where they mean to.
unset CI TF_BUILD

need gcc-arm-none-eabi libnewlib-arm-none-eabi binutils-arm-none-eabi qemu-system-arm make cmake gcc g++ libc6-dev git ca-certificates \
    openssl softhsm2 nginx-light firmware-microbit-micropython opensc clang bsdiff xdelta3 xxd curl scons gcc-powerpc-linux-gnu libc6-dev-powerpc-cross qemu-user chromium 'chromium-driver|chromium-chromedriver'
# libFuzzer is a package of its own in some distributions, and comes with clang in others.
links_fuzzers() { echo 'int LLVMFuzzerTestOneInput(void) { return 0; }' | clang -fsanitize=fuzzer,address -x c - -o /dev/null 2> /dev/null; }
links_fuzzers || need 'libclang-rt-14-dev|libclang-rt-18-dev|libclang-rt-19-dev'
have npm npm
need_dotnet
src/device/board/fetch-mbedtls.sh artifacts/mbedtls
benchmarks/fetch-corpus.sh
scripts/fetch-axe.sh

if [ "${1-}" = --quick ]; then
    shift
    exec dotnet test --solution tests/Quick.slnf --filter-not-trait Speed=Slow "$@"
fi
dotnet build Fota.Build.sln --nologo --verbosity quiet
# The package that the end-to-end tests build with, made before they measure time.
dotnet pack src/Fota.Build --configuration Release --nologo --verbosity quiet --output artifacts/feed
dotnet test --solution Fota.Build.sln --no-build "$@"
