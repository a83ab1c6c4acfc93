from pathlib import Path

from pooledfunds.artificial.england import invent_england
from pooledfunds.faults import plain_errors

with plain_errors(snakemake.log[0]):
    invent_england(Path(snakemake.params.root), snakemake.params.world)
