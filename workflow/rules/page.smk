"""
Build the page: one file that opens from disk, with the figures and the run's record beside it.

Reads   everything under data/processed/{basis}/ that is published, config/, docs/
Writes  reports/{basis}/index.html, run.json, data_dictionary.csv, areas.csv, figures/
"""

PAGE_TABLES = (
    "row_accounts",
    "pssex1_compared",
    "hes_quality_shares",
    "hes_breaks",
    "pool_exposure",
)


def page_table(name):
    """Whether the page shows a table: its own ones, each panel, and who shares whose ground."""
    return name in PAGE_TABLES or name.startswith("panel_") or name.endswith("_pairs")


rule build_page:
    input:
        ledger=expand(f"{PROCESSED}/{{table}}.parquet", table=["claims", "readings"]),
        tables=expand(
            f"{PROCESSED}/estimates/{{table}}.parquet", table=["estimates", "specification_curve"]
        )
        + staged([name for name in [*RUN.staged, *RUN.hospital] if page_table(name)])
        + linked([name for name in RUN.linked if page_table(name)]),
        published=rules.publish_tables.output,
        exhibits=[f"{PROCESSED}/exhibits/{row['exhibit']}" for row in RUN.exhibits],
        sources="config/sources.csv",
        report=f"config/studies/{STUDY}/report.yaml",
        returns=RUN.raw_files,
        templates=sorted(
            str(file)
            for folder in ("templates", "vendor")
            for file in Path("src/pooledfunds/report", folder).iterdir()
        ),
        documents=sorted(
            map(str, [*Path("docs").glob("limitations.md"), *Path("docs/decisions").glob("*.md")])
        ),
        contracts=sorted(map(str, Path("src/pooledfunds/catalogue").glob("*.py"))),
        library=library("build_page", facts=True),
    output:
        page=f"{REPORTS}/index.html",
        run=f"{REPORTS}/run.json",
        dictionary=f"{REPORTS}/data_dictionary.csv",
        areas=f"{REPORTS}/areas.csv",
        figures=directory(f"{REPORTS}/figures"),
    log:
        f"logs/{RUN.basis}/build_page.log",
    params:
        settings=config,
        basis=RUN.basis,
        study=RUN.study,
        source_files=RUN.sources,
    script:
        "../scripts/build_page.py"
