import pandas as pd

from pooledfunds.codelists import read_tables
from pooledfunds.episodes.extract import council_places
from pooledfunds.episodes.variants import measure_variants
from pooledfunds.faults import plain_errors
from pooledfunds.tables import save_tables

with plain_errors(snakemake.log[0]):
    places = council_places(pd.read_parquet(snakemake.input.places), snakemake.params.home)
    lists = read_tables(snakemake.params.lists)
    table = measure_variants(snakemake.input.stays, snakemake.params.settings, lists, places)
    save_tables({"hes_variants": table}, snakemake.output)
