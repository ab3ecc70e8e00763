# Every target makes what it needs: a virtual environment, the packages, for tests a browser.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: map test test-quick test-full test-long lint browser pictures clean

map: $(VENV)/.installed
	$(BIN)/zimnik map

# A part of the random inputs of a full run, and none of the longer proofs, on every core and two
# processes more, since browsers and commands leave cores idle; a worker that is done takes tests of
# another.
WORKERS := $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 2)')
PYTEST := $(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal

test: $(VENV)/.installed-dev lint browser
	ZIMNIK_HYPOTHESIS=test $(PYTEST) -m 'not proof'

# All tests with all random inputs: some 20 minutes on two cores.
test-full: $(VENV)/.installed-dev browser
	ZIMNIK_HYPOTHESIS=full $(PYTEST)

# While a change is being made: a tenth of the random inputs, and no browser.
test-quick: $(VENV)/.installed-dev
	ZIMNIK_HYPOTHESIS=quick $(PYTEST) -m 'not browser and not proof'

# Ten times the random inputs of a full run, for a night.
test-long: $(VENV)/.installed-dev browser
	ZIMNIK_HYPOTHESIS=long $(PYTEST)

lint: $(VENV)/.installed-dev node_modules/.installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/npx --no-install eslint .
	$(BIN)/npx --no-install tsc

# What checks the scripts of the pages; the lock file says which versions.
node_modules/.installed: package.json package-lock.json | $(VENV)/.installed-dev
	$(BIN)/npm ci --silent
	touch $@

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "zimnik needs Python 3.11 or later: say make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[fast]'
	touch $@

$(VENV)/.installed-dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@ $(VENV)/.installed

# The pages are tested in a real browser. Where the machine has none and lets us, apt brings one.
browser:
	@command -v chromium chromium-browser google-chrome >/dev/null || { \
	  command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } || { \
	  echo 'The tests open every page in a browser and found none: install Chromium (for example "sudo apt-get install chromium") and run make test again.' >&2; exit 1; }

# Pictures of every page for README and guide, in both languages, on a desk and on a phone.
pictures: $(VENV)/.installed-dev browser
	$(BIN)/python -m tools.screenshots

clean:
	rm -rf $(VENV) node_modules out dist .mypy_cache .ruff_cache .hypothesis .import_linter_cache
