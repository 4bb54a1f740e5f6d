# Two commands are enough: `make run` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
BIN := .venv/bin
SETUP := bash assets/deploy/setup.sh

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-10s %s\n", $$1, $$2}'

setup: ## install what the product needs (system packages, .venv)
	@$(SETUP) run

setup-dev: ## the same, and what tests need (Chromium among it)
	@$(SETUP) dev

test: setup-dev ## run all tests (make test ARGS="tests/unit -k ticket")
	@$(BIN)/python -m pytest $(ARGS)

lint: setup-dev ## format, lint, types, imports (changes nothing)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

check: lint test ## everything that must hold before a change lands

fmt: setup-dev ## format the code and apply safe lint fixes
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

clean: ## remove what was generated, .venv too
	@rm -rf build dist .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage*

.PHONY: help setup setup-dev test lint check fmt clean
