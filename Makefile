# Everything here sets up what it needs first; a second run does only what changed.
# `make run` and `make test` are all there is to know.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
PORT ?= 8000
export PORT

BIN := .venv/bin
RUN_READY := .venv/.installed-run
DEV_READY := .venv/.installed-dev
NODE_READY := frontend/node_modules/.installed
BUILD := frontend/build/200.html
BUILT_FROM := $(shell find frontend/src frontend/static frontend/messages -type f \
	-not -path '*/paraglide/*' -not -name '*.test.ts' 2>/dev/null) \
	$(wildcard frontend/*.config.js frontend/*.config.ts frontend/tsconfig.json \
	frontend/project.inlang/settings.json frontend/package.json)

.PHONY: help run dev demo test check bench budget difference screens format lock

help: ## List the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(RUN_READY) $(BUILD) ## Set everything up and serve the app at http://localhost:$PORT (8000)
	@exec $(BIN)/python -m app

dev: $(RUN_READY) $(NODE_READY) ## The same with reload on every saved file, at http://localhost:$PORT (8000)
	@exec .ci/dev

demo: $(RUN_READY) $(BUILD) ## Serve a couple to look round with, at http://localhost:$PORT (8000); nothing is kept
	@exec $(BIN)/python .ci/demo.py

test: $(DEV_READY) $(NODE_READY) $(BUILD) ## Set everything up and run all tests, browser tests included
	@.ci/browser
	@$(BIN)/python .ci/suites.py

check: $(DEV_READY) $(NODE_READY) ## Format, lint, types, import rules, content rules
	@.ci/check

bench: $(DEV_READY) $(NODE_READY) $(BUILD) ## Measure a note against floors, and a tap to the partner's screen
	@$(BIN)/python -m bench
	@$(BIN)/python -m bench.tap

budget: $(DEV_READY) $(BUILD) ## JavaScript of the first load of /sign-in, gzipped, in a real Chromium (limit 60 kB)
	@.ci/browser
	@$(BIN)/python -m bench.budget

difference: $(DEV_READY) $(BUILD) ## How long a phone takes to show what changed in 3,000 words (goal 100 ms, slowed 4 times)
	@.ci/browser
	@$(BIN)/python -m bench.difference

screens: $(DEV_READY) $(NODE_READY) $(BUILD) ## Take the pictures in docs/screens
	@.ci/browser
	@$(BIN)/python -m tests.browser.screens

format: $(DEV_READY) $(NODE_READY) ## Lay every file out as `make check` wants it
	@$(BIN)/ruff check --fix --quiet || true
	@$(BIN)/ruff format --quiet
	@npm --prefix frontend run --silent format

lock: ## Write the Python lock files anew from pyproject.toml (needs uv)
	@.ci/need uv
	@flags="--quiet --generate-hashes --no-header --no-emit-index-url --universal --python-version 3.11"; \
	uv pip compile $$flags pyproject.toml -o requirements.lock; \
	uv pip compile $$flags --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

.venv/bin/python:
	@.ci/need python
	@$(PYTHON) -m venv .venv

$(RUN_READY): requirements.lock | .venv/bin/python
	@echo "Python packages"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(DEV_READY): requirements-dev.lock $(RUN_READY)
	@echo "Python packages for tests"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# Not `npm ci`: it refuses a lock file that lacks other systems' optional binaries. This installs
# the locked versions by their hashes all the same, and writes nothing back.
$(NODE_READY): frontend/package-lock.json frontend/.npmrc
	@.ci/need node npm
	@echo "Frontend packages"
	@npm --prefix frontend install --no-save --no-progress --loglevel error
	@touch $@

$(BUILD): $(NODE_READY) $(BUILT_FROM)
	@echo "Frontend build"
	@npm --prefix frontend run --silent build > frontend/node_modules/.build.log 2>&1 \
		|| { cat frontend/node_modules/.build.log; exit 1; }
	@touch $@
