from pooledfunds.core.errors import plain_errors
from pooledfunds.core.tables import load_table, save_tables
from pooledfunds.hospital.variants import gather_variants

with plain_errors(snakemake.log[0]):
    shares = [load_table(path) for path in snakemake.input.shares]
    table = gather_variants(shares, snakemake.params.settings)
    save_tables({"hes_variants": table}, snakemake.output)
