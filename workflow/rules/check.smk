"""
Say which returns are at hand, what each holds, and which claims and exhibits that makes testable.

Reads   the files of each source, config/
Writes  nothing
"""


rule check:
    input:
        # Hospital records in a database are looked at where they are.
        [file for file in RUN.tables if file not in RUN.sources.get("hes_apc", [])],
    log:
        f"{LOGS}/check.log",
    params:
        run=RUN,
        settings=READING,
    script:
        "../scripts/check.py"
