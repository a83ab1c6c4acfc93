from pooledfunds.core.errors import plain_errors
from pooledfunds.report.release_check import check_release

with plain_errors(snakemake.log[0]):
    print(check_release(snakemake.params.old, snakemake.params.new))
