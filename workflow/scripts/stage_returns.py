from pooledfunds.codelists import read_tables
from pooledfunds.faults import plain_errors
from pooledfunds.sources.staging import stage_returns
from pooledfunds.tables import save_tables

with plain_errors(snakemake.log[0], snakemake.input.returns):
    word_lists = read_tables(snakemake.params.word_lists)
    staged = stage_returns(snakemake.params.sources, word_lists, snakemake.params.settings)
    save_tables(staged, snakemake.output)
