from pooledfunds.codelists import read_tables
from pooledfunds.episodes.extract import stage_extract
from pooledfunds.faults import plain_errors
from pooledfunds.tables import save_tables

with plain_errors(snakemake.log[0], snakemake.input.extracts):
    lists = read_tables(snakemake.params.lists)
    tables = stage_extract(
        snakemake.input.extracts, snakemake.output.stays, snakemake.params.settings, lists
    )
    save_tables(tables, snakemake.output.tables)
