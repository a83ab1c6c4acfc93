from pathlib import Path

from pooledfunds.catalogue.declarations import function_of
from pooledfunds.core.errors import plain_errors

with plain_errors(snakemake.log[0]):
    world = dict(snakemake.params.world)
    function_of(world.pop("writer"))(Path(snakemake.params.root), world)
