#!/usr/bin/env bash
# Makes sure that node and npm are there, installing them first where they are missing and may be installed.
set -euo pipefail
there() { command -v node >/dev/null && command -v npm >/dev/null; }
there || { tools/apt.sh nodejs npm && there; }
