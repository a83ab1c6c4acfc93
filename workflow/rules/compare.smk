"""
Compare two runs: what moved, and by how much; whether one may be released after the other; or a report with
the digests of its own run.

Reads   claims.csv, estimates.csv and facts.csv of two reports: --config before=... after=...
        index.html and run.json of two reports: check_release --config old=... new=...
        every file of a report: verify --config folder=..., by default that of the study and basis
Writes  reports/comparison/
"""

# Taken out before the settings are held against their schema: they are no part of a run.
COMPARED = {name: config.pop(name, "") for name in ("before", "after")}
VERIFIED = config.pop("folder", "") or f"reports/{config['study']}/{config['basis']}"
RELEASES = {name: config.pop(name, "") for name in ("old", "new")}


rule compare:
    input:
        library=library("compare"),
    log:
        "logs/compare.log",
    params:
        **COMPARED,
        folder="reports/comparison",
    script:
        "../scripts/compare.py"


rule check_release:
    input:
        library=library("check_release"),
    log:
        "logs/check_release.log",
    params:
        **RELEASES,
    script:
        "../scripts/check_release.py"


rule verify:
    input:
        library=library("verify"),
    log:
        "logs/verify.log",
    params:
        folder=VERIFIED,
    script:
        "../scripts/verify.py"
