# Two commands are enough: `make run` and `make test`. `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
BIN := .venv/bin
SETUP := bash assets/deploy/setup.sh

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-16s %s\n", $$1, $$2}'

setup: ## install what the product needs (system packages, .venv)
	@$(SETUP) run

setup-dev: ## the same, and what tests need (Chromium among it)
	@$(SETUP) dev

run: setup ## show the product: the app with simulated devices, or a guided tour without a display
	@$(BIN)/kiosk demo $(ARGS)

test: setup-dev ## run all tests (make test ARGS="tests/unit -k ticket"), three at a time
	@$(BIN)/python -m pytest -n 3 --dist worksteal $(ARGS)

lint: setup-dev ## format, lint, types, imports (changes nothing)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

check: lint test ## everything that must hold before a change lands

fmt: setup-dev ## format the code and apply safe lint fixes
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

gallery: setup ## draw every screen in every state (build/gallery/index.html)
	@$(BIN)/kiosk gallery $(ARGS)

docs: setup-dev ## write the generated reference and the README's pictures anew
	@$(BIN)/kiosk reference
	@$(BIN)/kiosk demo --tour
	@$(BIN)/kiosk pictures

bench: setup-dev ## measure beside peers and the disk's own limit (build/bench.json)
	@$(SETUP) bench
	@$(BIN)/python -m tests.bench.run

legible: setup-dev ## pages from the camera, sealed, opened and read by Tesseract (about two minutes)
	@$(SETUP) bench
	@OMP_THREAD_LIMIT=1 $(BIN)/python -m tests.bench.legible $(ARGS)

power-cuts: setup-dev ## enumerate power cuts over real deliveries (ARGS="DOSSIERS SEEDS"; needs strace)
	@$(BIN)/python tests/campaigns/power_cut.py $(ARGS)

crossed-faults: setup-dev ## kills, power cuts and a bad network together (ARGS="MINUTES SEED"; needs strace)
	@$(BIN)/python tests/campaigns/crossed_faults.py $(ARGS)

disk-faults: setup-dev ## fail every write and sync of a delivery, one by one (needs strace)
	@$(BIN)/python tests/campaigns/syscall_faults.py $(ARGS)

audit: setup ## measure every page on every panel (build/audit/index.html; hours, goes on where it ended)
	@$(BIN)/kiosk audit-ui $(ARGS)

golden: setup ## keep small pictures of every page and slip, to compare with (kiosk gallery --compare)
	@$(BIN)/kiosk gallery --golden

ui-campaign: setup-dev ## four keys, low reach, big buttons and spoken text on every page
	@$(BIN)/python -m pytest -n 2 -m campaign tests/flows

long-tests: setup-dev ## 5,000 slips through trouble, 100,000 guesses at a code, 2,000 numbers at once
	@$(BIN)/python -m pytest -n 2 -m campaign tests/devices tests/portal tests/hub

right-first-time: setup-dev ## 200 dossiers with mistakes and 200 without, told apart
	@$(BIN)/python tests/campaigns/right_first_time.py $(ARGS)

every-procedure: setup-dev ## walk all 53 procedures as three persons (goes on where build/every-procedure.jsonl ends)
	@$(BIN)/python tests/campaigns/every_procedure.py $(ARGS)

waiting-screen: setup-dev ## notices and lost lines until the waiting screen tells them (ARGS="NOTICES CUTS SEED")
	@$(BIN)/python tests/campaigns/waiting_screen.py $(ARGS)

lockdown: setup-dev ## 10,000 random chords, 100,000 random touches (ARGS="CHORDS TOUCHES SEED")
	@$(BIN)/python tests/campaigns/lockdown.py $(ARGS)

attract-loop: setup-dev ## eight hours of notices, 3,600 cards drawn one after the other
	@$(BIN)/python tests/campaigns/attract_loop.py $(ARGS)

soak: setup-dev ## 10,000 people, 2,000 at each app (SEED=1..5; goes on where build/soak.jsonl ends)
	@$(BIN)/python tests/campaigns/soak.py $(or $(SEED),1..5) $(ARGS)

LOCK := uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --no-annotate \
  --python-version 3.11
lock: ## resolve requirements*.txt anew from pyproject.toml (needs uv)
	@$(LOCK) pyproject.toml --group build -o requirements.txt
	@$(LOCK) pyproject.toml --group build --group dev -c requirements.txt -o requirements-dev.txt
	@$(LOCK) --group bench -c requirements-dev.txt -o requirements-bench.txt

fresh: ## prove both commands in an empty Debian 12 (root; needs debootstrap)
	@bash assets/deploy/fresh.sh

clean: ## remove what was generated, .venv too
	@rm -rf build dist .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage*

.PHONY: help setup setup-dev run test lint check fmt gallery docs bench legible power-cuts crossed-faults disk-faults audit golden ui-campaign long-tests right-first-time every-procedure waiting-screen lockdown attract-loop soak lock fresh clean
