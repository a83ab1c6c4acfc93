from pooledfunds.estimation.estimates import estimation_tables
from pooledfunds.faults import plain_errors
from pooledfunds.tables import load_tables, save_tables

with plain_errors(snakemake.log[0]):
    tables = load_tables(snakemake.input.tables)
    save_tables(estimation_tables(tables, snakemake.params.study), snakemake.output)
