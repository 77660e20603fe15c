# Two commands: `make run` and `make test`. `make help` lists the others. Needs GNU make, a POSIX shell and Python 3.11+.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:

# HOST only from the command line: some systems keep the machine's name in an environment variable of that name.
HOST := 127.0.0.1
PORT ?= 8501
PYTHON ?=
SAMPLES ?=
TESTS :=
BENCH :=
KILLS := 200
UPLOADS := 50
MUTATIONS := 5000
SEED := 1

VENV := .venv
PY := $(VENV)/bin/python
RUN_READY := $(VENV)/.ready-to-run
TEST_READY := $(VENV)/.ready-to-test
SPREAD := -n auto --dist worksteal
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --no-input

.PHONY: help run test test-samples check bench bench-faults demo screenshots docs texts browser clean

help: ## List all targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(RUN_READY) ## Start the app on this computer: make run [PORT=8501]
	@$(PY) server.py --host '$(HOST)' --port '$(PORT)' --check
	@$(PY) cli.py demo
	@exec $(PY) server.py --host '$(HOST)' --port '$(PORT)'

demo: $(RUN_READY) ## Fill var/demo.duckdb with twelve fictional municipalities
	@$(PY) cli.py demo

test: $(TEST_READY) browser ## Run all tests of the repository: make test [TESTS=tests/test_house.py]
ifeq ($(strip $(TESTS)),)
	@echo 'Tests of metrics/, with their branch coverage:'
	@$(PY) -m pytest $(SPREAD) tests/metrics --cov=metrics --cov-report=term --cov-fail-under=98
	@echo 'All other tests:'
	@$(PY) -m pytest $(SPREAD) --ignore=tests/metrics
else
	@$(PY) -m pytest $(TESTS)
endif

test-samples: $(TEST_READY) browser ## Run the tests on the real published files: make test-samples SAMPLES=DIR
	@if [ -z '$(SAMPLES)' ]; then \
		echo 'Say where the published files are: make test-samples SAMPLES=DIR' >&2; exit 2; fi
	@if [ ! -d '$(SAMPLES)' ]; then \
		echo 'There is no folder $(SAMPLES), so the tests on real files cannot run. Give its place: SAMPLES=DIR' >&2; \
		exit 1; fi
	@samples=$$(cd '$(SAMPLES)' && pwd) && \
		VEIKART_SAMPLES="$$samples" VEIKART_CASES="$$(dirname "$$samples")/cases" $(PY) -m pytest $(SPREAD) -m samples $(TESTS)

check: $(TEST_READY) ## Style and types: ruff and mypy
	@$(PY) -m ruff check .
	@$(PY) -m mypy

bench: $(TEST_READY) browser ## Measure speed beside floor and budget: make bench [BENCH="loading rerun start load"]
	@$(PY) -m benchmarks $(BENCH)

bench-faults: $(TEST_READY) ## Kill, crowd and break; print what was lost: make bench-faults SAMPLES=DIR [KILLS=200 UPLOADS=50 MUTATIONS=5000 SEED=1]
	@$(PY) -m benchmarks.faults --kills $(KILLS) --uploads $(UPLOADS) --mutations $(MUTATIONS) --seed $(SEED) \
		$(if $(SAMPLES),--samples '$(SAMPLES)')

screenshots: $(TEST_READY) browser demo ## Draw every page at 1280 and 390 px into docs/screenshots, and the guide's pictures
	@$(PY) tests/browser/screenshots.py && $(PY) docs/guide_pictures.py

docs: $(RUN_READY) ## Write docs/indicators/ and docs/data-dictionary.md anew from what the code declares
	@$(PY) docs/indicator_pages.py && $(PY) docs/dictionary_page.py

texts: $(TEST_READY) ## Bring the catalogues in translations/ into step with the code
	@$(PY) translations/catalogues.py

browser: $(TEST_READY) ## Find Chromium for the browser tests, or install it where that needs no password
	@$(PY) tests/browser/find_browser.py --install

clean: ## Remove what make built; your data in var/ stay
	@rm -rf $(VENV) .coverage .pytest_cache .ruff_cache .mypy_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ── The environment ──────────────────────────────────────────────────────────────────────────────────────────────────

$(RUN_READY): requirements.txt | $(PY)
	@echo 'Installing what Veikart needs (about 700 MB, once) ...'
	@$(PIP) -r requirements.txt
	@touch $@

$(TEST_READY): requirements.txt requirements-dev.txt | $(PY)
	@echo 'Installing what Veikart and its tests need (about 900 MB, once) ...'
	@$(PIP) -r requirements-dev.txt
	@touch $@ $(RUN_READY)

$(PY):
	@python=$$($(FIND_PYTHON)) || exit 1; "$$python" -m venv --clear $(VENV)

# Prints the Python to use. A name counts only when it runs, is 3.11 or newer and can make environments; where Debian has left
# that last part out, it is installed if that needs no password.
define FIND_PYTHON
	names='$(or $(PYTHON),python3 python3.13 python3.12 python3.11 python3.14)'; without_venv=; old=; \
	for name in $$names; do \
		version=$$($$name -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue; \
		if ! $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then old="$$version"; continue; fi; \
		if $$name -c 'import ensurepip, venv' 2>/dev/null; then echo $$name; exit 0; fi; \
		without_venv=$$name; package="python$$version-venv"; \
	done; \
	if [ -n "$$without_venv" ]; then \
		as_root=; [ "$$(id -u)" = 0 ] || as_root='sudo -n'; \
		if command -v apt-get >/dev/null && $$as_root true 2>/dev/null; then \
			echo "Installing $$package ..." >&2; \
			{ $$as_root apt-get update -qq && $$as_root apt-get install -y -qq --no-install-recommends $$package; } >&2; \
			if $$without_venv -c 'import ensurepip, venv' 2>/dev/null; then echo $$without_venv; exit 0; fi; \
		fi; \
		echo "$$without_venv cannot make an environment here. Install it first: sudo apt-get install $$package" >&2; \
	elif [ -n "$$old" ]; then \
		echo "Veikart needs Python 3.11 or newer, found $$old. Install a newer one, or name it: make PYTHON=/path/to/python3" >&2; \
	else \
		echo 'Veikart needs Python 3.11 or newer, found none. Install it (on Debian: sudo apt-get install python3 python3-venv)' >&2; \
	fi; exit 1
endef
