# Everything runs in an environment of its own, .venv, which is made when it is missing. Python and make are enough.
PYTHON ?= python3
BIN := .venv/bin
ENVIRONMENTS := $(patsubst tests/hosts/environments/%.txt,.venv-hosts/%,$(wildcard tests/hosts/environments/*.txt))

.DEFAULT_GOAL := help
.PHONY: help site serve docs reference environments test fuzz check format bench bench-page screenshots pictures html-check clean

help: ## Say what there is to do
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

# What `site` and `docs` build is opened from disk: there a link to a folder would lead to a list of files.
site: .venv/site ## Build the example site
	$(BIN)/mkdocs build --strict --no-directory-urls --config-file example-site/mkdocs.yml
	@echo "Open example-site/site/index.html, or run: make serve"

serve: .venv/site ## Serve the example site on http://127.0.0.1:8000
	$(BIN)/mkdocs serve --config-file example-site/mkdocs.yml

docs: .venv/site ## Build the documentation
	$(BIN)/mkdocs build --strict --no-directory-urls
	@echo "Open site/index.html"

reference: .venv/site ## Write the pages of the documentation that come from the code
	$(BIN)/python docs/reference.py

environments: $(ENVIRONMENTS) ## Install the hosts and plugins that tests build sites with

test: .venv/dev ## Run the tests
	$(BIN)/python -m pytest -n auto --dist worksteal $(TESTS)

fuzz: .venv/fuzz ## Look for bytes that break something, for SECONDS (60) on each of the TARGETS (all)
	$(BIN)/python -m tests.fuzz.run --seconds $(or $(SECONDS),60) $(TARGETS)

check: .venv/dev ## Check format, style, types and the floors of the architecture
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/dev ## Put the code into its format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/dev ## Measure what stories cost a site, and write it into the documentation
	$(BIN)/python -m benchmarks.bench --json docs/speed.json
	$(BIN)/python docs/reference.py

bench-page: .venv/dev ## Measure the backlog page in Chromium
	$(BIN)/python -m benchmarks.bench_page

screenshots: .venv/dev ## Make pictures of every view in every theme, palette and width
	$(BIN)/python -m benchmarks.screenshots

pictures: .venv/dev ## Make the pictures of the documentation
	$(BIN)/python -m benchmarks.pictures

html-check: .venv/dev ## Check the HTML of all views (needs java and npm)
	$(BIN)/python -m pytest tests/test_html.py

clean: ## Remove everything that was made
	rm -rf .venv .venv-hosts .fuzz site example-site/site
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

.venv/%: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[$*]'
	@touch $@

# Each has what its list names, and the project, which brings no host.
.venv-hosts/%: tests/hosts/environments/%.txt pyproject.toml
	$(PYTHON) -m venv $@
	$@/bin/pip install --quiet --disable-pip-version-check --no-compile --requirement $< --editable .
	@touch $@
