"""
The study's workflow, where a reader of the repository looks for it first.

All of it is in workflow/Snakefile. An included default target does not count, so it stands here too.
"""


include: "workflow/Snakefile"


if not RETRIEVING:

    rule study:
        default_target: True
        input:
            rules.all.input,
