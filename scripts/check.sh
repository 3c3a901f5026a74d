#!/bin/sh
# What `make check` runs: every step is run, so that one call shows everything there is to mend.
set -u
: "${BIN:=.venv/bin}"
cd "$(dirname "$0")/.."
DATA_DIR=$(mktemp -d)
export DATA_DIR
export ENV_FILE=/dev/null
trap 'rm -rf "$DATA_DIR"' EXIT
failed=""

step() {
    name=$1
    shift
    if "$@" >"$DATA_DIR/output" 2>&1; then
        echo "  ok      $name"
    else
        echo "  FAILED  $name"
        sed 's/^/          /' "$DATA_DIR/output"
        failed="$failed $name"
    fi
}

types_checked() {
    wait "$types"
    status=$?
    cat "$DATA_DIR/types"
    return $status
}

# As long as all the others together, so beside them.
"$BIN/mypy" crm crm_integration erp odata tests >"$DATA_DIR/types" 2>&1 &
types=$!

step format "$BIN/ruff" format --check .
step lint "$BIN/ruff" check .
step layers "$BIN/lint-imports" --no-cache
step django "$BIN/python" manage.py check --fail-level WARNING
step deploy env HTTPS_ONLY=1 SECRET_KEY="$(head -c 48 /dev/urandom | base64)" \
    "$BIN/python" manage.py check --deploy --fail-level WARNING
step migrations "$BIN/python" manage.py makemigrations --check --dry-run
step openapi "$BIN/python" manage.py describe_api --check
step templates "$BIN/djlint" --lint --quiet templates
step architecture "$BIN/pytest" -q --tb=short -p no:cacheprovider tests/architecture
step types types_checked

if [ -n "$failed" ]; then
    echo "Failed:$failed" >&2
    exit 1
fi
