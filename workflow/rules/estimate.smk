"""
Fit every declared specification; compute every fact that a claim asks for.

Reads   data/processed/{study}/{basis}/staged/, data/processed/{study}/{basis}/linked/
Writes  data/processed/{study}/{basis}/estimates/, data/processed/{study}/{basis}/facts.parquet
"""

# What facts are made of besides: the claims, whose figures some are worked from, and lists that are
# the study's own.
FACT_LISTS = study_codelists(RUN.name) | {
    name: file for name, file in DECLARED.items() if name == "claims"
}


rule estimate:
    input:
        tables=needed("estimate"),
        library=library("estimate"),
    output:
        written("estimate"),
    log:
        f"{LOGS}/estimate.log",
    params:
        study=RUN.study,
    script:
        "../scripts/estimate.py"


rule compute_facts:
    input:
        tables=staged() + hospital() + tellable(),
        lists=list(FACT_LISTS.values()),
        library=library("compute_facts", facts=True),
    output:
        written("compute_facts"),
    log:
        f"{LOGS}/compute_facts.log",
    params:
        study=RUN.name,
        lists=FACT_LISTS,
    script:
        "../scripts/compute_facts.py"
