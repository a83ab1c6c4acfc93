"""
Say which returns are at hand, what each holds, and which claims and exhibits that makes testable.

Reads   the files of each source, config/
Writes  nothing
"""


rule check:
    log:
        f"{LOGS}/check.log",
    params:
        run=RUN,
        settings=READING,
    script:
        "../scripts/check.py"
