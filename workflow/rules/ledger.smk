"""
Hold every published claim against what the run computes, and publish the tables.

Reads   facts, estimates, row accounts and audit under data/processed/{study}/{basis}/, the study's
        claims.csv, readings.csv and families.csv
Writes  reports/{study}/{basis}/: claims.csv, readings.csv, estimates.csv and the other published tables
"""

LEDGER_LISTS = {name: file for name, file in DECLARED.items() if name != "exhibits"}


rule check_claims:
    input:
        lists=list(LEDGER_LISTS.values()),
        facts=f"{PROCESSED}/facts.parquet",
        estimates=f"{PROCESSED}/estimates/estimates.parquet",
        library=library("check_claims", facts=True),
    output:
        written("check_claims"),
    log:
        f"{LOGS}/check_claims.log",
    params:
        at_hand=RUN.at_hand,
        basis=RUN.basis,
        name=RUN.name,
        lists=LEDGER_LISTS,
        study={name: RUN.study.get(name, {}) for name in ("verdicts", "outcomes", "inference")},
    script:
        "../scripts/check_claims.py"


rule publish_tables:
    input:
        tables=[f"{PROCESSED}/{name}.parquet" for name in RUN.published.values()],
        library=library("publish_tables"),
    output:
        [f"{REPORTS}/{name}.csv" for name in RUN.published],
    log:
        f"{LOGS}/publish_tables.log",
    script:
        "../scripts/publish_tables.py"
