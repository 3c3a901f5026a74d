#!/bin/sh
# Runs every benchmark in turn; each prints its own table. Options are handed to each of them.
set -eu
: "${BIN:=.venv/bin}"
cd "$(dirname "$0")/.."
# microsoft_client.py is the other side of a comparison and runs in a virtual environment of its own.
for benchmark in $(grep -l '^def main' benchmarks/*.py | grep -v microsoft_client); do
    "$BIN/python" -m "benchmarks.$(basename "$benchmark" .py)" "$@"
done
