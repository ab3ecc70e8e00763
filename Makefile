# Every target makes what it needs: a virtual environment, the packages, for tests a browser.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# Releases of dependencies: the newest that pyproject.toml allows, or with CONSTRAINTS=constraints.txt
# those of that file.
CONSTRAINTS :=
CONSTRAIN := $(if $(CONSTRAINTS),--constraint $(CONSTRAINTS))

.PHONY: map test test-quick test-full test-long test-lowest test-newest lint coverage mutants links dist \
  wheel-check constraints browser pictures firefox docs clean

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
test-full: $(VENV)/.installed-dev $(VENV)/.installed-docs browser
	ZIMNIK_HYPOTHESIS=full $(PYTEST)

# While a change is being made: a tenth of the random inputs, and no browser.
test-quick: $(VENV)/.installed-dev
	ZIMNIK_HYPOTHESIS=quick $(PYTEST) -m 'not browser and not proof'

# Ten times the random inputs of a full run, for a night.
test-long: $(VENV)/.installed-dev browser
	ZIMNIK_HYPOTHESIS=long $(PYTEST)

# The lowest and the newest releases that pyproject.toml allows, each in an environment of its own.
# The tools of development are the newest in both; no browser is opened.
EDGE_TESTS = ZIMNIK_HYPOTHESIS=quick $(1)/bin/python -m pytest --numprocesses $(WORKERS) \
  --dist worksteal -m 'not browser and not proof'

test-lowest: .venv-lowest/.installed
	$(call EDGE_TESTS,.venv-lowest)

.venv-lowest/.installed: pyproject.toml tools/versions.py
	$(PYTHON) -m venv --clear .venv-lowest
	.venv-lowest/bin/python -m pip install --quiet packaging
	.venv-lowest/bin/python -m tools.versions lowest > .venv-lowest/constraints.txt
	.venv-lowest/bin/python -m pip install --quiet --constraint .venv-lowest/constraints.txt --editable '.[dev,fast,osm]'
	touch $@

# Always anew: what is newest changes by the day.
test-newest:
	$(PYTHON) -m venv --clear .venv-newest
	.venv-newest/bin/python -m pip install --quiet --upgrade --editable '.[dev,fast,osm]'
	$(call EDGE_TESTS,.venv-newest)

# What is installed, for constraints.txt; run it after make test has passed.
constraints: $(VENV)/.installed-dev
	@sed -n '/^#/p' constraints.txt > constraints.txt.new
	@$(BIN)/python -m tools.versions installed >> constraints.txt.new
	@mv constraints.txt.new constraints.txt

# Lines and branches of geo that its own tests and those of the questions go through. Compiled code is
# measured as plain Python. tools/branches.toml says how.
coverage: $(VENV)/.installed-dev
	rm -rf out/coverage
	mkdir -p out/coverage
	ZIMNIK_HYPOTHESIS=quick NUMBA_DISABLE_JIT=1 $(BIN)/coverage run --rcfile=tools/branches.toml \
	  -m pytest --numprocesses $(WORKERS) --dist worksteal tests/geo tests/studies -m 'not browser and not proof'
	$(BIN)/coverage combine --quiet --rcfile=tools/branches.toml
	$(BIN)/python -m tools.branches

# Faults written into geo by chance, one at a time: are they found? Goes on where it was ended.
MUTANTS := 500
mutants: $(VENV)/.installed-dev
	test -e out/mutation/seconds.json || $(BIN)/python -m tools.mutation measure
	$(BIN)/python -m tools.mutation run --count $(MUTANTS)
	$(BIN)/python -m tools.mutation report

# The documentation as a site in out/docs, with the reference and the notebooks, which are run; a
# warning is an error. No network is asked.
docs: $(VENV)/.installed-docs
	$(BIN)/python -m tools.site

$(VENV)/.installed-docs: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet $(CONSTRAIN) --editable '.[docs,fast]'
	touch $@ $(VENV)/.installed

# Addresses outside that the documents name; the links between them are tested by make test.
links: $(VENV)/.installed-dev
	$(BIN)/python -m tools.links

# A wheel and a source archive in dist, checked.
dist: $(VENV)/.installed-dev
	rm -rf dist
	$(BIN)/python -m build --outdir dist
	$(BIN)/twine check --strict dist/*
	$(BIN)/python -m tools.check_dist dist

# The wheel in an environment with nothing else in it, asked the questions of README.
wheel-check: dist
	$(BIN)/python -m tools.wheel_check dist/zimnik-*.whl

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
	$(BIN)/python -m pip install --quiet $(CONSTRAIN) --editable '.[fast]'
	touch $@

$(VENV)/.installed-dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet $(CONSTRAIN) --editable '.[dev]'
	touch $@ $(VENV)/.installed

# The pages are tested in a real browser. Where the machine has none and lets us, apt brings one.
browser:
	@command -v chromium chromium-browser google-chrome >/dev/null || { \
	  command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } || { \
	  echo 'The tests open every page in a browser and found none: install Chromium (for example "sudo apt-get install chromium") and run make test again.' >&2; exit 1; }

# Pictures of every page for README and guide, in both languages, on a desk and on a phone.
pictures: $(VENV)/.installed-dev browser
	$(BIN)/python -m tools.screenshots

# Whether Firefox draws the map and the answer of every page; skipped where there is none.
firefox: $(VENV)/.installed-dev
	$(BIN)/python -m tools.firefox

clean:
	rm -rf $(VENV) .venv-lowest .venv-newest node_modules out dist .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage
