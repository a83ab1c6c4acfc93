from pooledfunds.core.errors import plain_errors
from pooledfunds.core.tables import load_tables
from pooledfunds.report.publish import PageInputs, PublishedRun, publish_page
from pooledfunds.run.origins import declared_origins

with plain_errors(snakemake.log[0]):
    given, settings = snakemake.input, dict(snakemake.params.items())
    tables = load_tables([*given.ledger, *given.tables])
    declared = settings.pop("name"), settings["study"], settings.pop("register")
    report = "".join(given.report)  # none, or one
    names = ("exhibits", "sources", "documents", "returns", "printed", "citation", "changes")
    inputs = PageInputs(report=report, **{name: given[name] for name in names})
    run = PublishedRun(**settings, origins=declared_origins(*declared, given.families))
    publish_page(tables, run, inputs, dict(snakemake.output.items()))
