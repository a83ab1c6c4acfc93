"""
Draw the exhibits of the register, a section in a job: pictures, numbers and words, or why not.

Reads   data/processed/{basis}/ as config/exhibits.csv says, exhibit by exhibit
Writes  data/processed/{basis}/exhibits/<section>/<exhibit>/
"""

SECTIONS = by_section(RUN.exhibits)


def section_tables(wildcards):
    """The tables that a section's exhibits draw from, of those that the run has."""
    names = [row["exhibit"] for row in SECTIONS[wildcards.section]]
    return sorted({table for name in names for table in RUN.exhibit_tables(name)})


def section_library(wildcards):
    """Modules that a section's drawings import, their own modules among them."""
    drawings = [
        f"src/pooledfunds/exhibits/{row['exhibit']}.py" for row in SECTIONS[wildcards.section]
    ]
    imported = [module for drawing in drawings for module in project_modules(drawing, "src")]
    return sorted({*drawings, *imported, *library("draw_exhibits")})


wildcard_constraints:
    section="|".join(SECTIONS),


rule draw_exhibits:
    input:
        tables=section_tables,
        register="config/exhibits.csv",
        sources="config/sources.csv",
        claims="config/claims.csv",
        library=section_library,
    output:
        report(
            directory(f"{PROCESSED}/exhibits/{{section}}"),
            patterns=["{exhibit,[a-z0-9_]+}/{figure,(?!.*_narrow)[a-z0-9_]+}.svg"],
            caption="../report/exhibit.rst",
            category=lambda wildcards: SECTIONS[wildcards.section][0]["section"],
            labels=lambda wildcards: {"exhibit": RUN.exhibit(wildcards.exhibit)["title"]},
        ),
    log:
        f"logs/{RUN.basis}/draw_exhibits/{{section}}.log",
    params:
        rows=lambda wildcards: SECTIONS[wildcards.section],
        study=RUN.study,
        basis=RUN.basis,
        at_hand=RUN.at_hand,
    script:
        "../scripts/draw_exhibits.py"
