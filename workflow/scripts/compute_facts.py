from pooledfunds.claims.compute import compute_facts
from pooledfunds.claims.registry import facts_of
from pooledfunds.core.codelists import read_tables
from pooledfunds.core.errors import plain_errors
from pooledfunds.core.tables import load_tables, save_tables

with plain_errors(snakemake.log[0]):
    tables = load_tables(snakemake.input.tables) | read_tables(snakemake.params.lists)
    facts = compute_facts(tables, facts_of(snakemake.params.study))
    save_tables({"facts": facts}, snakemake.output)
