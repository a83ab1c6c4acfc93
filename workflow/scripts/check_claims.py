from pathlib import Path

import pandas as pd

from pooledfunds.claims import check_claims
from pooledfunds.codelists import read_tables
from pooledfunds.faults import plain_errors
from pooledfunds.tables import save_tables

with plain_errors(snakemake.log[0]):
    declared = read_tables({Path(file).stem: file for file in snakemake.input.lists})
    facts = pd.read_parquet(snakemake.input.facts)
    estimates = pd.read_parquet(snakemake.input.estimates)
    run = dict(snakemake.params.items())
    ledger = check_claims(declared, facts, estimates, set(run["at_hand"]), run)
    save_tables(ledger, snakemake.output)
