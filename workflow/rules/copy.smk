"""
Copy the returns that are tables of a database to text, which is read as any other return.

Reads   the tables that the basis names by their addresses; user and password from the environment
Writes  data/processed/{study}/{basis}/tables/<source>/<table>.csv; of patients' records under records/
"""


rule copy_table:
    input:
        lists=RUN.word_lists["hes_fields"],
        library=library("copy_table"),
    output:
        f"{PROCESSED}/tables/{{source}}/{{table}}.csv",
    log:
        f"{LOGS}/copy_table/{{source}}/{{table}}.log",
    params:
        address=lambda wildcards, output: RUN.tables[output[0]],
        hes=RUN.study["hes"],
    script:
        "../scripts/copy_table.py"


use rule copy_table as copy_records with:
    output:
        passing(f"{RUN.records}/tables/{{source}}/{{table}}.csv"),
    log:
        f"{LOGS}/copy_records/{{source}}/{{table}}.log",
