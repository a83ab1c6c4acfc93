from pooledfunds.core.errors import plain_errors
from pooledfunds.report.release.publish import ReleaseInputs, publish_release

with plain_errors(snakemake.log[0]):
    given = snakemake.input
    tables = [*given.tables, *given.with_page]
    report = "".join(given.report)  # none, or one
    inputs = ReleaseInputs(tables, given.exhibits, given.citation, given.changes, report)
    publish_release(**snakemake.params, inputs=inputs, files=dict(snakemake.output.items()))
