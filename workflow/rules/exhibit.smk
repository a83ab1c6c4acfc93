"""
Draw one exhibit of the register: pictures, numbers and words, or the reason why not.

Reads   data/processed/{study}/{basis}/ as the study's exhibits.csv says, exhibit by exhibit
Writes  data/processed/{study}/{basis}/exhibits/<exhibit>/
"""


wildcard_constraints:
    exhibit="|".join(row["exhibit"] for row in RUN.exhibits) or "none",


rule draw_exhibit:
    input:
        tables=lambda wildcards: RUN.exhibit_tables(wildcards.exhibit),
        # No exhibit is written, drawn or not, before every return has been read without a fault.
        after=ancient(linked(["row_accounts"])),
        sources="config/sources.csv",
        claims=DECLARED.get("claims", []),
        library=exhibit_library,
    output:
        report(
            directory(f"{PROCESSED}/exhibits/{{exhibit}}"),
            patterns=["{figure,(?!.*_narrow)[a-z0-9_]+}.svg"],
            caption="../report/exhibit.rst",
            category=lambda wildcards: RUN.exhibit(wildcards.exhibit)["section"],
            labels=lambda wildcards: {"exhibit": RUN.exhibit(wildcards.exhibit)["title"]},
        ),
    log:
        f"{LOGS}/draw_exhibit/{{exhibit}}.log",
    params:
        row=lambda wildcards: RUN.exhibit(wildcards.exhibit),
        study=RUN.study,
        basis=RUN.basis,
        at_hand=RUN.at_hand,
    script:
        "../scripts/draw_exhibit.py"
