from pathlib import Path

import pandas as pd

from pooledfunds.claims.ledger import check_claims
from pooledfunds.claims.registry import facts_of
from pooledfunds.core.codelists import read_tables
from pooledfunds.core.errors import plain_errors
from pooledfunds.core.tables import save_tables

with plain_errors(snakemake.log[0]):
    declared = read_tables({Path(file).stem: file for file in snakemake.input.lists})
    facts = pd.read_parquet(snakemake.input.facts)
    estimates = pd.read_parquet(snakemake.input.estimates)
    run = dict(snakemake.params.items())
    ledger = check_claims(
        declared, facts, estimates, set(run["at_hand"]), run, facts_of("means_to_an_end")
    )
    save_tables(ledger, snakemake.output)
