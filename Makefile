# make demo: run the main job on seeds/; make test: run the tests. Both set everything up in .venv.
PYTHON ?= python3
BIN = .venv/bin
STAMP = .venv/installed

.PHONY: demo test lint docs bench check clean

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "claimgraph needs Python 3.11 or newer: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable ".[serve,warc,zstd]" --group dev
	@touch $@

demo: $(STAMP)
	$(BIN)/claimgraph dump seeds --out dist
	@echo
	$(BIN)/claimgraph validate dist/claimgraph.jsonld
	@echo
	$(BIN)/claimgraph query dist --file docs/crash.rq --format table
	@echo
	$(BIN)/claimgraph query dist --name relayed-claims --format table
	@echo
	$(BIN)/claimgraph query dist --name speakers-by-outlet --format table
	@echo
	@echo "The release is in dist/; ask it more: $(BIN)/claimgraph query dist --list"

test: $(STAMP)
	$(BIN)/python -m pytest

lint: $(STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

docs: $(STAMP)
	$(BIN)/python -m docs.generate

# some ten minutes on two cores; the tools to compare with are installed in .bench/
bench: $(STAMP)
	$(BIN)/python -m benchmarks.start
	$(BIN)/python -m benchmarks.export --reviews 10000 --peer-repeat 1
	$(BIN)/python -m benchmarks.map --reviews 5000
	$(BIN)/python -m benchmarks.validate --reviews 2000
	$(BIN)/python -m benchmarks.scale --reviews 100000
	$(BIN)/python -m benchmarks.feeds --reviews 5000 10000
	$(BIN)/python -m benchmarks.query --reviews 5000
	$(BIN)/python -m benchmarks.serve --seconds 8

clean:
	rm -rf .venv build dist
