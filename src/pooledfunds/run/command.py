"""The command ``pooledfunds``: the rules of the workflow for those who do not know Snakemake.

It holds no logic: each word is a rule, and what it prints before it starts is the command of
Snakemake that does the same.
"""

import argparse
import shlex
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

RULES = {
    "study": "run a whole study: tables, figures, verdicts, page and release",
    "check": "say which returns were found, what each holds, and what that makes testable",
    "retrieve": "download the returns that are public, each checked against its digest",
    "compare": "say what moved between two reports",
    "verify": "say whether the files of a report are as its run left them",
}
# The rule of each word; the default target where there is none.
DEFAULT_TARGET = "study"


def parser() -> argparse.ArgumentParser:
    """Return what the command understands."""
    command = argparse.ArgumentParser(
        prog="pooledfunds",
        description="A study of areas, arrangements and outcomes, from returns to page. "
        "To be called in the project's folder.",
        epilog="What follows -- goes to Snakemake as it is, such as -- --dry-run.",
    )
    words = command.add_subparsers(dest="word", required=True, metavar="WORD")
    for name, meaning in RULES.items():
        word = words.add_parser(
            name, help=meaning, description=f"{meaning[:1].upper()}{meaning[1:]}."
        )
        if name == "compare":
            word.add_argument("before", help="folder of a report")
            word.add_argument("after", help="folder of another report")
            continue
        if name == "verify":
            word.add_argument("folder", nargs="?", help="the report; else that of study and basis")
        word.add_argument("--study", help="a folder of config/studies/")
        word.add_argument("--basis", choices=("artificial", "official"), help="kind of evidence")
        word.add_argument(
            "--returns", metavar="FOLDER", help="where official returns lie, if elsewhere"
        )
    return command


def snakemake_command(arguments: Sequence[str]) -> list[str]:
    """Return the command of Snakemake that does what the arguments ask for.

    Parameters
    ----------
    arguments
        Of the command, without its name.
    """
    own, mark, passed_on = list(arguments), "--", []
    if mark in own:
        place = own.index(mark)
        own, passed_on = own[:place], own[place + 1 :]
    given = vars(parser().parse_args(own))
    rule = given.pop("word")
    names = {"returns": "official_root"}
    settings = [f"{names.get(key, key)}={value}" for key, value in given.items() if value]
    target = [] if rule == DEFAULT_TARGET else [rule]
    return ["snakemake", *target, *(["--config", *settings] if settings else []), *passed_on]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command, and return the status that Snakemake ends with.

    Parameters
    ----------
    arguments
        Of the command; those of the process where none are given.
    """
    command = snakemake_command(sys.argv[1:] if arguments is None else arguments)
    if not Path("Snakefile").is_file():
        print("pooledfunds: no Snakefile here; call it in the project's folder", file=sys.stderr)
        return 2
    print(f"$ {shlex.join(command)}", file=sys.stderr, flush=True)
    return subprocess.run([sys.executable, "-m", *command]).returncode
