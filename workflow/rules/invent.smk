"""
Write the invented England's returns in the official layouts (artificial basis only).

Reads   config/artificial.yaml
Writes  data/raw/artificial/<source>/…
"""

if RUN.basis == "artificial":

    rule generate_synthetic_england:
        input:
            library=library("generate_synthetic_england"),
        output:
            RUN.raw_files,
            truth=f"{RUN.raw_root}/TRUTH.json",
        log:
            "logs/generate_synthetic_england.log",
        threads: 2
        params:
            root=RUN.raw_root,
            world=config["world"],
        script:
            "../scripts/generate_synthetic_england.py"
