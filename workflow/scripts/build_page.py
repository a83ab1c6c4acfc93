from pooledfunds.claims.registry import facts_of
from pooledfunds.core.errors import plain_errors
from pooledfunds.core.tables import load_tables
from pooledfunds.report.publish import publish_page

with plain_errors(snakemake.log[0]):
    tables = load_tables([*snakemake.input.ledger, *snakemake.input.tables])
    codes = {name: fact.code for name, fact in facts_of(snakemake.params.name).items()}
    publish_page(
        tables,
        dict(snakemake.params.items()) | {"codes": codes},
        exhibits=snakemake.input.exhibits,
        registers=snakemake.input.registers,
        documents=snakemake.input.documents,
        returns=snakemake.input.returns,
        files=dict(snakemake.output.items()),
    )
