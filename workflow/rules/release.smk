"""
Make the release: the tables as one workbook, what describes every published CSV file, and all digests.

Reads   the files of reports/{study}/{basis}/, CITATION.cff, CHANGELOG.md
Writes  reports/{study}/{basis}/release.ods, datapackage.json, ro-crate-metadata.json,
        workflow.smk, SHA256SUMS
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


rule publish_provenance:
    input:
        published=rules.publish_tables.output
        + rules.build_page.output
        + rules.publish_release.output,
        report=rules.publish_release.input.report,
        citation="CITATION.cff",
        changes="CHANGELOG.md",
        workflow=["workflow/Snakefile", *sorted(map(str, Path("workflow/rules").glob("*.smk")))],
        library=library("publish_provenance"),
    output:
        workflow=f"{REPORTS}/workflow.smk",
        crate=f"{REPORTS}/ro-crate-metadata.json",
        manifest=f"{REPORTS}/SHA256SUMS",
    log:
        f"{LOGS}/publish_provenance.log",
    params:
        basis=RUN.basis,
    script:
        "../scripts/publish_provenance.py"
