"""
Fit every declared specification; compute every fact that a claim asks for.

Reads   data/processed/{basis}/staged/, data/processed/{basis}/linked/
Writes  data/processed/{basis}/estimates/, data/processed/{basis}/facts.parquet
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


rule estimate:
    input:
        tables=staged(["pct_council_pairs"]) + linked(["panel_council", "panel_pct", *BESIDE]),
        library=library("estimate"),
    output:
        expand(f"{PROCESSED}/estimates/{{table}}.parquet", table=ESTIMATION_TABLES),
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
        f"{PROCESSED}/facts.parquet",
    log:
        f"logs/{RUN.basis}/compute_facts.log",
    params:
        lists=lambda wildcards, input: {Path(file).stem: file for file in input.lists},
    script:
        "../scripts/compute_facts.py"
