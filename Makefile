# The commands of this repository; `make help` lists them.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
SOURCES := crm crm_integration erp odata tests benchmarks manage.py

.DEFAULT_GOAL := help
.PHONY: help run install test test-postgres test-browser test-clients fuzz check fix bench ci lock install-runtime

help:  ## this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: install-runtime  ## the demo: both systems, web and worker, at http://localhost:8000
	@$(MANAGE) prepare_environment
	@exec $(MANAGE) serve --demo $(ARGS)

install-runtime:
	@PYTHON=$(PYTHON) VENV=$(VENV) scripts/install.sh requirements.txt

install:  ## the virtual environment with everything that development needs
	@PYTHON=$(PYTHON) VENV=$(VENV) scripts/install.sh requirements.txt requirements-dev.txt

test: install  ## the tests that need no service, on SQLite
	@$(BIN)/pytest -m "not browser and not postgres and not fuzz" $(ARGS)

test-postgres: install  ## the same tests on PostgreSQL and Redis (DATABASE_URL, CRM_DATABASE_URL, REDIS_URL)
	@test -n "$$DATABASE_URL" && test -n "$$CRM_DATABASE_URL" && test -n "$$REDIS_URL" || \
		{ echo "Set DATABASE_URL, CRM_DATABASE_URL and REDIS_URL first."; exit 2; }
	@$(BIN)/pytest -m "not browser and not fuzz" $(ARGS)

test-browser: install  ## the pages in Chromium
	@$(BIN)/pytest -m browser $(ARGS)

fuzz: install  ## the REST APIs asked at random, by their OpenAPI descriptions (schemathesis)
	@$(BIN)/pytest -m fuzz tests/fuzz $(ARGS)

test-clients: install  ## Microsoft's Python client and dynamics-web-api (needs Node 20) against the embedded CRM
	@BIN=$(BIN) PYTHON=$(PYTHON) scripts/test_clients.sh $(ARGS)

check: install  ## format, lint, types, layers, Django's checks, migrations, templates
	@BIN=$(BIN) scripts/check.sh

fix: install  ## what ruff and djlint can mend by themselves
	@$(BIN)/ruff check --fix $(SOURCES)
	@$(BIN)/ruff format $(SOURCES)

bench: install  ## the benchmarks; each prints its table
	@BIN=$(BIN) scripts/bench.sh $(ARGS)

ci:  ## everything that a submitted change must pass
	@.ci/run

lock:  ## requirements.txt and requirements-dev.txt from their .in files (needs uv)
	@uv pip compile -q --generate-hashes --python-version 3.11 requirements.in -o requirements.txt
	@uv pip compile -q --generate-hashes --python-version 3.11 requirements-dev.in -o requirements-dev.txt
	@cd tests/clients/microsoft && uv pip compile -q --generate-hashes --python-version 3.11 requirements.in -o requirements.txt
	@cd tests/clients/dynamics_web_api && npm install --package-lock-only --omit-lockfile-registry-resolved
