from pooledfunds.core.errors import plain_errors
from pooledfunds.run.downloads import plan_retrieval
from pooledfunds.run.retrieve import retrieve_returns

with plain_errors(snakemake.log[0]):
    downloads, basis = plan_retrieval(snakemake.params.settings)
    print(retrieve_returns(snakemake.params.settings["study"], downloads, basis))
