# The entry points for people and for CI: `make` lists them. What is longer than a line or two is a script in tools/.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PORT ?= 8000
TEST_POSTGRES_URL ?= postgres://postgres@127.0.0.1:5432/test
TEST_MARIADB_URL ?= mysql://root@127.0.0.1:3306/test
ROWS ?= 10000000
COUNT ?= 200
SEED ?=

BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest -q
PLAYER := .venv/.player
DEV := .venv/.dev
THIRDPARTY := .venv-thirdparty/.installed
LOWEST := .venv-lowest/.installed
PY312 := .venv-312/.installed
TSC := node_modules/.installed

# The parts of `make test`, the quick ones first: the first that fails ends the run.
CHECKS := lint types layers migrations scripts unit databases kills scale browser thirdparty lowest python312

.PHONY: help run setup test bench bench-scale faults locks clean $(CHECKS)

help:  ## what there is
	@grep -hE '^[a-z0-9-]+:.*##' Makefile | sed -E 's/^([a-z0-9-]+):[^#]*## ?/  make \1\t/' | expand -t 20

run: $(PLAYER)  ## play the course at http://127.0.0.1:8000 (PORT= to change)
	@exec $(BIN)/competency demo --port $(PORT)

setup: $(DEV)  ## .venv with all that running and testing need

test: setup  ## every check that CI runs
	@for check in $(CHECKS); do echo "== $$check"; $(MAKE) --no-print-directory $$check; done

bench: $(DEV) $(THIRDPARTY)  ## what it costs, beside peers and floors, as one table
	@$(BIN)/python -m bench

bench-scale: $(DEV)  ## what a profile and an answer cost with 10 million rows of evidence (ROWS=), on both servers
	@urls=; for url in $(TEST_POSTGRES_URL) $(TEST_MARIADB_URL); do \
		if tools/listens.sh $$url; then urls+=" $$url"; \
		else tools/skip.sh "the scale benchmark on $${url%%:*}" "no server listens at $${url##*@}"; fi; \
	done; \
	if [ -n "$$urls" ]; then $(BIN)/python -m bench.scale --rows $(ROWS) $$urls; fi

faults: $(DEV)  ## a server killed while it answers, 200 times (COUNT=) on each of three databases
	@for url in "" $(TEST_POSTGRES_URL) $(TEST_MARIADB_URL); do \
		if [ -z "$$url" ] || tools/listens.sh $$url; then \
			FAULTS_COUNT=$(COUNT) FAULTS_SEED=$(SEED) DATABASE_URL=$${url:+$${url%/*}/competency_faults} \
				$(PYTEST) -s -m faults tests/faults; \
		else tools/skip.sh "a killed server on $${url%%:*}" "no server listens at $${url##*@}"; fi; \
	done

# Parts of `make test`.

lint: $(DEV)  ## style, format and spelling
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/codespell

types: $(DEV)  ## static types
	@$(BIN)/mypy

layers: $(DEV)  ## who may import whom
	@$(BIN)/lint-imports --no-logo

migrations: $(DEV)  ## models and migrations agree
	@DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/django-admin makemigrations --check --dry-run --pythonpath .

scripts: ## the browser modules' types
	@if tools/node.sh; then $(MAKE) --no-print-directory $(TSC) && node_modules/.bin/tsc; \
	else tools/skip.sh "types of the browser modules" "there is no Node.js, and it may not be installed here"; fi

unit: $(DEV)  ## all tests that need no browser and no other environment, with the coverage gate
	@$(PYTEST) -n auto -m "not browser and not thirdparty and not faults" --cov --cov-report=
	@$(BIN)/coverage report --include='competency_xblock/domain/*' --fail-under=100
	@$(BIN)/coverage report --fail-under=95

databases: $(DEV)  ## what stores data, on PostgreSQL and on MariaDB
	@for url in $(TEST_POSTGRES_URL) $(TEST_MARIADB_URL); do \
		if tools/listens.sh $$url; then \
			DATABASE_URL=$$url $(PYTEST) -n auto -m "not browser and not thirdparty" tests/evidence tests/player tests/rest; \
		else tools/skip.sh "tests on $${url%%:*}" "no server listens at $${url##*@}"; fi; \
	done

kills: $(DEV)  ## a server killed 25 times on each of three databases
	@$(MAKE) --no-print-directory faults COUNT=25

scale: $(DEV)  ## the scale benchmark with a million rows
	@$(MAKE) --no-print-directory bench-scale ROWS=1000000

browser: $(DEV)  ## the pages in a real browser
	@if CHROMIUM=$$(tools/chromium.sh); then CHROMIUM=$$CHROMIUM $(PYTEST) -n auto -m "browser and not thirdparty"; \
	else tools/skip.sh "browser tests" "there is no Chromium, and it may not be installed here"; fi

# What the workbench is warned of is not ours to mend.
thirdparty: $(THIRDPARTY)  ## others' blocks in our player, our blocks in the workbench
	@tools/chromium.sh >/dev/null || tools/skip.sh "their browser tests" "there is no Chromium, and it may not be installed here"
	@.venv-thirdparty/bin/python -m pytest -q tests/thirdparty
	@.venv-thirdparty/bin/python -m pytest -q -W ignore --ds=tests.workbench.settings tests/workbench

lowest: $(LOWEST)  ## the lowest versions that setup.py promises
	@.venv-lowest/bin/python -m pytest -q -n auto -m "not thirdparty" --ignore tests/browser --ignore tests/faults \
		--ignore tests/test_layers.py

python312:  ## the newest Python and XBlock that Open edX uses
	@if [ -n "$$(tools/python.sh 3.12)" ]; then $(MAKE) --no-print-directory $(PY312) && \
		.venv-312/bin/python -m pytest -q -n auto -m "not browser and not thirdparty and not faults"; \
	else tools/skip.sh "tests on Python 3.12" "there is no python3.12"; fi

# Environments. Each is renewed when its lock file or the package's metadata changed.

$(PLAYER): requirements/player.txt setup.py tools/venv.sh
	@tools/venv.sh .venv requirements/player.txt
	@touch $@

$(DEV): requirements/dev.txt $(PLAYER)
	@tools/venv.sh .venv requirements/dev.txt
	@touch $@

$(THIRDPARTY): requirements/thirdparty.txt setup.py tools/venv.sh
	@tools/venv.sh .venv-thirdparty requirements/thirdparty.txt
	@touch $@

$(LOWEST): requirements/lowest.txt setup.py tools/venv.sh
	@tools/venv.sh .venv-lowest requirements/lowest.txt
	@touch $@

$(PY312): requirements/dev.txt setup.py tools/venv.sh
	@tools/venv.sh .venv-312 requirements/dev.txt 3.12
	@touch $@

$(TSC): package-lock.json
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@

# The newest versions within the bounds of setup.py and requirements/*.in, and the hashes of their files.
COMPILE := UV_CUSTOM_COMPILE_COMMAND="make locks" $(BIN)/uv pip compile --quiet --upgrade \
	--universal --python-version 3.11 --generate-hashes --no-emit-index-url setup.py --extra player

locks: $(DEV)  ## renew the lock files
	@$(COMPILE) requirements/player.in -o requirements/player.txt
	@$(COMPILE) requirements/dev.in --extra dev -o requirements/dev.txt
	@$(COMPILE) requirements/thirdparty.in -o requirements/thirdparty.txt
	@$(COMPILE) requirements/lowest.in --extra databases --resolution lowest-direct -o requirements/lowest.txt
	@npm update --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund

clean:  ## remove what the other targets made; var/, which holds the player's data, stays
	@rm -rf .venv .venv-thirdparty .venv-lowest .venv-312 node_modules build *.egg-info
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage*
