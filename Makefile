# Tidings' chores. `make help` lists them; each creates what it needs the first time.

VENV ?= .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && { echo $$p; break; }; done)
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input -c constraints.txt

# Many tests wait, for processes that are killed or for alerts: three processes keep two cores busy. Files begin in
# their order, in which those that wait longest come first.
TESTERS ?= $(shell echo $$(( ($$(getconf _NPROCESSORS_ONLN) * 3 + 1) / 2 )))

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench dashboards serve clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.app ## See it work: real feeds where the network allows, else a bundled sample
	@$(BIN)/tidings demo

test: $(VENV)/.dev ## Run every test, with coverage; fails under the share set in pyproject.toml
	@monitoring/programs $(VENV)/monitoring
	@PATH="$$PATH:$(abspath $(VENV))/monitoring/usr/bin" $(BIN)/python -m pytest -n $(TESTERS) --dist loadfile --no-loadscope-reorder --cov --cov-report=term

lint: $(VENV)/.dev ## Check style, formatting and types
	@$(BIN)/ruff check src tests bench monitoring
	@$(BIN)/ruff format --check src tests bench monitoring
	@$(BIN)/mypy

bench: $(VENV)/.dev ## Score every part on public data and compare with bench/floors.json
	@$(BIN)/python -m bench

dashboards: $(VENV)/.dev ## Write dashboards and the operator's rules anew; RUNBOOK=https://... is where the runbook is read
	@$(BIN)/python -m monitoring.dashboards $(RUNBOOK)
	@$(BIN)/python -m monitoring.kubernetes $(RUNBOOK)

serve: $(VENV)/.app ## Keep the feeds polled until Ctrl-C (`tidings ingest --watch`; there is no web face yet)
	@$(BIN)/tidings ingest --watch

clean: ## Remove the virtual environment and everything generated; your news stay where they are
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.* htmlcov dist build
	find src tests bench monitoring -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Tidings needs Python 3.11 or newer; point at one with: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.app: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Tidings into $(VENV) (once; its language models come along)..." >&2
	@$(INSTALL) -e .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Tidings and its test tools into $(VENV) (once)..." >&2
	@$(INSTALL) -e '.[test,lint,bench]'
	@touch $@ $(VENV)/.app
