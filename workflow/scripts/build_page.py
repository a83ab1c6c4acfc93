from pooledfunds.claims.registry import facts_of
from pooledfunds.core.errors import plain_errors
from pooledfunds.core.tables import load_tables
from pooledfunds.report.publish import PageInputs, PublishedRun, publish_page

with plain_errors(snakemake.log[0]):
    tables = load_tables([*snakemake.input.ledger, *snakemake.input.tables])
    codes = {name: fact.code for name, fact in facts_of(snakemake.params.name).items()}
    inputs = PageInputs(
        exhibits=snakemake.input.exhibits,
        sources=snakemake.input.sources,
        report="".join(snakemake.input.report),  # none, or one
        documents=snakemake.input.documents,
        returns=snakemake.input.returns,
    )
    settings = {name: value for name, value in snakemake.params.items() if name != "name"}
    run = PublishedRun(**settings, codes=codes)
    publish_page(tables, run, inputs, dict(snakemake.output.items()))
