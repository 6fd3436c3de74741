# Yavuul: every command of this checkout. `make help` lists them; CONTRIBUTING.md says when to use which.

PYTHON      ?= python3
YAVUUL_DATA ?= $(CURDIR)/var
# One more than cores: a test at a browser waits a part of its time.
PYTEST_ARGS ?= -n $(shell echo $$(( $$(nproc) < 4 ? $$(nproc) + 1 : 4 ))) --dist loadfile --no-loadscope-reorder
export PYTHON YAVUUL_DATA

VENV   := .venv
PY     := $(VENV)/bin/python
YAVUUL := $(VENV)/bin/yavuul
TABLET := pwa/dist/index.html
TABLET_SOURCES := $(wildcard pwa/*.html pwa/*.ts pwa/*.js pwa/*.json) \
  $(shell find pwa/src pwa/public server/translations -type f ! -name '*.mo' 2>/dev/null)

.DEFAULT_GOAL := help
.SUFFIXES:
.DELETE_ON_ERROR:
.PHONY: help run test test-slow check check-server check-tablet test-tablet bench generate screens yavuul install \
  requirements audit oracles lighthouse clean system-run system-test

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

# --- running ---------------------------------------------------------------------------------------------

run: ## install, build, fill the demo, serve on http://localhost:8000
	@$(MAKE) --no-print-directory -j2 install $(TABLET)
	$(YAVUUL) init
	$(YAVUUL) migrate
	$(YAVUUL) demo
	$(YAVUUL) serve

yavuul: $(VENV)/.stamp ## run the program: make yavuul ARGS="backup --help"
	@$(YAVUUL) $(ARGS)

# --- testing ---------------------------------------------------------------------------------------------

test: system-test ## everything CI runs, on SQLite, PostgreSQL and Chromium
	@$(MAKE) --no-print-directory -j2 install $(TABLET)
	@$(MAKE) --no-print-directory -j2 -O check-tablet check-server test-tablet
	$(PY) -m pytest tests/sync -q -m "not slow" $(PYTEST_ARGS) --cov=sync --cov-branch --cov-fail-under=100
	$(PY) -m pytest --ignore=tests/sync -m "not slow" $(PYTEST_ARGS)

test-slow: system-test install $(TABLET) ## the long tests: simulations, fuzzing, load
	$(PY) -m pytest -m slow $(PYTEST_ARGS)
	cd pwa && YAVUUL_ROOMS=1000 npm test -- src/exchange/rooms.random.test.ts

check: check-server check-tablet ## lint, format, types, generated files current

check-server: install ## the part of `check` that is the server and its texts
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(PY) -m server.generate --check

check-tablet: pwa/node_modules/.stamp ## the part of `check` that is the tablet
	cd pwa && npm run --silent check

test-tablet: pwa/node_modules/.stamp ## the tablet's own tests alone
	cd pwa && npm test

bench: ## measure; one JSON object on standard output, all else on standard error
	@$(MAKE) --no-print-directory system-test install $(TABLET) >&2
	@$(PY) -m tests.bench

# --- writing ---------------------------------------------------------------------------------------------

generate: $(VENV)/.stamp ## write all that derives from sync/catalogue.py
	$(PY) -m server.generate

screens: system-test install $(TABLET) ## take the screenshots of the guides
	$(PY) -m tests.screens

requirements: ## lock the Python packages again, after a change in pyproject.toml
	$(PYTHON) -m venv build/uv && build/uv/bin/pip install -q uv
	for out in "requirements.txt" "requirements-dev.txt --group dev"; do \
	  build/uv/bin/uv pip compile -q --universal --generate-hashes \
	    --custom-compile-command "make requirements" pyproject.toml -o $$out || exit 1; done

oracles: ## compare the ranking with two published programs (needs the internet)
	$(PYTHON) -m venv build/oracles && build/oracles/bin/pip install -q -r tests/oracles/requirements.txt
	build/oracles/bin/python -m tests.oracles

lighthouse: install $(TABLET) ## ask Lighthouse about the public pages of the demo (needs the internet)
	npm install --silent --no-save --prefix build/lighthouse lighthouse@12.8.2
	$(PY) -m tests.lighthouse build/lighthouse/node_modules/.bin/lighthouse

audit: ## ask the public advisory lists about our packages (needs the internet)
	$(PYTHON) -m venv build/audit && build/audit/bin/pip install -q pip-audit
	build/audit/bin/pip-audit --strict --disable-pip --require-hashes -r requirements.txt
	cd pwa && npm audit

# --- installing: stamps, so that nothing is installed twice --------------------------------------------

install: $(VENV)/.stamp pwa/node_modules/.stamp ## install the Python and Node packages

system-run system-test: system-%:
	@.ci/system-packages $*

$(VENV)/.stamp: requirements-dev.txt pyproject.toml | system-run
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Yavuul needs Python 3.11 or newer")'
	test -x $(PY) || $(PYTHON) -m venv $(VENV)
	if command -v uv >/dev/null; \
	  then uv pip install -q --python $(PY) --require-hashes -r requirements-dev.txt; \
	  else $(PY) -m pip install -q --require-hashes -r requirements-dev.txt; fi
	$(PY) -m pip install -q --no-deps --no-build-isolation --config-settings editable_mode=compat -e .
	@touch $@

# `npm ci` refuses a lock that lacks another platform's variants (an open npm bug); `npm install` does not.
pwa/node_modules/.stamp: pwa/package.json pwa/package-lock.json
	@command -v npm >/dev/null || { echo "Building the tablet app needs Node 20.19 or newer with npm."; exit 1; }
	cd pwa && { npm ci || npm install; }
	@touch $@

$(TABLET): $(TABLET_SOURCES) | pwa/node_modules/.stamp
	cd pwa && npm run --silent build
	@touch $@

clean: ## remove what was installed and built; the data in var/ stays
	rm -rf $(VENV) build pwa/node_modules pwa/dist .pytest_cache .ruff_cache .hypothesis .coverage*
