"""
Link the returns: co-terminosity, joint financing, one panel per level; then apply disclosure rules.

Reads   data/processed/{study}/{basis}/staged/
Writes  data/processed/{study}/{basis}/linked/ and, for all that is published, protected/
"""


rule link_returns:
    input:
        staged=staged() + hospital(),
        library=library("link_returns"),
        functions=linking_modules,
    output:
        linked(),
    log:
        f"{LOGS}/link_returns.log",
    params:
        study=RUN.study,
    script:
        "../scripts/link_returns.py"


rule protect_counts:
    input:
        tables=staged() + hospital() + linked(),
        library=library("protect_counts"),
    output:
        [f"{PROCESSED}/protected/{name}.parquet" for name in RUN.protected],
    log:
        f"{LOGS}/protect_counts.log",
    params:
        study=RUN.study,
        key=key_state(),
    script:
        "../scripts/protect_counts.py"
