"""Count what the second study took, by kind of file: the tables of docs/second_study.md.

    python docs/count_second_study.py [SINCE [UNTIL]]

Lines are those of `git diff --numstat`: a changed line is one added and one deleted.
"""

import subprocess
import sys
from fnmatch import fnmatch

SINCE = "v0.2.0"
DECLARED = "config/studies/ten_years_on/specifications.csv"
LIBRARY = "src/pooledfunds/"
# The first kind whose pattern fits a file is its own.
KINDS = {
    "the study's folder": ["config/studies/ten_years_on/*"],
    "the study's own figures": [f"{LIBRARY}studies/ten_years_on/*"],
    "the invented small England": [f"{LIBRARY}synthetic/ten_years_on/*"],
    "readers of its returns": [
        f"{LIBRARY}staging/{name}*"
        for name in (
            "delayed_transfers_monthly/", "monthly_activity/", "bcf_income", "council_expenditure",
            "council_imd", "district_indicators", "population_by_age", "small_area_lookup",
            "layouts/month", "layouts/long_tables", "layouts/printed_totals",
            "layouts/unlisted_codes", "layouts/corrections",
        )
    ],
    "layouts, sources and word lists": [
        "config/editions.csv", "config/sources.csv", "config/downloads.csv", "config/codelists/*",
    ],
    "contracts of tables": [f"{LIBRARY}catalogue/*"],
    "engine: areas and panels": [f"{LIBRARY}areas/*", f"{LIBRARY}linkage/*"],
    "engine: estimation": [f"{LIBRARY}estimation/*"],
    "engine: claims, exhibits and page": [
        f"{LIBRARY}claims/*", f"{LIBRARY}exhibits/*", f"{LIBRARY}report/*",
    ],
    "engine: core, run and workflow": [f"{LIBRARY}core/*", f"{LIBRARY}run/*", "workflow/*"],
    "tests": ["tests/*"],
    "documentation": ["docs/*", "*.md"],
    "the first study, its readers and world; tools": ["*"],
}  # fmt: skip


def git(*arguments: str) -> list[str]:
    """Return the lines that git prints."""
    run = subprocess.run(["git", *arguments], check=True, capture_output=True, text=True)
    return run.stdout.splitlines()


def kind_of(file: str) -> str:
    """Return the kind of a file."""
    return next(kind for kind, patterns in KINDS.items() if any(fnmatch(file, p) for p in patterns))


def count(since: str, until: str) -> dict[str, list[int]]:
    """Return new files, changed files, added and deleted lines by kind.

    Parameters
    ----------
    since, until
        Two commits.
    """
    span = ("--no-renames", since, until)
    new = set(git("diff", "--name-only", "--diff-filter=A", *span))
    counts = {kind: [0, 0, 0, 0] for kind in KINDS}
    for line in git("diff", "--numstat", *span):
        added, deleted, file = line.split("\t")
        own = counts[kind_of(file)]
        own[0 if file in new else 1] += 1
        if added != "-":  # a binary file has no lines
            own[2] += int(added)
            own[3] += int(deleted)
    return counts


def print_table(since: str, until: str) -> None:
    """Print a table of one span."""
    print("| kind | new files | changed files | lines added | lines deleted |")
    print("|---|---:|---:|---:|---:|")
    for kind, own in count(since, until).items():
        print(f"| {kind} | " + " | ".join(f"{number:,}" for number in own) + " |")


def main(since: str = SINCE, until: str = "HEAD") -> None:
    """Print the tables since a commit, and since the study was declared."""
    declared = git("log", "--diff-filter=A", "--format=%h", "--reverse", until, "--", DECLARED)[0]
    for first in (since, declared):
        told = ["-1", "--format=%h, %ad", "--date=format:%d %B %Y %H:%M"]
        print(f"\nFrom {first} ({git('log', *told, first)[0]}) to {git('log', *told, until)[0]}:\n")
        print_table(first, until)


if __name__ == "__main__":
    main(*sys.argv[1:])
