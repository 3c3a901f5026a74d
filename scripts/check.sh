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
    if output=$("$@" 2>&1); then
        echo "  ok      $name"
    else
        echo "  FAILED  $name"
        echo "$output" | sed 's/^/          /'
        failed="$failed $name"
    fi
}

step format "$BIN/ruff" format --check .
step lint "$BIN/ruff" check .
step types "$BIN/mypy" crm crm_integration erp odata tests
step layers "$BIN/lint-imports" --no-cache
step django "$BIN/python" manage.py check --fail-level WARNING
step deploy env HTTPS_ONLY=1 SECRET_KEY="$(head -c 48 /dev/urandom | base64)" \
    "$BIN/python" manage.py check --deploy --fail-level WARNING
step migrations "$BIN/python" manage.py makemigrations --check --dry-run
step openapi "$BIN/python" manage.py describe_api --check
step templates "$BIN/djlint" --lint --quiet templates
step architecture "$BIN/pytest" -q --tb=short -p no:cacheprovider tests/architecture

if [ -n "$failed" ]; then
    echo "Failed:$failed" >&2
    exit 1
fi
