#!/usr/bin/env bash
# Prints where Chromium is, installing it first where it is missing and may be installed. Exits 1 where there is none.
set -euo pipefail
find_it() {
    for name in ${CHROMIUM:-} chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" && return
    done
    return 1
}
find_it || { tools/apt.sh chromium && find_it; }
