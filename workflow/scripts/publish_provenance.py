from pooledfunds.core.errors import plain_errors
from pooledfunds.report.release.publish import ReleaseInputs, publish_provenance

with plain_errors(snakemake.log[0]):
    given = snakemake.input
    report = "".join(given.report)  # none, or one
    inputs = ReleaseInputs([], [], given.citation, given.changes, report)
    files = dict(snakemake.output.items())
    publish_provenance(snakemake.params.basis, inputs, given.published, given.workflow, files)
