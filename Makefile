# The front door. Everything clever lives in scripts/ and in the management commands.
PYTHON ?= python3
PORT ?= 8000
SIZE ?= small
RUN := .venv/bin/python
MANAGE := $(RUN) manage.py
export PORT
# Compiled modules are kept (in __pycache__, not under version control), so that the next start is quick.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev assets lock migrate data demo demo-data test verify bench soak trace sbom bundle audit outdated semgrep

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup:
	@$(PYTHON) scripts/setup_venv.py

setup-dev:
	@$(PYTHON) scripts/setup_venv.py --dev

assets: setup ## front-end files into static/vendor/, checked by SHA-256
	@$(RUN) scripts/assets.py

lock: setup-dev ## write the lock files anew
	@$(RUN) scripts/lock.py

migrate: setup assets
	@$(MANAGE) migrate -v 0

data: migrate
	@$(MANAGE) setup_demo $(if $(RESET),--reset)

demo: data ## demo on http://127.0.0.1:$PORT: portal and worker; RESET=1 starts afresh
	@exec $(MANAGE) serve_demo

demo-data: data ## the same data without serving: one filing per regime, as a table
	@$(MANAGE) demo_trips

test: setup-dev assets ## the whole suite: database on PostgreSQL (where reachable), journeys on SQLite; BOTH=1 for both
	@$(RUN) scripts/test.py $(ARGS)

verify: setup-dev assets ## format, lint, types, imports, checks, migrations, templates, texts
	@$(RUN) -m scripts.verify

bench: setup-dev ## the benchmark beside its yardsticks; SIZE=small|full
	@$(RUN) -m bench --size $(SIZE)

soak: setup-dev assets ## the long tests (hours): outages, load, real servers; results in docs/soak.md; ARGS="-k name"
	@$(RUN) scripts/soak.py $(ARGS)

trace: setup-dev ## clause -> test -> page: docs/traceability.md and var/trace.json
	@$(RUN) scripts/trace.py

sbom: setup ## everything the project brings along, with licences: var/sbom.json
	@$(RUN) scripts/sbom.py

bundle: assets ## one archive that installs without any network: var/bundle/
	@$(RUN) -m scripts.bundle

audit: setup-dev ## known weaknesses of the locked packages; asks the advisory databases, or the folder ADVISORIES where there is no network
	@$(RUN) -m scripts.audit

outdated: setup-dev ## locked packages that are behind the newest releases; asks the package source
	@$(RUN) -m scripts.outdated

semgrep: setup-dev ## our rules on what a request may reach, over the product; installs semgrep under var/
	@$(RUN) -m scripts.semgrep
