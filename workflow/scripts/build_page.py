from pooledfunds.claims.registry import facts_of
from pooledfunds.core.errors import plain_errors
from pooledfunds.core.tables import load_tables
from pooledfunds.report.publish import PageInputs, PublishedRun, publish_page

with plain_errors(snakemake.log[0]):
    given, settings = snakemake.input, dict(snakemake.params.items())
    tables = load_tables([*given.ledger, *given.tables])
    codes = {name: fact.code for name, fact in facts_of(settings.pop("name")).items()}
    report = "".join(given.report)  # none, or one
    names = ("exhibits", "sources", "documents", "returns", "citation", "changes")
    inputs = PageInputs(report=report, **{name: given[name] for name in names})
    run = PublishedRun(**settings, codes=codes)
    publish_page(tables, run, inputs, dict(snakemake.output.items()))
