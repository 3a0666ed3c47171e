# Needs make and Python 3.10 or newer (3.11 for everything); the rest is installed into .cache/.

PYTHON ?= python3
LEG ?=
WITH ?=
ARGS ?=

# A Python that was asked for by name is taken or refused; otherwise the newest that is found.
fallbacks := $(if $(filter file default undefined,$(origin PYTHON)),python3.13 python3.12 python3.11 python3.10)
fitting = import sys; sys.exit(sys.version_info < (3, 10))
python = $(firstword $(foreach name,$(PYTHON) $(fallbacks),$(shell '$(name)' -c '$(fitting)' >/dev/null 2>&1 && echo '$(name)')))
refusal = "$(PYTHON)" is not Python 3.10 or newer: install one, or name one with PYTHON=python3.12
legs = $(or $(python),$(error $(refusal))) -m tests.legs

.DEFAULT_GOAL := help
.PHONY: help demo test test-sdk-matrix test-python-matrix test-fuzz test-frameworks test-alert-mutations dashboards prices-check audit bench bench-ledger bench-report crash-test soak format constraints framework-constraints clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z%-]+:.*## / { printf "make %-20s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## run the demo: every kind of Gemini call, and what is seen of it
	@exec $(legs) exec demo python -m gemini_otel.demo $(ARGS)

test: ## run everything on the newest SDK (LEG=name: one leg; WITH="name ...": more legs)
	@exec $(legs) run $(LEG) --with "$(WITH)"

test-%: ## run one leg: lint types architecture suite oldest dashboards clickhouse browser prices-check packaging sdk-own
	@exec $(legs) run $*

test-sdk-matrix: ## run the suite against google-genai 1.65 to the newest
	@exec $(legs) run sdk-matrix

test-python-matrix: ## run the suite on each Python from 3.10 that this machine has
	@exec $(legs) run python-matrix

test-fuzz: ## try answers as a server could send them (ARGS=number, 100000)
	@exec $(legs) exec dev python -m tests.faults $(ARGS)

test-frameworks: ## run frameworks (LangChain, CrewAI ...) and other instrumentations with us
	@exec $(legs) run frameworks

prices-check: ## hold the prices against genai-prices and litellm
	@exec $(legs) run prices-check

audit: ## hold every pin against published vulnerabilities (needs the network)
	@exec $(legs) run audit

test-alert-mutations: ## move every number, window and comparison of the alerts; see tests fail
	@ALERT_MUTANTS=all exec $(legs) exec dev python -m pytest tests/alerts/test_mutants.py tests/alerts/test_recordings.py tests/alerts/test_ordinary.py

dashboards: ## write the boards and alerts anew (ARGS="--check", "--config mine.toml")
	@exec $(legs) exec dev python -m dashboards $(ARGS)

bench: ## measure against the bare SDK and a hand-written floor (ARGS="--quick", "--gate")
	@exec $(legs) exec dev python -m tests.bench $(ARGS)

bench-ledger: ## measure what the ledger costs a call, and how much it takes a second
	@exec $(legs) exec dev python -m tests.ledger_bench $(ARGS)

crash-test: ## kill hundreds of programs with a ledger (ARGS=number, 400)
	@exec $(legs) exec dev python -m tests.ledger.crashing $(ARGS)

bench-report: ## measure reports of ten million responses and of two million single ones
	@exec $(legs) exec dev python -m tests.report_bench $(ARGS)

soak: ## a million calls: memory and pace stay flat, totals exact (ARGS="--calls 20000")
	@exec $(legs) exec dev python -m tests.soak $(ARGS)

format: ## rewrite the sources as ruff would have them
	@exec $(legs) exec dev ruff format gemini_otel exporters dashboards tests
	@exec $(legs) exec dev ruff check --fix gemini_otel exporters dashboards tests

constraints: ## resolve the pins of constraints*.txt anew
	@exec $(legs) constraints

framework-constraints: ## resolve the pins of tests/frameworks/constraints anew
	@exec $(legs) constraints frameworks

clean: ## remove the environments and everything else that was generated
	rm -rf .cache build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@if [ -L .venv ]; then rm .venv; fi
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
