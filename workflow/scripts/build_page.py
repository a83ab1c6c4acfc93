from pooledfunds.claims.registry import facts_of
from pooledfunds.core.errors import plain_errors
from pooledfunds.core.tables import load_tables
from pooledfunds.report.publish import PageInputs, PublishedRun, publish_page

with plain_errors(snakemake.log[0]):
    tables = load_tables([*snakemake.input.ledger, *snakemake.input.tables])
    codes = {name: fact.code for name, fact in facts_of("means_to_an_end").items()}
    inputs = PageInputs(
        exhibits=snakemake.input.exhibits,
        sources=snakemake.input.sources,
        report=snakemake.input.report,
        documents=snakemake.input.documents,
        returns=snakemake.input.returns,
    )
    run = PublishedRun(**dict(snakemake.params.items()), codes=codes)
    publish_page(tables, run, inputs, dict(snakemake.output.items()))
