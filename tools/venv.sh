#!/usr/bin/env bash
# Makes or renews a virtual environment: `venv.sh FOLDER LOCK-FILE [PYTHON-VERSION]`.
# Everything comes from the lock file with its hash; the package itself is installed for editing, without
# asking for its dependencies again. What pip says is shown only where it fails.
set -euo pipefail
folder=$1 lock=$2 version=${3:-}

python=$(tools/python.sh $version) || {
    echo "No Python ${version:-3.11, 3.12 or 3.13} was found. Install one, or say where it is: make PYTHON=/path/to/python3.12" >&2
    exit 1
}
made=no
if ! "$folder/bin/python" -c 'import pip' >/dev/null 2>&1; then
    made=yes
    rm -rf "$folder"
    "$python" -m venv "$folder" || {
        echo "The virtual environment could not be made. On Debian and Ubuntu: apt-get install python3-venv" >&2
        exit 1
    }
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
quietly() { "$@" >"$log" 2>&1 || { cat "$log" >&2; exit 1; }; }

echo "Installing $lock into $folder ..."
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
# The lock file is complete. Left to look for dependencies itself, an older pip asks for the newest version of a package
# that is wanted with an extra, and then misses its hash.
quietly "$folder/bin/python" -m pip install --require-hashes --no-deps -r "$lock"
quietly "$folder/bin/python" -m pip install --no-deps --no-build-isolation -e .
# Nothing before this would notice that the lock file lacks something. What an older one left behind may be at fault in a
# folder that was there before: that one is made anew, once.
if ! "$folder/bin/python" -m pip check >"$log" 2>&1; then
    if [ "$made" = no ]; then
        rm -rf "$folder" "$log"
        exec "$0" "$@"
    fi
    echo "$lock is not complete. Renew it: make locks" >&2
    cat "$log" >&2
    exit 1
fi
