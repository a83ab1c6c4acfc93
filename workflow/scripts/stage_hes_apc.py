from pooledfunds.core.codelists import read_tables
from pooledfunds.core.errors import plain_errors
from pooledfunds.core.tables import save_tables
from pooledfunds.run.hes import stage_extract

with plain_errors(snakemake.log[0], snakemake.input.extracts):
    lists = read_tables(snakemake.params.lists)
    given = [*snakemake.input.extracts, *snakemake.params.tables]
    tables = stage_extract(given, snakemake.output.stays, snakemake.params.settings, lists)
    save_tables(tables, snakemake.output.tables)
