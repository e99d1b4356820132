# make run     the site on http://127.0.0.1:8000 (HOST and PORT change that)
# make demo    a demonstration with made-up data on http://127.0.0.1:8001, in var/demo
# make test    all tests, on a real PostgreSQL and in a real browser
# make check   everything else that must be in order; changes nothing
# make fix     format, and repair what can be repaired by itself
# make bench   the measurements
# make chaos   kill, cut off and fill up, and count what is lost
# make load    ten minutes of 10,000 answers a minute, slow clients, an upgrade meanwhile
# make security  headers, hosts, doors, fuzzing, what is left after deleting
# make cluster a demonstration with two web nodes, two workers, a replica and a load balancer
# make sbom    what the site consists of, as CycloneDX, in var/sbom.json

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TRANSLATIONS := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))

.DEFAULT_GOAL := help
.PHONY: help install install-dev run demo test check fix bench chaos load security cluster sbom \
  messages requirements vendor clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

# Each stamp says: this was done, and what it was done from hasn't changed since.
$(VENV)/installed-run: requirements.txt
	@PYTHON=$(PYTHON) scripts/make-venv.sh requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed-run
	@PYTHON=$(PYTHON) scripts/make-venv.sh requirements-dev.txt
	@touch $@

$(VENV)/system-%: scripts/system-packages.sh | $(VENV)/installed-run
	@PYTHON=$(BIN)/python scripts/system-packages.sh $*
	@touch $@

%.mo: %.po | $(VENV)/system-run
	@msgfmt --check --output-file=$@ $<

install: $(VENV)/installed-run $(VENV)/system-run $(TRANSLATIONS)

install-dev: install $(VENV)/installed-dev $(VENV)/system-test

run: install
	@exec $(BIN)/python -m afdelingsscan.runner

# A database of its own, also when the environment names one: made-up data comes nowhere else.
demo: export DEMONSTRATION := True
demo: export VAR_DIR := $(CURDIR)/var/demo
demo: export PORT := $(or $(PORT),8001)
demo: export SITE_URL := $(or $(SITE_URL),http://127.0.0.1:$(or $(PORT),8001))
demo: install
	@env -u DATABASE_URL $(BIN)/python manage.py demo
	@exec env -u DATABASE_URL $(BIN)/python -m afdelingsscan.runner

test: install-dev
	@mkdir -p var
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest --numprocesses logical --dist worksteal && status=0 || status=$$?; \
	$(BIN)/coverage combine --quiet && $(BIN)/coverage report || status=1; \
	exit $$status

check: install-dev
	@scripts/check.sh

fix: install-dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/djlint templates --reformat --quiet || true

bench: install-dev
	@$(BIN)/python -m bench

chaos: install-dev
	@$(BIN)/python -m bench chaos parallel cluster

load: install-dev
	@$(BIN)/python -m bench load

security: install-dev
	@$(BIN)/python -m bench security drill

cluster: export PORT := $(or $(PORT),8080)
cluster: install $(VENV)/system-cluster
	@exec env -u DATABASE_URL -u DATABASE_REPLICA_URL $(BIN)/python -m afdelingsscan.cluster

sbom: install-dev
	@scripts/sbom.sh

# Collect the texts of the interface; the Dutch text is the key, so only English is translated.
messages: install-dev
	@$(BIN)/python manage.py makemessages --locale en --no-obsolete --no-location \
	  --ignore '.venv/*' --ignore 'node_modules/*' --ignore 'var/*' --ignore 'tests/*' --ignore 'bench/*'

# Pin again after a change in a .in file, or to get newer versions; needs uv.
requirements:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --upgrade \
	  requirements.in -o requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --upgrade \
	  requirements-dev.in -o requirements-dev.txt

# Copy Bootstrap and the fonts from npm again; needs npm.
vendor:
	@scripts/vendor.sh

# The database and the secrets stay: deleting those is nobody's accident.
clean:
	rm -rf $(VENV) var/static var/static.digest var/test-postgres var/.coverage* \
	  .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
