# Everything that a fresh machine needs: Python 3.11, 3.12 or 3.13, and make.
#
#   make study   build the environment, run the whole study, print where the page is
#   make test    build the same environment, run every check
#   make test-postgres  hospital records as tables of a database: against a PostgreSQL server that
#                  it starts and stops; installs Debian's postgresql, as root, and psycopg
#   make test-spark  hospital records counted by a Spark on this machine, held to what DuckDB counts;
#                  installs Debian's openjdk-17-jre-headless, as root, and pyspark
#   make test-slurm  the study through a Slurm controller and node that it starts and stops, held
#                  to the bytes of a local run; installs Debian's slurm-wlm and munge, as root
#   make test-offline  the installation from a wheelhouse, in a network namespace that holds nothing
#                  (downloads some 400 MB first; as root, or where users may make namespaces)
#   make test-crate  the record of a run (RO-Crate) against its profile: installs rocrate-validator in
#                  an environment of its own
#   make bench   measure speed; ratios within one run
#   make bench-scale  hospital records at 1, 10, 40 and 100 million (SIZES="1 10" for fewer), within
#                  4 GiB; leaves out what the disk has no room for (33 GB at 100 million)
#   make validate  try every test on simulated worlds (an hour and more on two cores), conclude from
#                  240 invented Englands (an hour and more), then write, read and link 200 (half an
#                  hour); goes on where it was interrupted; writes docs/validation.md and
#                  docs/announcements.md
#   make attack  try to work back counts of patients from a run's report, and from many small worlds
#   make corpus  damage every return in some three hundred ways; writes docs/robustness.md
#   make fuzz    give every reader of returns damaged inputs for SECONDS (600), guided by coverage: each
#                  must end in a value or in a fault that names its file; keeps in .fuzz what reached new
#                  code, and writes docs/fuzz.md
#   make faults  disturb runs of a small study at some eighty points (half an hour and more): kill
#                them, fill the disk, cut files off; writes docs/faults.md
#   make ledger-mutation  falsify what each verdict of a run rests on, count those that change
#   make mutation  put faults into modules and count those that their unit tests notice (half an
#                  hour); writes docs/mutation.md
#   make lighthouse  accessibility and best practices of both pages of a run, by Lighthouse, which it
#                  installs into .lighthouse through npm; says so where there is no npm
#   make docs    print the pages that come from the code, and build the site into site/
#   make lint    style, formats, and which package may import which
#   make clean   remove what runs have made, but not the environment

PYTHON ?= python3
BIN := .venv/bin
STUDIES := $(notdir $(wildcard config/studies/*))
RUN := PATH="$(CURDIR)/$(BIN):$$PATH"
# Those of config/config.yaml, and others by `make study STUDY=… BASIS=…`.
STUDY ?= means_to_an_end
SECONDS ?= 600
BASIS ?= artificial

.PHONY: study test test-postgres test-spark test-slurm test-crate test-offline lint bench bench-scale \
  validate corpus fuzz faults ledger-mutation mutation attack lighthouse docs lock clean
.DELETE_ON_ERROR:

study: .venv/ready
	@$(RUN) snakemake --config study=$(STUDY) basis=$(BASIS)

test: lint
	@$(RUN) pytest -rs

test-postgres: .venv/ready
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null
	@$(BIN)/pip install --quiet --disable-pip-version-check 'psycopg[binary]>=3.2'
	@$(RUN) pytest -rs tests/postgres

lint: .venv/ready
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/snakefmt --check --compact-diff Snakefile workflow
	@$(BIN)/lint-imports --no-logo

test-slurm: .venv/ready
	@for package in slurm-wlm munge; do \
	  dpkg -s $$package >/dev/null 2>&1 || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$package >/dev/null; done
	@$(BIN)/pip install --quiet --disable-pip-version-check 'snakemake-executor-plugin-slurm>=2'
	@$(RUN) pytest -rsP tests/slurm

test-spark: .venv/ready
	@command -v java >/dev/null || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq openjdk-17-jre-headless >/dev/null
	@$(BIN)/pip install --quiet --disable-pip-version-check 'pyspark>=4'
	@$(RUN) pytest -rs tests/spark

test-offline: .venv/ready
	@$(RUN) TEST_OFFLINE=1 pytest -rs tests/offline

test-crate: .venv/ready
	@$(PYTHON) -m venv .crate && .crate/bin/pip install --quiet --disable-pip-version-check 'roc-validator>=0.13' 'rocrate>=0.11,<0.12'
	@CRATE_VALIDATOR=$(CURDIR)/.crate/bin/python $(RUN) pytest -rs tests/unit/report/release/test_run_crate.py

bench: .venv/ready
	@$(RUN) python -m benchmarks

bench-scale: .venv/ready
	@$(RUN) python -m benchmarks.scale $(SIZES)

validate: .venv/ready
	@$(RUN) snakemake --snakefile workflow/validation.smk --config study=$(STUDY)

corpus: .venv/ready
	@$(RUN) python -m tests.corpus --page docs/robustness.md

fuzz: .venv/ready
	@$(RUN) OPENBLAS_NUM_THREADS=1 python -W ignore -m tests.fuzz $(SECONDS) --page docs/fuzz.md

faults: .venv/ready
	@$(RUN) OPENBLAS_NUM_THREADS=1 python -m tests.faults --page docs/faults.md

attack: .venv/ready
	@$(RUN) python -m tests.disclosure reports/$(STUDY)/$(BASIS) data/processed/$(STUDY)/$(BASIS)

ledger-mutation: .venv/ready
	@$(BIN)/python -m pooledfunds.claims.mutation data/processed/$(STUDY)/$(BASIS)

mutation: .venv/ready
	@$(RUN) OPENBLAS_NUM_THREADS=1 python -m tests.mutation --page docs/mutation.md

lighthouse: .venv/ready
	@if command -v npm >/dev/null; then \
	  npm install --silent --no-audit --no-fund --prefix .lighthouse lighthouse@12.8.2 && \
	  $(RUN) POOLEDFUNDS_REPORT=reports/$(STUDY)/$(BASIS) pytest -rsP tests/browser/test_lighthouse.py; \
	else echo "Lighthouse is not run: there is no npm on this machine"; fi

# The stamp is written last, so that an interrupted installation starts again. The lock has wheels
# for these versions of Python; on 3.14 immutables, which Snakemake needs, has none. What has no
# wheel at all (connection-pool) is built in isolation: pip 23.0 warns of the older way.
.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13) and "Python 3.11, 3.12 or 3.13 is needed, and $(PYTHON) is %d.%d: name another with PYTHON=python3.13" % sys.version_info[:2])'
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --use-pep517 --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

docs: .venv/ready
	@$(BIN)/python docs/generated_pages.py
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs --quiet build --strict
	@echo "The site: $(CURDIR)/site/index.html (to search it: python3 -m http.server --directory site)"

lock: pyproject.toml
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --extra docs --extra test pyproject.toml -o requirements.lock

clean:
	rm -rf data/raw/artificial logs .snakemake site \
	  $(addprefix data/processed/,$(STUDIES)) $(addprefix reports/,$(STUDIES))
