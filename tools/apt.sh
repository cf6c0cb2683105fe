#!/usr/bin/env bash
# Installs Debian or Ubuntu packages where this account may: as root, or by a sudo that asks no password.
# Exits 1 without a word where it may not.
set -euo pipefail
command -v apt-get >/dev/null || exit 1
if [ "$(id -u)" = 0 ]; then
    as_root=()
elif sudo -n true 2>/dev/null; then
    as_root=(sudo -n)
else
    exit 1
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "Installing $* from the distribution's packages ..." >&2
install() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; }
{ "${as_root[@]}" apt-get update && install "$@"; } >"$log" 2>&1 || { tail -n 20 "$log" >&2; exit 1; }
