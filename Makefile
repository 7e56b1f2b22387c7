# What a person who works on or runs Waymark types. Nothing is done twice: the stamps say what is ready.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
HOST ?= 127.0.0.1
PORT ?= 8000
TESTS ?= tests
WORKERS ?= 2

BIN := .venv/bin
FLASK := $(BIN)/flask
RUNTIME := .venv/.runtime
DEVELOPMENT := .venv/.development
PACKAGES := node_modules/.package-lock.json
ASSETS := app/static/vendor/.made
COMPILE := CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes \
	--strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links

.PHONY: setup tables run demo test bench fuzz lint lock assets requirements help
.DEFAULT_GOAL := help

help:
	@echo "make run    set up, load the demonstration, serve on http://$(HOST):$(PORT)"
	@echo "make test   run every test; README.md lists the rest"

setup: tables
	@$(FLASK) definitions install

tables: $(RUNTIME) $(ASSETS)
	@$(FLASK) db upgrade
	@$(FLASK) cases rebuild-summaries --if-older

# The demonstration goes by itself only into an empty default database that nobody else can reach.
# It comes before the shipped toolkits: it tells how one version followed the other.
run: tables
ifeq ($(DATABASE_URL)$(filter-out 127.0.0.1 localhost ::1,$(HOST)),)
	@$(FLASK) demonstration --if-empty
endif
	@$(FLASK) definitions install
	@echo "Waymark is at http://$(HOST):$(PORT). Press Ctrl and C to stop it."
	@MALLOC_ARENA_MAX=1 exec $(BIN)/gunicorn --workers $(WORKERS) --bind $(HOST):$(PORT)

demo: tables
	@$(FLASK) demonstration
	@$(FLASK) definitions install

test: $(DEVELOPMENT) $(ASSETS)
	@$(BIN)/pytest -n 2 --dist worksteal $(TESTS)

bench: $(DEVELOPMENT) $(ASSETS)
	@$(BIN)/python -m bench

fuzz: $(DEVELOPMENT) $(ASSETS)
	@HYPOTHESIS_PROFILE=fuzz $(BIN)/pytest -n 2 --dist worksteal -m hypothesis $(TESTS)

lint: $(DEVELOPMENT)
	@$(BIN)/flake8 app tests migrations wsgi.py gunicorn.conf.py
	@$(BIN)/mypy
	@$(BIN)/lint-imports

requirements: $(DEVELOPMENT) $(ASSETS)
	@REQUIRE_ALL=1 $(BIN)/pytest -n 2 --dist worksteal --write-requirements $(TESTS)

lock: $(DEVELOPMENT)
	@$(COMPILE) --output-file requirements.txt setup.cfg
	@$(COMPILE) --extra dev --allow-unsafe --constraint requirements.txt \
		--output-file requirements-dev.txt setup.cfg

assets: $(ASSETS)

.venv/pyvenv.cfg:
	@$(PYTHON) -m venv .venv

$(RUNTIME): requirements.txt | .venv/pyvenv.cfg
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(DEVELOPMENT): requirements-dev.txt $(RUNTIME) | .venv/pyvenv.cfg
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(PACKAGES): package.json package-lock.json
	@npm ci --no-audit --no-fund --loglevel error
	@touch $@

$(ASSETS): assets.mjs $(PACKAGES) $(wildcard app/static/css/*)
	@node assets.mjs
	@touch $@
