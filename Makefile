# Two commands are all a new user needs: `make demo` and `make test`. Both start from nothing.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.installed
TESTED := $(VENV)/.installed-for-tests

.PHONY: demo test lint gazetteer wheel bench-hand bench-quality bench-gazetteer bench-text bench-lists bench-peers clean help

help:
	@echo "make demo       install into $(VENV), build the default gazetteer, show what it does"
	@echo "make test       the whole test suite with the linters"
	@echo "make gazetteer  build the default gazetteer (a million names) if it is not there or out of date"
	@echo "make wheel      a wheel that carries the default gazetteer, in dist/"
	@echo "make bench-hand the hand-made evaluation cases; make bench-quality the large sets"
	@echo "make bench-text names in running text; make bench-lists data frames, joins, Spark"
	@echo "make bench-gazetteer the gazetteer file: damage, size, speed beside other methods"
	@echo "make bench-peers other matchers, to be measured beside (needs npm)"

# The compiled core is built by the installation, so a change of its source installs again.
$(READY): pyproject.toml hatch_build.py $(wildcard normalizer/matching/_*.[ch] normalizer/cleaning/_*.[ch] normalizer/romanization/_*.[ch] gazetteer/_*.[ch])
	@test -n "$(PYTHON)" || { echo "No python3 found: install Python 3.11 or newer (Debian: apt-get install python3 python3-venv)."; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is older than 3.11: name a newer one, e.g. make $(MAKECMDGOALS) PYTHON=/usr/bin/python3.11"; exit 2; }
	@echo "[1/3] creating $(VENV)" >&2
	@$(PYTHON) -m venv $(VENV) || { echo "$(PYTHON) cannot create a virtual environment: install venv (Debian: apt-get install python3-venv) and run make again."; rm -rf $(VENV); exit 2; }
	@echo "[2/3] installing name-normalizer with its extras (about 60 MB)" >&2
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[fast,han,icu,transliterate,dev]'
	@touch $@

# The libraries of the adapters (pandas, Spark, spaCy, …) are large, and only the tests need them. Some bring a program
# named `normalizer` of their own (charset-normalizer): ours is put back after them. dbt pins what others need newer, so it
# gets an environment of its own; where that cannot be made, its test is skipped and says so.
$(TESTED): $(READY)
	@echo "installing what the adapters are tested with (about 1 GB)" >&2
	@$(PYTHON) -m venv $(VENV)/dbt && $(VENV)/dbt/bin/pip install --quiet --disable-pip-version-check 'dbt-core>=1.10,<1.11' 'dbt-duckdb>=1.10,<1.11' --editable '.[fast,duckdb]' || echo "dbt could not be installed; its test is skipped" >&2
	@$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[guests]'
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --force-reinstall --editable .
	@touch $@

gazetteer: $(READY)
	@echo "[3/3] default gazetteer" >&2
	@$(BIN)/python -m normalizer build default --progress

demo: gazetteer
	@$(BIN)/python docs/demo.py

lint: $(TESTED)
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

test: $(TESTED) gazetteer lint
	$(BIN)/python -m pytest

wheel: gazetteer
	$(BIN)/pip wheel --quiet --no-deps --wheel-dir dist .
	@ls -l dist

bench-hand: gazetteer
	$(BIN)/python benchmarks/hand.py

# Comparison beside other methods, look-ups, clusters; without the evaluation data each says so and ends.
bench-quality: gazetteer
	$(BIN)/python benchmarks/quality.py
	$(BIN)/python benchmarks/retrieval.py
	$(BIN)/python benchmarks/clusters.py

# Names in running text: finding them, their inflected forms, speed beside other programs.
bench-text: gazetteer
	$(BIN)/python benchmarks/finding.py
	$(BIN)/python benchmarks/inflection.py --link
	$(BIN)/python benchmarks/text_speed.py --peers $(VENV)/peers/bin/python

# Columns and lists: data frames, joins, long lists (minutes each).
bench-lists: $(TESTED) gazetteer
	$(BIN)/python benchmarks/frames.py
	$(BIN)/python benchmarks/join.py
	$(BIN)/python benchmarks/join.py --scale 100000 --workers 2
	$(BIN)/python benchmarks/spark.py

# What the benchmarks also compare with, apart from the project's own environment; what cannot be installed is left out.
bench-peers: $(READY)
	-$(PYTHON) -m venv $(VENV)/peers && $(VENV)/peers/bin/pip install --quiet nomenklatura==4.17.4
	-$(VENV)/peers/bin/pip install --quiet flashtext==2.7 ahocorasick-rs pyahocorasick
	-npm install --silent --prefix $(VENV)/peers talisman@1.1.4

# The gazetteer file: what it survives (kills, flipped bytes), then its size and speed; peers are measured where installed.
bench-gazetteer: gazetteer
	$(BIN)/python benchmarks/crash.py
	$(BIN)/python benchmarks/scale.py

clean:
	rm -rf $(VENV) dist .mypy_cache .pytest_cache .ruff_cache .hypothesis gazetteer/data/*.gaz normalizer/*/_*.abi3.so gazetteer/_*.abi3.so
