import pandas as pd

from pooledfunds.core.errors import plain_errors
from pooledfunds.core.tables import load_table, save_tables
from pooledfunds.hospital.measure import council_places, measure_stays

with plain_errors(snakemake.log[0]):
    places = council_places(load_table(snakemake.input.places), snakemake.params.home)
    sets = pd.read_csv(snakemake.input.sets)
    tables = measure_stays(snakemake.input.stays, snakemake.params.settings, sets, places)
    save_tables(tables, snakemake.output)
