from pathlib import Path

from pooledfunds.core.errors import plain_errors
from pooledfunds.synthetic.england import invent_england

with plain_errors(snakemake.log[0]):
    invent_england(Path(snakemake.params.root), snakemake.params.world)
