# Every job of a contributor; `make help` lists them. Works with GNU make 3.81 (macOS) and newer.
# A fresh machine needs Python 3.11 or newer: each job installs what it needs into .venv, from the
# hash-pinned locks, with uv where it is on PATH, else with venv and pip.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test check bench faults pictures lint format types contracts words words-check lock wheel migration independent-env clean

LANGUAGES := da de it
BIN := .venv/bin
UV := $(shell command -v uv 2>/dev/null)
# The first python that is new enough; PYTHON=/path/to/python chooses another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

help: ## list the jobs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile

demo: .venv/.runtime .venv/.linked ## the tool and a demo LMS on this machine; KEEP=1 keeps the last data, LMS=moodle has the LMS play Moodle instead of Canvas
	@$(BIN)/python -m tests.demo $(if $(KEEP),--keep) $(if $(LMS),--temperament $(LMS))

# A process of tests for each core; the browser's tests follow, which want the machine alone.
SIDE_BY_SIDE = --numprocesses auto --dist loadfile --ignore=tests/browser

# REQUIRE_SERVICES=1 (CI sets it) makes every skip a failure, so only then is coverage complete.
test: .venv/.dev .venv/.linked ## all tests that this machine can run; says what was left out
ifdef REQUIRE_SERVICES
	@$(MAKE) --no-print-directory independent-env
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest $(or $(ARGS),$(SIDE_BY_SIDE))
	@$(if $(ARGS),,$(BIN)/coverage run -m tests.browser)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report
else
	-@$(MAKE) --no-print-directory independent-env
	@$(BIN)/pytest $(or $(ARGS),$(SIDE_BY_SIDE))
	@$(if $(ARGS),,$(BIN)/python -m tests.browser)
endif

check: lint types contracts words-check ## lint, format, types, import contracts, catalogues

lint: .venv/.dev ## ruff, ruff format, codespell
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/codespell

types: .venv/.dev ## mypy
	@$(BIN)/mypy

contracts: .venv/.dev .venv/.linked ## import contracts: a step imports only the steps before it
	@$(BIN)/lint-imports --no-cache > .venv/contracts.txt || { cat .venv/contracts.txt; exit 1; }

format: .venv/.dev ## put the code into its form
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .

bench: .venv/.dev .venv/.linked ## measure, and print a table
	@$(BIN)/python -m tests.bench $(ARGS)

faults: .venv/.dev .venv/.linked ## the whole fault suite, and its table: workers killed 50 times over 2,000 scores
	@FAULTS=full $(BIN)/pytest tests/faults

pictures: .venv/.dev .venv/.linked ## take the pictures of the README anew (Chromium)
	@$(BIN)/python -m tests.pictures

words: .venv/messages.pot ## collect the words of the pages into the catalogues
	@for l in $(LANGUAGES); do $(PYBABEL) -l $$l || exit 1; done

words-check: .venv/messages.pot ## fail when a catalogue lacks words of the pages
	@for l in $(LANGUAGES); do $(PYBABEL) -l $$l --check 2>/dev/null || \
		{ echo "The catalogue $$l is not up to date: run make words, then translate."; exit 1; }; done

PYBABEL = $(BIN)/pybabel -q update -i .venv/messages.pot -d lti_tool/translations \
	--init-missing --ignore-obsolete --no-fuzzy-matching --ignore-pot-creation-date

.PHONY: .venv/messages.pot
.venv/messages.pot: .venv/.dev
	@$(BIN)/pybabel -q extract -F babel.cfg -k lazy_gettext -k lazy_ngettext:1,2 --project "Peer Circles" \
		--copyright-holder "the Peer Circles contributors" --add-location=file --sort-by-file -o $@ .

migration: .venv/.dev .venv/.linked ## a new migration from the models: make migration M="what it does"
	@test -n "$(M)" || { echo 'Say what it does: make migration M="keep goals"'; exit 2; }
	@$(BIN)/peer-circles db revision -m "$(M)"

independent-env: .venv-independent/.ready ## the platform of others that the tests launch from, in .venv-independent

wheel: .venv/.dev ## build dist/*.whl, through the source distribution
	@$(BIN)/python -m build --no-isolation --outdir dist . > /dev/null
	@ls dist

clean: ## remove what was made here, but neither .venv nor data
	@rm -rf build dist screenshots .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find lti_tool tests -name __pycache__ -type d -prune -exec rm -rf {} +

# --- locks -----------------------------------------------------------------------------------
# requirements.lock: what runs. requirements-build.lock: what builds the wheel.
# requirements-dev.lock: all, and the tools. Versions only move when a line is deleted first.

LOCK = UV_CUSTOM_COMPILE_COMMAND="make lock" $(or $(UV),$(BIN)/uv) pip compile --quiet \
	--universal --python-version 3.11 --generate-hashes --no-emit-index-url
lock: ## resolve the locks again after a change of dependencies (with uv)
	@$(LOCK) pyproject.toml --all-extras -o requirements.lock
	@$(LOCK) pyproject.toml --all-extras --group build --group dev -c requirements.lock -o requirements-dev.lock
	@$(LOCK) --group build -c requirements-dev.lock -o requirements-build.lock
	@$(LOCK) tests/independent/requirements.in -o tests/independent/requirements.lock

# --- set-up ----------------------------------------------------------------------------------
# Each stamp says that the lock it follows is installed; a second run has nothing to do.

ifneq ($(UV),)
NEW_VENV = uv venv --quiet --allow-existing --python '>=3.11' .venv
INDEPENDENT_VENV = uv venv --quiet --allow-existing --python $(BIN)/python .venv-independent
INSTALL = uv pip install --quiet --compile-bytecode --python $(BIN)/python
else
NEW_VENV = $(PYTHON) -m venv .venv
INDEPENDENT_VENV = $(BIN)/python -m venv .venv-independent
# A .venv that uv has made has no pip.
HAS_PIP = { $(BIN)/python -m pip --version > /dev/null 2>&1 || $(BIN)/python -m ensurepip > /dev/null; }
INSTALL = $(HAS_PIP) && $(BIN)/python -m pip install --quiet --disable-pip-version-check
endif

$(BIN)/python:
ifeq ($(UV),)
	@test -n "$(PYTHON)" || { echo "Peer Circles needs Python 3.11 or newer. Install it, or uv, and try again."; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "Python's venv module is missing. On Debian and Ubuntu: sudo apt install python3-venv"; exit 2; }
endif
	@echo "Making .venv …"
	@$(NEW_VENV)

.venv/.runtime: requirements.lock requirements-build.lock | $(BIN)/python
	@echo "Installing what runs (once; one to three minutes with pip) …"
	@$(INSTALL) --require-hashes -r requirements.lock -r requirements-build.lock
	@touch $@

.venv/.dev: requirements-dev.lock | $(BIN)/python
	@echo "Installing what runs and the tools (once; some minutes with pip) …"
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch .venv/.runtime $@

# The package itself, editable, built by the locked hatchling: nothing is fetched here.
.venv/.linked: pyproject.toml | .venv/.runtime
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

# Another's LMS has other needs than the tool, and another licence: it is never installed beside it.
.venv-independent/.ready: tests/independent/requirements.lock | $(BIN)/python
	@echo "Installing the independent platform of the tests (once; a minute or two) …"
	@$(INDEPENDENT_VENV)
	@$(subst $(BIN),.venv-independent/bin,$(INSTALL)) --require-hashes -r $<
	@touch $@
