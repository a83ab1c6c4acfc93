from pooledfunds.core.errors import plain_errors
from pooledfunds.core.manifest import write_manifest

with plain_errors(snakemake.log[0]):
    write_manifest(snakemake.input.published, snakemake.output[0])
