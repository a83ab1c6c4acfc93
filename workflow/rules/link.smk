"""
Link the returns: co-terminosity, joint financing, one panel per level.

Reads   data/processed/{study}/{basis}/staged/
Writes  data/processed/{study}/{basis}/linked/
"""


rule link_returns:
    input:
        staged=staged() + hospital(),
        library=library("link_returns"),
        functions=linking_modules(),
    output:
        linked(),
    log:
        f"{LOGS}/link_returns.log",
    params:
        study=RUN.study,
    script:
        "../scripts/link_returns.py"
