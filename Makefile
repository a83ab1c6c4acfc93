# Everything that a fresh machine needs: Python 3.11 or later, and make.
#
#   make study   build the environment, run the whole study, print where the page is
#   make test    build the same environment, run every check
#   make bench   measure speed; ratios within one run
#   make validate  try every test on simulated worlds (some 25 minutes on two cores; goes on where
#                  it was interrupted), conclude from 200 invented Englands in which nothing is
#                  planted (an hour), then write, read and link 200 (half an hour more); writes
#                  docs/validation.md and docs/announcements.md
#   make corpus  damage every return in some three hundred ways; writes docs/robustness.md
#   make ledger-mutation  falsify what each verdict of a run rests on, count those that change
#   make docs    print the data dictionary from the contracts
#   make clean   remove what runs have made, but not the environment

PYTHON ?= python3
BIN := .venv/bin
STUDIES := $(notdir $(wildcard config/studies/*))
RUN := PATH="$(CURDIR)/$(BIN):$$PATH"
# Those of config/config.yaml, and others by `make study STUDY=… BASIS=…`.
STUDY ?= means_to_an_end
BASIS ?= artificial

.PHONY: study test lint bench validate corpus ledger-mutation docs lock clean
.DELETE_ON_ERROR:

study: .venv/ready
	@$(RUN) snakemake --config study=$(STUDY) basis=$(BASIS)
	@echo "The page: $(CURDIR)/reports/$(STUDY)/$(BASIS)/index.html"

test: lint
	@$(RUN) pytest

lint: .venv/ready
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/snakefmt --check --compact-diff workflow

bench: .venv/ready
	@$(RUN) python -m benchmarks

validate: .venv/ready
	@$(RUN) OPENBLAS_NUM_THREADS=1 python -m pooledfunds.estimation.simulation.validation_page docs/validation.md --study $(STUDY)
	@$(RUN) OPENBLAS_NUM_THREADS=1 python -m pooledfunds.synthetic.checks.announcements docs/announcements.md
	@$(RUN) OPENBLAS_NUM_THREADS=1 python -m pooledfunds.synthetic.checks.seeds --seeds 1-200

corpus: .venv/ready
	@$(RUN) python -m tests.corpus --page docs/robustness.md

ledger-mutation: .venv/ready
	@$(BIN)/python -m pooledfunds.claims.mutation data/processed/$(STUDY)/$(BASIS)

# The stamp is written last, so that an interrupted installation starts again.
.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed")'
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

docs: .venv/ready
	@$(BIN)/python -c 'from pooledfunds.report.dictionary import dictionary_text; from pooledfunds.core.settings import read_study; print(dictionary_text(read_study("$(STUDY)")), end="")' > docs/data_dictionary.md

lock: pyproject.toml
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --extra test pyproject.toml -o requirements.lock

clean:
	rm -rf data/raw/artificial logs .snakemake \
	  $(addprefix data/processed/,$(STUDIES)) $(addprefix reports/,$(STUDIES))
