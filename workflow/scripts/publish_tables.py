from pooledfunds.core.errors import plain_errors
from pooledfunds.core.tables import load_tables
from pooledfunds.core.whole_files import write_whole
from pooledfunds.report.formats import published_csv

with plain_errors(snakemake.log[0]):
    for path, table in zip(
        snakemake.output, load_tables(snakemake.input.tables).values(), strict=True
    ):
        write_whole(path, published_csv(table))
