from pooledfunds.codelists import read_tables
from pooledfunds.facts import compute_facts
from pooledfunds.faults import plain_errors
from pooledfunds.tables import load_tables, save_tables

with plain_errors(snakemake.log[0]):
    tables = load_tables(snakemake.input.tables) | read_tables(snakemake.params.lists)
    save_tables({"facts": compute_facts(tables)}, snakemake.output)
