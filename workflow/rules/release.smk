"""
Make the release: the tables as one workbook, and what describes every published CSV file.

Reads   the CSV files of reports/{study}/{basis}/, CITATION.cff, CHANGELOG.md
Writes  reports/{study}/{basis}/release.ods, datapackage.json
"""


rule publish_release:
    input:
        tables=rules.publish_tables.output,
        with_page=[f"{REPORTS}/{name}.csv" for name in RUN.published_with_page],
        exhibits=[f"{PROCESSED}/exhibits/{row['exhibit']}" for row in RUN.exhibits],
        figures=rules.build_page.output.figures,
        report=[file for file in [f"config/studies/{RUN.name}/report.yaml"] if Path(file).is_file()],
        citation="CITATION.cff",
        changes="CHANGELOG.md",
        templates=sorted(map(str, Path("src/pooledfunds/report/release/templates").iterdir())),
        library=library("publish_release"),
    output:
        workbook=f"{REPORTS}/release.ods",
        package=f"{REPORTS}/datapackage.json",
    log:
        f"{LOGS}/publish_release.log",
    params:
        name=RUN.name,
        basis=RUN.basis,
        study=RUN.study,
    script:
        "../scripts/publish_release.py"
