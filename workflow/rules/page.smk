"""
Build the page: one file that opens from disk, with the figures and the run's record beside it.

Reads   everything under data/processed/{basis}/ that is published, config/
Writes  reports/{basis}/index.html, run.json, figures/
"""


rule build_page:
    input:
        claims=f"{PROCESSED}/claims.parquet",
        tables=[f"{PROCESSED}/estimates/estimates.parquet"]
        + staged([name for name in RUN.staged if name in ("row_accounts", "pssex1_compared")]),
        published=rules.publish_tables.output,
        exhibits=exhibit_folders(),
        sources="config/sources.csv",
        returns=RUN.raw_files,
        templates=sorted(map(str, Path("src/pooledfunds/report/templates").iterdir())),
        library=library("build_page"),
    output:
        page=f"{REPORTS}/index.html",
        run=f"{REPORTS}/run.json",
        figures=directory(f"{REPORTS}/figures"),
    log:
        f"logs/{RUN.basis}/build_page.log",
    params:
        settings=config,
        basis=RUN.basis,
        outcomes=config["outcomes"],
    script:
        "../scripts/build_page.py"
