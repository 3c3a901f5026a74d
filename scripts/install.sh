#!/bin/sh
# Makes the virtual environment and installs the given hash-pinned lock files.
# A stamp holds the locks' checksum, so that a second call has nothing to do.
set -eu
: "${PYTHON:=python3}" "${VENV:=.venv}"
cd "$(dirname "$0")/.."

stamp="$VENV/.installed-$(echo "$@" | tr -c 'a-z\n' '-')"
wanted=$(cat "$@" | cksum)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
    exit 0
fi

if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Python 3.11 or newer is needed; set PYTHON to its path: make PYTHON=/path/to/python3 …" >&2
    exit 1
fi
if [ ! -x "$VENV/bin/python" ]; then
    if ! "$PYTHON" -c 'import venv, ensurepip' 2>/dev/null; then
        echo "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv" >&2
        exit 1
    fi
    echo "Making the virtual environment in $VENV …"
    "$PYTHON" -m venv "$VENV"
fi

# Wheels only, so that no compiler is needed.
options="--require-hashes --only-binary :all:"
locks=$(printf -- '-r %s ' "$@")
echo "Installing $* …"
if command -v uv >/dev/null 2>&1; then
    # shellcheck disable=SC2086
    uv pip install --quiet --python "$VENV/bin/python" $options $locks
else
    # shellcheck disable=SC2086
    "$VENV/bin/python" -m pip install -qq --disable-pip-version-check $options $locks
fi
echo "$wanted" >"$stamp"
