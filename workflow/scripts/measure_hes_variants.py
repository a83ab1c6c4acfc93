from pooledfunds.core.codelists import read_tables
from pooledfunds.core.errors import plain_errors
from pooledfunds.core.tables import load_table, save_tables
from pooledfunds.hospital.measure import council_places
from pooledfunds.hospital.variants import measure_variants

with plain_errors(snakemake.log[0]):
    places = council_places(load_table(snakemake.input.places), snakemake.params.home)
    lists = read_tables(snakemake.params.lists)
    settings, share = snakemake.params.settings, snakemake.wildcards.scatteritem
    table = measure_variants(snakemake.input.stays, settings, lists, places, share)
    save_tables({"hes_variants": table}, snakemake.output)
