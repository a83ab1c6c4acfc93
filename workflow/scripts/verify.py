from pooledfunds.core.errors import plain_errors
from pooledfunds.core.manifest import verify

with plain_errors(snakemake.log[0]):
    print(verify(snakemake.params.folder))
