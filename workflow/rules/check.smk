"""
Say which returns are at hand, what each holds, and which claims and exhibits that makes testable.

Reads   the files of each source, config/
Writes  nothing
"""


rule check:
    log:
        f"logs/{RUN.basis}/check.log",
    params:
        run=RUN,
        settings={"pssex1": config["pssex1"], "register": config["register"]},
    script:
        "../scripts/check.py"
