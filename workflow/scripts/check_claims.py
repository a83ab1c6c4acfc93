from pooledfunds.claims.ledger import check_claims
from pooledfunds.claims.registry import facts_of
from pooledfunds.core.codelists import declared_tables
from pooledfunds.core.errors import plain_errors
from pooledfunds.core.tables import load_table, save_tables

with plain_errors(snakemake.log[0]):
    run = dict(snakemake.params.items())
    declared = declared_tables(("claims", "readings", "families"), run["lists"])
    facts, estimates = map(load_table, (snakemake.input.facts, snakemake.input.estimates))
    registry = facts_of(run["name"])
    ledger = check_claims(declared, facts, estimates, set(run["at_hand"]), run, registry)
    save_tables(ledger, snakemake.output)
