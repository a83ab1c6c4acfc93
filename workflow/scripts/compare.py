from pooledfunds.core.errors import plain_errors
from pooledfunds.report.compare import write_comparison

with plain_errors(snakemake.log[0]):
    given = snakemake.params
    print(write_comparison(given.before, given.after, given.folder))
