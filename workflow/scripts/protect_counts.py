from pooledfunds.core.errors import plain_errors
from pooledfunds.core.tables import load_tables, save_tables
from pooledfunds.linkage.protection.build import protect

with plain_errors(snakemake.log[0]):
    tables = protect(load_tables(snakemake.input.tables), snakemake.params.study)
    save_tables(tables, snakemake.output)
