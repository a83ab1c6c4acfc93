import pandas as pd

from pooledfunds.claims import check_claims
from pooledfunds.codelists import read_table
from pooledfunds.faults import plain_errors
from pooledfunds.tables import save_tables

with plain_errors(snakemake.log[0]):
    facts = pd.read_parquet(snakemake.input.facts)
    estimates = pd.read_parquet(snakemake.input.estimates)
    claims, at_hand = read_table(snakemake.input.claims), set(snakemake.params.at_hand)
    ledger = check_claims(claims, facts, estimates, at_hand, snakemake.params.basis)
    save_tables({"claims": ledger}, snakemake.output)
