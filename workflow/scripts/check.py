from functools import partial

from pooledfunds.codelists import read_tables
from pooledfunds.faults import plain_errors
from pooledfunds.preflight import preflight
from pooledfunds.sources.staging import stage_returns

with plain_errors(snakemake.log[0]):
    run, settings = snakemake.params.run, snakemake.params.settings
    stage = partial(stage_returns, run.sources, read_tables(run.word_lists), settings)
    print(preflight(run, stage))
