# make run    the main job on the sample narratives        make test   the tests
# make lint   format, lint, types, layers                  make clean  remove what was made
# Each sets up .venv first where that is still to do.

# The first of these that is Python 3.11 or later.
PYTHON ?= $(shell for name in python3.11 python3; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: run test lint clean

run: .venv/installed
	$(BIN)/tallies read corpus/sample -o out

test: .venv/installed-dev
	$(BIN)/pytest -n auto --dist loadfile

lint: .venv/installed-dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

clean:
	rm -rf .venv out build dist pipeline/*.egg-info

.venv/made:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/installed: pyproject.toml models/en_tallies/meta.json .venv/made
	$(PIP) --editable .
	$(PIP) ./models/en_tallies
	@touch $@

.venv/installed-dev: pyproject.toml models/en_tallies/meta.json .venv/made
	$(PIP) --editable '.[dev]'
	$(PIP) ./models/en_tallies
	@touch $@ .venv/installed
