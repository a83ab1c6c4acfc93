"""
Fit every declared specification; compute every fact that a claim asks for.

Reads   data/processed/{study}/{basis}/staged/, data/processed/{study}/{basis}/linked/
Writes  data/processed/{study}/{basis}/estimates/, data/processed/{study}/{basis}/facts.parquet
"""

ESTIMATION_TABLES = [
    "estimates",
    "tests",
    "samples",
    "apportionment",
    "specification_curve",
    "curve_tests",
    "register_noise",
    "register_errors",
    "spatial",
]


# Other definitions and other evidence, beside the panels, where they are at hand.
ALTERNATIVES = [
    "coterminosity",
    "crosswalk",
    "evidence_agreement",
    "hospital_variants",
    "pool_exposure",
]
BESIDE = [name for name in ALTERNATIVES if name in RUN.linked]
# What facts are made of besides: the claims, whose figures some are worked from, and lists that are
# the study's own.
FACT_LISTS = study_codelists(RUN.name) | {
    name: file for name, file in DECLARED.items() if name == "claims"
}


rule estimate:
    input:
        tables=staged(["pct_council_pairs"]) + linked(["panel_council", "panel_pct", *BESIDE]),
        library=library("estimate"),
    output:
        expand(f"{PROCESSED}/estimates/{{table}}.parquet", table=ESTIMATION_TABLES),
    log:
        f"{LOGS}/estimate.log",
    params:
        study=RUN.study,
    script:
        "../scripts/estimate.py"


rule compute_facts:
    input:
        tables=staged() + hospital() + linked(),
        lists=list(FACT_LISTS.values()),
        library=library("compute_facts", facts=True),
    output:
        f"{PROCESSED}/facts.parquet",
    log:
        f"{LOGS}/compute_facts.log",
    params:
        study=RUN.name,
        lists=FACT_LISTS,
    script:
        "../scripts/compute_facts.py"
