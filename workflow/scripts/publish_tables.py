from pathlib import Path

from pooledfunds.faults import plain_errors
from pooledfunds.report.formats import safe_csv
from pooledfunds.tables import load_tables

with plain_errors(snakemake.log[0]):
    for path, table in zip(
        snakemake.output, load_tables(snakemake.input.tables).values(), strict=True
    ):
        Path(path).write_text(safe_csv(table), encoding="utf-8")
