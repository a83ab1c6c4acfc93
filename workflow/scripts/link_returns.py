from pooledfunds.faults import plain_errors
from pooledfunds.link import link
from pooledfunds.tables import load_tables, save_tables

with plain_errors(snakemake.log[0]):
    save_tables(link(load_tables(snakemake.input.staged), snakemake.params.study), snakemake.output)
