"""
Compare two runs: which facts, estimates and verdicts moved, and by how much.

Reads   claims.csv, estimates.csv and facts.csv of two reports: --config before=... after=...
Writes  reports/comparison/
"""

# Taken out before the settings are held against their schema: they are no part of a run.
COMPARED = {name: config.pop(name, "") for name in ("before", "after")}


rule compare:
    input:
        library=lambda wildcards: library("compare"),
    log:
        "logs/compare.log",
    params:
        **COMPARED,
        folder="reports/comparison",
    script:
        "../scripts/compare.py"
