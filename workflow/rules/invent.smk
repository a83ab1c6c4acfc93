"""
Write the invented England's returns in the official layouts (artificial basis only).

The basis names the world's writer (`world.writer`), so a study may have a world of its own.

Reads   config/bases/artificial.yaml, or the study's own artificial.yaml
Writes  data/raw/artificial/{study}/<source>/…
"""

if RUN.basis == "artificial":

    rule generate_synthetic_england:
        input:
            library=library("generate_synthetic_england"),
            writer=world_modules,
        output:
            RUN.raw_files,
            truth=f"{RUN.raw_root}/TRUTH.json",
        log:
            f"{LOGS}/generate_synthetic_england.log",
        threads: 2
        params:
            root=lambda wildcards, output: str(Path(output.truth).parent),
            world=RUN.evidence.world,
        script:
            "../scripts/generate_synthetic_england.py"
