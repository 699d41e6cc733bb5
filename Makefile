# Everything runs in an environment of its own, .venv, which is made when it is missing. Python and make are enough.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help site serve docs reference test check format bench clean

help: ## Say what there is to do
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 10

site: .venv/site ## Build the example site
	$(BIN)/mkdocs build --strict --config-file example-site/mkdocs.yml
	@echo "Open example-site/site/index.html, or run: make serve"

serve: .venv/site ## Serve the example site on http://127.0.0.1:8000
	$(BIN)/mkdocs serve --config-file example-site/mkdocs.yml

docs: .venv/site ## Build the documentation
	$(BIN)/mkdocs build --strict
	@echo "Open site/index.html"

reference: .venv/site ## Write the pages of the documentation that come from the code
	$(BIN)/python docs/reference.py

test: .venv/dev ## Run the tests
	$(BIN)/python -m pytest -n auto $(TESTS)

check: .venv/dev ## Check format, style, types and the floors of the architecture
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/dev ## Put the code into its format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/dev ## Measure what stories cost a site
	$(BIN)/python benchmarks/bench.py

clean: ## Remove everything that was made
	rm -rf .venv site example-site/site .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

.venv/%: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[$*]'
	@touch $@
