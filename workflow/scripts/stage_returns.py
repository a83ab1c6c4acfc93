from pooledfunds.core.codelists import read_tables
from pooledfunds.core.errors import plain_errors
from pooledfunds.core.tables import save_tables
from pooledfunds.staging.stage import stage_returns

with plain_errors(snakemake.log[0], snakemake.input.returns):
    word_lists = read_tables(snakemake.params.word_lists)
    staged = stage_returns(snakemake.params.sources, word_lists, snakemake.params.settings)
    save_tables(staged, snakemake.output)
