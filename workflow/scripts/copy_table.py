from pooledfunds.core.codelists import read_table
from pooledfunds.core.errors import plain_errors
from pooledfunds.run.database import copy_table
from pooledfunds.run.hes import columns_to_copy, needed_fields
from pooledfunds.run.table_addresses import read_address

with plain_errors(snakemake.log[0]):
    address, chosen = read_address(snakemake.params.address), list
    if snakemake.wildcards.source == "hes_apc":
        fields = read_table(snakemake.input.lists)
        chosen = columns_to_copy(address, fields, needed_fields(snakemake.params.hes))
    copy_table(address, snakemake.output[0], chosen)
