from pooledfunds.core.errors import plain_errors
from pooledfunds.core.tables import load_tables, save_tables
from pooledfunds.estimation.robustness.curves import curve_tables
from pooledfunds.linkage.alternatives import with_alternatives

with plain_errors(snakemake.log[0]):
    tables = load_tables(snakemake.input.tables)
    tables |= with_alternatives(tables)
    share = snakemake.wildcards.scatteritem
    save_tables(curve_tables(tables, snakemake.params.study, share), snakemake.output)
