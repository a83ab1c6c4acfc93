"""
Build the page: one file that opens from disk, with the figures and the run's record beside it.

Reads   everything under data/processed/{study}/{basis}/ that is published, config/, docs/
Writes  reports/{study}/{basis}/index.html, details.html, arrangements.html, run.json, data_dictionary.csv, areas.csv, figures/
"""


rule build_page:
    input:
        ledger=written("check_claims"),
        tables=needed("build_page"),
        published=rules.publish_tables.output,
        exhibits=[f"{PROCESSED}/exhibits/{row['exhibit']}" for row in RUN.exhibits],
        sources="config/sources.csv",
        report=of_study("report.yaml"),
        printed=of_study("claims.csv"),
        families=of_study("families.csv"),
        returns=RUN.raw_files,
        citation="CITATION.cff",
        changes="CHANGELOG.md",
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
        **arrangements_page(),
        page=f"{REPORTS}/index.html",
        details=f"{REPORTS}/details.html",
        run=f"{REPORTS}/run.json",
        dictionary=f"{REPORTS}/data_dictionary.csv",
        areas=f"{REPORTS}/areas.csv",
        figures=directory(f"{REPORTS}/figures"),
    log:
        f"{LOGS}/build_page.log",
    params:
        settings=RUN.record,
        name=RUN.name,
        basis=RUN.basis,
        study=RUN.study,
        register=RUN.exhibits,
        source_files=RUN.sources,
    script:
        "../scripts/build_page.py"
