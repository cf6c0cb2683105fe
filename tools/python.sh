#!/usr/bin/env bash
# Prints a Python that the lock files serve: `python.sh` any of 3.11 to 3.13, `python.sh 3.12` exactly that one.
# PYTHON=/path/to/python wins over the search. Prints nothing and exits 1 where there is none.
set -euo pipefail
wanted=${1:-}

suits() {
    local test='(3, 11) <= sys.version_info[:2] <= (3, 13)'
    [ -n "$wanted" ] && test="'%d.%d' % sys.version_info[:2] == '$wanted'"
    "$1" -c "import sys; sys.exit(not ($test))" >/dev/null 2>&1
}

if [ -n "${PYTHON:-}" ] && [ -z "$wanted" ]; then
    candidates=("$PYTHON")
else
    candidates=("python${wanted:-3}" python3.12 python3.11 python3.13)
    if command -v pyenv >/dev/null; then
        candidates+=("$(pyenv root)"/versions/"${wanted:-3.1}"*/bin/python)
    fi
fi
for candidate in "${candidates[@]}"; do
    if suits "$candidate"; then
        command -v "$candidate"
        exit 0
    fi
done
exit 1
