PYTHON ?= python3
BIN := .venv/bin
# How the code is built is make check's to ask.
BEHAVIOUR := tests --ignore=tests/structure
SQL := tests/amends tests/tenants tests/workers tests/journeys tests/ordinary
CODE := platform tenants web workers tests benchmarks
PIP := $(BIN)/pip install -q --disable-pip-version-check
LOCK := $(BIN)/python -m uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url
fail = { echo "amends: $(1)" >&2; exit 1; }
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run setup test test-ordinary test-all kills bench bench-scale image-steps check fix pictures migrate doctor lock clean

help: ## Show these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
run: setup ## Install what is missing, then start everything; Ctrl-C stops it (PORT, AMENDS_HOME)
	@$(BIN)/amends up
setup: .venv/.vendor ## Install what running needs: .venv and front-end packages
test: .venv/.dev .venv/.npm-dev .venv/.vendor ## All tests but the long ones, on servers of their own
	@$(BIN)/pytest -q -n 2 --dist loadgroup --hypothesis-profile=quick -m "not slow" $(BEHAVIOUR)
test-ordinary: .venv/.dev .venv/.vendor ## What asks for servers, on PostgreSQL and Redis as Debian packs them (BRIEF=1: the quick ones of domain, workers and journeys)
	@$(BIN)/python -m tests.ordinary.run -q -n 2 --dist loadgroup --hypothesis-profile=quick $(if $(BRIEF),-m "not slow" $(SQL))
test-all: .venv/.dev .venv/.npm-dev .venv/.vendor ## All tests (REST=1: those that make test leaves out or tries with fewer examples)
	@$(BIN)/pytest -q -n 2 --dist loadgroup $(if $(REST),-m "slow or hypothesis") $(BEHAVIOUR)
kills: .venv/.dev .venv/.vendor ## Kill processes and servers in the midst of work (KILLS=500, SEED=7)
	@$(BIN)/pytest -q tests/concurrency/kills
bench: .venv/.dev .venv/.vendor ## Measure the hot paths against the least that could do the same (ONLY=queue)
	@$(BIN)/python -m benchmarks $(ONLY)
bench-scale: .venv/.dev .venv/.vendor ## Compare a small deployment with one of 1,000 organisations and a million cases (SIZE=small)
	@$(BIN)/python -m benchmarks.scale
load: .venv/.dev .venv/.vendor .venv/.load ## Play an hour of complainants, systems, staff and mail in five minutes (LOAD_SECONDS=30)
	@$(BIN)/python -m benchmarks.load
image-steps: .venv/.dev ## Carry out the Dockerfile's steps in an empty folder and run every process from it
	@$(BIN)/pytest -q tests/deployment
check: .venv/.dev .venv/.deploy .venv/.npm-dev .venv/.vendor ## Formatting, lint, types, import directions, templates, structure
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/mypy $(CODE)
	@$(BIN)/lint-imports
	@$(BIN)/djlint web/pages --lint --quiet --profile=jinja --ignore=H011,H015,J018
	@$(BIN)/hadolint Dockerfile
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.compose-spec compose.yaml
	@$(BIN)/check-jsonschema --quiet --check-metaschema docs/policy.schema.json docs/policy-layer.schema.json
	@$(BIN)/check-jsonschema --quiet --schemafile docs/policy-layer.schema.json $(wildcard templates/industry/*/*.toml)
	@$(BIN)/kubernetes-validate --quiet --strict -k 1.30 -k 1.37 $(filter-out %/kustomization.yaml,$(wildcard deploy/kubernetes/*.yaml))
	@$(BIN)/pytest -q -n 2 tests/structure
	@$(BIN)/python -m tests.structure.policy_pending
fix: .venv/.dev ## Format, and mend what can be mended
	@$(BIN)/ruff format $(CODE)
	@$(BIN)/ruff check --fix $(CODE)
pictures: .venv/.dev .venv/.npm-dev .venv/.vendor ## Take the README's pictures of the demonstration anew
	@$(BIN)/python -m tests.browser.pictures
migrate: setup ## Bring the database up to this version
	@$(BIN)/amends migrate
doctor: setup ## Check everything a deployment needs
	@$(BIN)/amends doctor
lock: .venv/.dev ## Resolve the Python dependencies anew
	@$(PIP) uv
	@$(LOCK) --upgrade --extra embedded --extra traces pyproject.toml -o requirements.txt
	@$(LOCK) --extra embedded --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	@$(LOCK) --extra traces -c requirements.txt pyproject.toml -o requirements-production.txt
	@$(LOCK) --group deploy -c requirements-dev.txt -o requirements-deploy.txt
	@$(LOCK) --upgrade --group load -o requirements-load.txt
clean: ## Remove what was installed or cached; the data in .amends stay
	rm -rf .venv node_modules web/static/vendor web/fonts .mypy_cache .ruff_cache .pytest_cache .hypothesis test-results

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  $(call fail,$(PYTHON) is missing or older than Python 3.11: name a newer one (make run PYTHON=python3.12))
	@$(PYTHON) -m venv .venv >/dev/null || { rm -rf .venv; \
	  $(call fail,$(PYTHON) -m venv does not work: install your system's package python3-venv); }
.venv/.runtime: requirements.txt platform/amends_cli/link.py | $(BIN)/python
	@echo "amends: installing Python packages"
	@$(PIP) --require-hashes -r requirements.txt && $(BIN)/python platform/amends_cli/link.py && touch $@
.venv/.dev: requirements-dev.txt .venv/.runtime
	@echo "amends: installing development packages"
	@$(PIP) --require-hashes -r requirements-dev.txt && touch $@
.venv/.deploy: requirements-deploy.txt .venv/.dev
	@echo "amends: installing what deployments are held against"
	@$(PIP) --require-hashes -r requirements-deploy.txt && touch $@
.venv/.load: requirements-load.txt | $(BIN)/python
	@echo "amends: installing Locust, apart from the rest"
	@$(BIN)/python -m venv .venv/load
	@.venv/load/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements-load.txt && touch $@
.venv/.npm .venv/.npm-dev: package-lock.json | $(BIN)/python
	@command -v npm >/dev/null && node -e 'process.exit(+(parseInt(process.versions.node) < 20))' || \
	  $(call fail,Node.js 20 or later with npm is needed to install the front-end packages)
	@echo "amends: installing front-end packages"
	@npm ci --silent --ignore-scripts --no-audit --no-fund $(if $(findstring dev,$@),,--omit=dev)
	@touch $@ .venv/.npm
.venv/.vendor: .venv/.runtime .venv/.npm web/assets.py
	@$(BIN)/python -m web.assets && touch $@
