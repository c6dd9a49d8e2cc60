#!/bin/sh
# Puts a headless Chromium into a folder for the browser tests: sh tests/browser/install.sh .browser
# Does nothing where the machine has one. Where none can be had, says so; the tests then skip.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$1

if [ -n "${ROTACAST_CHROMIUM:-}" ] || [ -x /usr/bin/chromium ]; then
    exit 0
fi
mkdir -p "$folder"
cp "$here/package.json" "$here/package-lock.json" "$here/install.mjs" "$folder/"
cd "$folder"
if npm ci --silent --no-audit --no-fund && TMPDIR=$(pwd) node install.mjs; then
    exit 0
fi
echo "no browser could be installed (it takes npm and Node.js 20 or newer); its tests will skip" >&2
