#!/usr/bin/env bash
# Exits 0 if something listens at the host and port of a database address: `listens.sh postgres://me@127.0.0.1:5432/test`.
set -euo pipefail
place=${1#*://}
place=${place##*@}
place=${place%%/*}
timeout 2 bash -c ">/dev/tcp/${place%%:*}/${place##*:}" 2>/dev/null
