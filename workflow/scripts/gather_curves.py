from pooledfunds.core.errors import plain_errors
from pooledfunds.core.tables import load_table, save_tables
from pooledfunds.estimation.robustness.curves import gather_curves

with plain_errors(snakemake.log[0]):
    parts = {"specification_curve": snakemake.input.rows, "curve_tests": snakemake.input.tests}
    shares = {name: [load_table(path) for path in paths] for name, paths in parts.items()}
    save_tables(gather_curves(shares, snakemake.params.curves), snakemake.output)
