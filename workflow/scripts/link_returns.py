from pooledfunds.core.errors import plain_errors
from pooledfunds.core.tables import load_tables, save_tables
from pooledfunds.linkage.build import link

with plain_errors(snakemake.log[0]):
    save_tables(link(load_tables(snakemake.input.staged), snakemake.params.study), snakemake.output)
