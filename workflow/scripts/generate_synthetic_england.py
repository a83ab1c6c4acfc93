from pathlib import Path

from pooledfunds.core.errors import plain_errors
from pooledfunds.synthetic.england import generate_synthetic_england

with plain_errors(snakemake.log[0]):
    generate_synthetic_england(Path(snakemake.params.root), snakemake.params.world)
