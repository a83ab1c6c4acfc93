from pooledfunds.core.codelists import declared_table, read_table
from pooledfunds.core.errors import plain_errors
from pooledfunds.exhibits.render import ExhibitRun, build_exhibits

with plain_errors(snakemake.log[0]):
    settings, sources = dict(snakemake.params.items()), read_table(snakemake.input.sources)
    claims = declared_table("claims", snakemake.input.get("claims"))
    published = claims.set_index("claim_id")["published"].to_dict()
    run = ExhibitRun(settings["basis"], sources, set(settings["at_hand"]), published)
    work = zip(settings["exhibits"], settings["tables"].values(), snakemake.output, strict=True)
    build_exhibits(list(work), settings["study"], run)
