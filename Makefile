# One door. `make run` and `make test` do all set-up themselves.
SHELL := /bin/sh
PYTHON ?= python3
BIN := .venv/bin
export ZAITAKU_DATA ?= $(CURDIR)/data
PYTEST := $(BIN)/python -m pytest
YEAR := --fiscal-year 2023 --as-of 2023-12-31

.PHONY: help pin run setup setup-dev test test-sqlite test-postgres test-313 setup-spark check static elsewhere fuzz bench paper messages pictures clean
help: ## what can be made
	@grep -hE '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 12

.venv/base: requirements/base.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/base.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/dev: .venv/base requirements/dev.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	touch $@

setup: .venv/base ## .venv with the command .venv/bin/zaitaku
	$(BIN)/python -m tools.messages compile

setup-dev: setup .venv/dev
	sh tools/system_packages.sh

run: setup ## serve the Nerima example at http://localhost:8000
	ZAITAKU_DEMO=1 $(BIN)/zaitaku load-example nerima
	ZAITAKU_DEMO=1 $(BIN)/zaitaku load-synthetic
	ZAITAKU_DEMO=1 $(BIN)/zaitaku serve

test: setup-dev ## the whole suite, on SQLite and on PostgreSQL
	$(MAKE) -j2 test-sqlite test-postgres

test-sqlite: setup-dev
	$(PYTEST) -n 2 --dist loadfile

test-postgres: setup-dev # beside the other: browsers leave the cores idle now and then
	$(BIN)/python tools/with_postgres.py $(PYTEST) -n 1 --dist loadfile -m "not journey" tests/core tests/programme tests/portal

check: setup-dev ## lint, types, import contracts, tests
	$(MAKE) -j2 static elsewhere
	$(MAKE) test

static: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.messages check

elsewhere: setup-dev # beside the static checks, which use one core
	$(MAKE) test-313
	$(MAKE) setup-spark

test-313: setup-dev ## what every subject rests on, on Python 3.13 where it is present
	@newer=$$(sh tools/python313.sh); if [ -z "$$newer" ]; then echo "Python 3.13 is not here: not tested on it"; else \
	  test -x .venv313/bin/python || "$$newer" -m venv .venv313; \
	  .venv313/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/base.txt -r requirements/dev.txt && \
	  .venv313/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e . && \
	  .venv313/bin/python -m pytest -n 2 --dist loadfile -m "not journey" tests/analysis tests/reports tests/core; fi

setup-spark: setup-dev ## the extra `spark`, where Java is present; the suite then runs the national roll-up on it, too
	@if ! command -v java >/dev/null; then echo "Java is not here: not tested on Spark"; else \
	  $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/spark.txt; fi

fuzz: setup-dev ## 50,000 posts to the forms, on SQLite and on PostgreSQL
	ZAITAKU_FUZZ=50000 $(PYTEST) tests/architecture/test_fuzz.py
	ZAITAKU_FUZZ=50000 $(BIN)/python tools/with_postgres.py $(PYTEST) tests/architecture/test_fuzz.py

bench: setup-dev ## ratios against named peers, measured in one run
	sh tools/system_packages.sh bench
	$(BIN)/python -m benchmarks

paper: setup ## the FY2023 result paper in four formats, into out/
	mkdir -p out
	ZAITAKU_DATA=$(CURDIR)/out/data $(BIN)/zaitaku load-example nerima
	for format in pdf xlsx docx html; do \
	  ZAITAKU_DATA=$(CURDIR)/out/data $(BIN)/zaitaku paper $(YEAR) --format $$format --out out/paper.$$format || exit 1; done

messages: setup-dev ## collect texts to translate
	$(BIN)/python -m tools.messages extract

pictures: setup-dev ## the pictures of the guides, anew
	$(BIN)/python -m tools.pictures

clean: ## forget what was made, keep the data
	rm -rf .venv .venv313 out .bench build

pin: .venv/dev ## pin requirements/*.in with hashes, without index lines
	for name in base dev spark pretix; do $(BIN)/pip-compile -q --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url \
	  --no-emit-find-links --no-emit-trusted-host -o requirements/$$name.txt requirements/$$name.in || exit 1; done
