#!/usr/bin/env bash
# Fetches axe-core, which the tests of the explain page run in the browser, from npm to artifacts/axe/axe-VERSION.min.js.
set -euo pipefail
cd "$(dirname "$0")/.."
version=4.10.3
file=artifacts/axe/axe-$version.min.js

[ -e "$file" ] && exit
command -v npm > /dev/null || { echo "fetch-axe.sh: npm is missing: install Debian's package 'npm'" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$work" && npm pack --silent "axe-core@$version" > /dev/null && tar -xzf ./*.tgz package/axe.min.js)
mkdir -p "$(dirname "$file")"
# Whole or not there, whatever interrupts.
mv "$work/package/axe.min.js" "$file.new"
mv "$file.new" "$file"
