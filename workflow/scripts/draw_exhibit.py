from pooledfunds.core.codelists import declared_table, read_table
from pooledfunds.core.errors import plain_errors
from pooledfunds.core.tables import load_tables
from pooledfunds.exhibits.render import build_exhibit

with plain_errors(snakemake.log[0]):
    settings, inputs = dict(snakemake.params.items()), load_tables(snakemake.input.tables)
    claims = declared_table("claims", snakemake.input.get("claims"))
    published = claims.set_index("claim_id")["published"].to_dict()
    build_exhibit(settings["row"], inputs, settings["study"], snakemake.output[0],
                  basis=settings["basis"], sources=read_table(snakemake.input.sources),
                  at_hand=set(settings["at_hand"]), published=published)  # fmt: skip
