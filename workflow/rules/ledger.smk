"""
Hold every published claim against what the run computes, and publish the tables.

Reads   facts, estimates, row accounts and audit under data/processed/{basis}/, config/claims.csv,
        readings.csv and families.csv
Writes  reports/{basis}/: claims.csv, readings.csv, estimates.csv and the other published tables
"""


rule check_claims:
    input:
        lists=expand("config/{name}.csv", name=["claims", "readings", "families"]),
        facts=f"{PROCESSED}/facts.parquet",
        estimates=f"{PROCESSED}/estimates/estimates.parquet",
        library=library("check_claims", facts=True),
    output:
        written("check_claims"),
    log:
        f"logs/{RUN.basis}/check_claims.log",
    params:
        at_hand=RUN.at_hand,
        basis=RUN.basis,
        study={name: RUN.study[name] for name in ("verdicts", "outcomes", "inference")},
    script:
        "../scripts/check_claims.py"


rule publish_tables:
    input:
        tables=[f"{PROCESSED}/{name}.parquet" for name in RUN.published.values()],
        library=library("publish_tables"),
    output:
        [f"{REPORTS}/{name}.csv" for name in RUN.published],
    log:
        f"logs/{RUN.basis}/publish_tables.log",
    script:
        "../scripts/publish_tables.py"
