"""
Write the invented England's returns in the official layouts (artificial basis only).

Reads   config/artificial.yaml
Writes  data/raw/artificial/<source>/…
"""

if RUN.basis == "artificial":

    rule invent_england:
        input:
            library=library("invent_england"),
        output:
            RUN.raw_files,
            truth=f"{RUN.raw_root}/TRUTH.json",
        log:
            "logs/invent_england.log",
        threads: 2
        params:
            root=RUN.raw_root,
            world=config["world"],
        script:
            "../scripts/invent_england.py"
