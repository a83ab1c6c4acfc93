"""
Draw the exhibits of the register: pictures, numbers and words of each, or the reason why not.

One job draws them all, in as many processes as there are cores: to load what draws takes as long as
an exhibit.

Reads   data/processed/{study}/{basis}/ as the study's exhibits.csv says, exhibit by exhibit
Writes  data/processed/{study}/{basis}/exhibits/<exhibit>/
"""

EXHIBIT_TABLES = {row["exhibit"]: RUN.exhibit_tables(row["exhibit"]) for row in RUN.exhibits}
EXHIBIT_FOLDERS = {row["exhibit"]: f"{PROCESSED}/exhibits/{row['exhibit']}" for row in RUN.exhibits}


rule draw_exhibits:
    input:
        tables=sorted(set().union(*EXHIBIT_TABLES.values())),
        # No exhibit is written, drawn or not, before every return has been read without a fault.
        after=ancient(linked(["row_accounts"])),
        sources="config/sources.csv",
        claims=DECLARED.get("claims", []),
        library=library("draw_exhibits"),
        drawings=exhibit_modules,
    output:
        [
            report(
                directory(folder),
                patterns=["{figure,(?!.*_narrow)[a-z0-9_]+}.svg"],
                caption=Path(folder, f"{name}.rst").absolute().as_posix(),
                category=RUN.exhibit(name)["section"],
                labels={"exhibit": RUN.exhibit(name)["title"]},
            )
            for name, folder in EXHIBIT_FOLDERS.items()
        ],
    log:
        f"{LOGS}/draw_exhibits.log",
    params:
        exhibits=RUN.exhibits,
        tables=EXHIBIT_TABLES,
        study=RUN.study,
        basis=RUN.basis,
        at_hand=RUN.at_hand,
    script:
        "../scripts/draw_exhibits.py"
