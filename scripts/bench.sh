#!/bin/sh
# Runs every benchmark in turn; each prints its own table. What they prepare is shared and removed at the end.
# MICROSOFT_PYTHON names the Python that has Microsoft's client (`make test-clients` installs one); arguments go to
# every benchmark.
set -eu
: "${BIN:=.venv/bin}"
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM
for benchmark in nothing_to_do few_changes worker_memory pages first_full_synch embedded_crm items; do
    "$BIN/python" -m "benchmarks.$benchmark" --keep "$folder" "$@"
done
if [ -z "${MICROSOFT_PYTHON:-}" ] && [ -x .venv-clients/bin/python ]; then
    MICROSOFT_PYTHON=$(pwd)/.venv-clients/bin/python
fi
"$BIN/python" -m benchmarks.dataverse_throughput --keep "$folder" --microsoft-python "${MICROSOFT_PYTHON:-}" "$@"
"$BIN/python" -m benchmarks.erp_to_crm --keep "$folder" --microsoft-python "${MICROSOFT_PYTHON:-}" "$@"
"$BIN/python" -m benchmarks.rest_lists --sqlite-only "$@"
