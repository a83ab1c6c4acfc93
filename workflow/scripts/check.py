from functools import partial

from pooledfunds.core.codelists import read_tables
from pooledfunds.core.errors import plain_errors
from pooledfunds.run.preflight import preflight
from pooledfunds.staging.stage import stage_returns

with plain_errors(snakemake.log[0]):
    run, settings = snakemake.params.run, snakemake.params.settings
    stage = partial(stage_returns, run.sources, read_tables(run.word_lists), settings)
    print(preflight(run, stage))
