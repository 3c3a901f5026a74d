#!/bin/sh
# Installs the clients that others made for Dataverse, each apart from us, and runs their tests.
set -eu
: "${BIN:=.venv/bin}" "${CLIENTS_VENV:=.venv-clients}"
cd "$(dirname "$0")/.."

if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
    echo "Node and npm are needed. On Debian and Ubuntu: apt install nodejs npm" >&2
    exit 1
fi
VENV="$CLIENTS_VENV" scripts/install.sh tests/clients/microsoft/requirements.txt
folder=tests/clients/dynamics_web_api
if ! cmp -s "$folder/package-lock.json" "$folder/node_modules/.installed"; then
    (cd "$folder" && npm ci --no-audit --no-fund --loglevel error)
    cp "$folder/package-lock.json" "$folder/node_modules/.installed"
fi
case "$CLIENTS_VENV" in /*) ;; *) CLIENTS_VENV="$(pwd)/$CLIENTS_VENV" ;; esac
exec "$BIN/python" -m tests.clients "$@" "$CLIENTS_VENV/bin/python"
