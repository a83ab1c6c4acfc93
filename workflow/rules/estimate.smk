"""
Fit every declared specification; compute every fact that a claim asks for.

Reads   data/processed/{basis}/staged/, data/processed/{basis}/linked/
Writes  data/processed/{basis}/estimates/, data/processed/{basis}/facts.parquet
"""


rule estimate:
    input:
        tables=needed("estimate"),
        library=library("estimate"),
    output:
        written("estimate"),
    log:
        f"logs/{RUN.basis}/estimate.log",
    params:
        study=RUN.study,
    script:
        "../scripts/estimate.py"


rule compute_facts:
    input:
        tables=staged() + hospital() + linked(),
        lists=["config/claims.csv", "config/codelists/fieldwork_bodies.csv"],
        library=library("compute_facts", facts=True),
    output:
        written("compute_facts"),
    log:
        f"logs/{RUN.basis}/compute_facts.log",
    params:
        lists=lambda wildcards, input: {Path(file).stem: file for file in input.lists},
    script:
        "../scripts/compute_facts.py"
