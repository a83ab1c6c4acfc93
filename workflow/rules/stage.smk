"""
Read the returns at hand: one typed table each, or every fault of every return at once.

Reads   the files of each source, config/codelists/, corrections
Writes  data/processed/{study}/{basis}/staged/<table>.parquet
"""


rule stage_returns:
    input:
        returns=RUN.raw_files,
        tables=list(RUN.word_lists.values()),
        library=library("stage_returns"),
        readers=reader_modules,
    output:
        staged(),
    log:
        f"{LOGS}/stage_returns.log",
    params:
        sources=RUN.sources,
        word_lists=RUN.word_lists,
        settings=READING,
    script:
        "../scripts/stage_returns.py"
