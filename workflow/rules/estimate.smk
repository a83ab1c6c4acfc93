"""
Fit every declared specification and every specification curve; compute every fact that a claim asks for.

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


# Jobs that share the curves out among themselves: those of one machine take its cores anyhow; a cluster takes
# as many as there are nodes to spare and curves (--set-scatter curves=6).
scattergather:
    curves=1,


CURVE_SHARES = f"{PROCESSED}/estimates/curves/{{scatteritem}}"


rule estimate_curves:
    input:
        tables=needed("estimate"),
        library=library("estimate_curves"),
    output:
        f"{CURVE_SHARES}/specification_curve.parquet",
        f"{CURVE_SHARES}/curve_tests.parquet",
    log:
        f"{LOGS}/estimate_curves/{{scatteritem}}.log",
    params:
        study=RUN.study,
    script:
        "../scripts/estimate_curves.py"


rule gather_curves:
    input:
        rows=gather.curves(f"{CURVE_SHARES}/specification_curve.parquet"),
        tests=gather.curves(f"{CURVE_SHARES}/curve_tests.parquet"),
        library=library("gather_curves"),
    output:
        written("gather_curves"),
    log:
        f"{LOGS}/gather_curves.log",
    params:
        curves=list(RUN.study["curves"]),
    script:
        "../scripts/gather_curves.py"


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
