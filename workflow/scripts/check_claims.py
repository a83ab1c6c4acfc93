import pandas as pd

from pooledfunds.claims.ledger import check_claims
from pooledfunds.claims.registry import facts_of
from pooledfunds.core.codelists import declared_table
from pooledfunds.core.errors import plain_errors
from pooledfunds.core.tables import save_tables

with plain_errors(snakemake.log[0]):
    lists = snakemake.params.lists
    declared = {
        name: declared_table(name, lists.get(name)) for name in ("claims", "readings", "families")
    }
    facts = pd.read_parquet(snakemake.input.facts)
    estimates = pd.read_parquet(snakemake.input.estimates)
    run = dict(snakemake.params.items())
    ledger = check_claims(
        declared, facts, estimates, set(run["at_hand"]), run, facts_of(run["name"])
    )
    save_tables(ledger, snakemake.output)
