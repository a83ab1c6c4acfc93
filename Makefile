# Everything that a fresh machine needs: Python 3.11 or later, and make.
#
#   make study   build the environment, run the whole study, print where the page is
#   make test    build the same environment, run every check
#   make bench   measure speed; ratios within one run
#   make validate  try the estimators on simulated worlds (some ten minutes on two cores);
#                  writes docs/validation.md; write, read and link 200 invented Englands (half an
#                  hour more)
#   make docs    print the data dictionary from the contracts
#   make clean   remove what runs have made, but not the environment

PYTHON ?= python3
BIN := .venv/bin
RUN := PATH="$(CURDIR)/$(BIN):$$PATH"
BASIS ?= artificial

.PHONY: study test lint bench validate docs lock clean
.DELETE_ON_ERROR:

study: .venv/ready
	@$(RUN) snakemake
	@echo "The page: $(CURDIR)/reports/$(BASIS)/index.html"

test: lint
	@$(RUN) pytest

lint: .venv/ready
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/snakefmt --check --compact-diff Snakefile workflow/rules

bench: .venv/ready
	@$(RUN) python -m benchmarks

validate: .venv/ready
	@$(RUN) OPENBLAS_NUM_THREADS=1 python -m pooledfunds.estimation.validation_page docs/validation.md
	@$(RUN) OPENBLAS_NUM_THREADS=1 python -m pooledfunds.artificial.check_seeds --seeds 1-200

# The stamp is written last, so that an interrupted installation starts again.
.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed")'
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

docs: .venv/ready
	@$(BIN)/python -c 'from pooledfunds.report.dictionary import dictionary_text; print(dictionary_text(), end="")' > docs/data_dictionary.md

lock: pyproject.toml
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --extra test pyproject.toml -o requirements.lock

clean:
	rm -rf data/processed/artificial data/processed/official data/raw/artificial \
	  reports/artificial reports/official logs .snakemake
