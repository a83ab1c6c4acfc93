from pooledfunds.faults import plain_errors
from pooledfunds.report.publish import publish_page
from pooledfunds.tables import load_tables

with plain_errors(snakemake.log[0]):
    tables = load_tables([*snakemake.input.ledger, *snakemake.input.tables])
    publish_page(
        tables,
        dict(snakemake.params.items()),
        exhibits=snakemake.input.exhibits,
        registers=snakemake.input.registers,
        documents=snakemake.input.documents,
        returns=snakemake.input.returns,
        files=dict(snakemake.output.items()),
    )
