"""
Link the returns: co-terminosity, joint financing, one panel per level.

Reads   data/processed/{basis}/staged/
Writes  data/processed/{basis}/linked/
"""


rule link_returns:
    input:
        staged=staged() + hospital(),
        library=library("link_returns"),
    output:
        linked(),
    log:
        f"logs/{RUN.basis}/link_returns.log",
    params:
        study=RUN.study,
    script:
        "../scripts/link_returns.py"
