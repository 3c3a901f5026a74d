#!/bin/sh
# Runs every benchmark of benchmarks/ in turn; each prints its own table.
set -eu
: "${BIN:=.venv/bin}"
cd "$(dirname "$0")/.."
for benchmark in benchmarks/bench_*.py; do
    [ -e "$benchmark" ] || { echo "There is no benchmark yet."; exit 0; }
    "$BIN/python" -m "benchmarks.$(basename "$benchmark" .py)" "$@"
done
