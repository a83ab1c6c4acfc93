"""The pages of the documentation that are printed from the code: ``make docs`` writes them.

    python docs/generated_pages.py

What declares a table, a fact or a decision is the one source of its page; a test holds each page
to it.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pooledfunds import studies
from pooledfunds.claims.fact import Fact
from pooledfunds.claims.registry import facts_of
from pooledfunds.core.settings import read_study
from pooledfunds.report.dictionary import dictionary_text

ROOT = Path(__file__).parents[1]
DECISIONS = ROOT / "docs/decisions"
# Which numbers belong together.
THEMES = {
    1: "The project",
    3: "Money and bodies",
    10: "The register of pools",
    20: "The invented England",
    25: "Runs and returns",
    30: "Hospital records",
    50: "Claims and facts",
    60: "Exhibits and page",
    70: "Estimation",
    80: "Returns of text",
    84: "The project's form",
    95: "Doses",
    97: "What is told, and what vouches for it",
    100: "Arrangements",
    120: "Beyond one machine",
}
TITLE = re.compile(r"# (?P<number>\d+)\. (?P<title>.+)\n")
LABEL = re.compile(r"\b(Status|Function|Setting): ")
GRADES = re.compile(r"Assumption quality: (\w+)\. Impact on results: (\w+)")


@dataclass(frozen=True)
class Decision:
    """One decision: its heading, and what its head says."""

    file: str
    number: int
    title: str
    status: str
    functions: str
    settings: str
    quality: str
    impact: str


def read_decision(file: Path) -> Decision:
    """Return a decision's head.

    The head ends with the first blank line after the title; a label's value may go on over lines.

    Raises
    ------
    ValueError
        When the file has no numbered title, or no status.
    """
    text = file.read_text(encoding="utf-8")
    title = TITLE.match(text)
    if title is None:
        raise ValueError(f"{file.name}: the first line is not '# <number>. <title>'")
    head = " ".join(text[title.end() :].strip().split("\n\n")[0].split())
    found = LABEL.split(head)
    labels = dict(zip(found[1::2], map(str.strip, found[2::2]), strict=True))
    if "Status" not in labels:
        raise ValueError(f"{file.name}: no 'Status:' below the title")
    grades = GRADES.search(text)
    return Decision(
        file.name,
        int(title["number"]),
        title["title"],
        labels["Status"],
        labels.get("Function", ""),
        labels.get("Setting", ""),
        *(grades.groups() if grades else ("", "")),
    )


def decisions() -> list[Decision]:
    """Return every decision in order of number."""
    return [read_decision(file) for file in sorted(DECISIONS.glob("[0-9]*.md"))]


def decision_index() -> str:
    """Return the page that lists the decisions by theme."""
    themes: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions():
        themes[THEMES[max(n for n in THEMES if n <= decision.number)]].append(decision)
    parts = [
        "# Decisions",
        "Each judgement is one function, one setting and one file here. `make docs` prints this "
        "index from their heads; `CONTRIBUTING.md` says how one is written. Quality says how well "
        "founded an assumption is, impact how far results move with it.",
    ]
    for theme, members in themes.items():
        rows = [
            f"| {one.number} | [{one.title}]({one.file}) | {one.functions} | {one.settings} "
            f"| {one.quality} | {one.impact} |"
            for one in members
        ]
        heading = [
            "| | decision | function | setting | quality | impact |",
            "|---|---|---|---|---|---|",
        ]
        parts += [f"## {theme}", "\n".join(heading + rows)]
    return "\n\n".join(parts) + "\n"


def study_names() -> list[str]:
    """Return the studies that have a package of their own."""
    folder = Path(studies.__path__[0])
    return sorted(file.parent.name for file in folder.glob("*/__init__.py"))


def facts_page(facts_by_study: Mapping[str, Mapping[str, Fact]]) -> str:
    """Return the page that lists the facts of each study, by the module that declares them.

    Parameters
    ----------
    facts_by_study
        Facts by id, by name of the study.
    """
    parts = [
        "# Facts",
        "Every number that a claim may ask for, printed from the code by `make docs`. A reading "
        "names a fact by its id; the function computes it from the tables of its sources.",
    ]
    for study, facts in facts_by_study.items():
        parts.append(f"## {study}")
        modules: dict[str, list[str]] = defaultdict(list)
        for fact in facts.values():
            module, function = fact.code.removeprefix("pooledfunds.").rsplit(".", 1)
            modules[module].append(
                f"| `{fact.id}` | {fact.unit} | {fact.year} | {', '.join(fact.sources)} "
                f"| {fact.how} | `{function}` |"
            )
        for module, rows in sorted(modules.items()):
            heading = [
                "| fact | unit | year | sources | formula | function |",
                "|---|---|---|---|---|---|",
            ]
            parts += [f"### `{module}`", "\n".join(heading + rows)]
    return "\n\n".join(parts) + "\n"


def generated_pages() -> dict[Path, str]:
    """Return every generated page, by its file."""
    return {
        ROOT / "docs/data_dictionary.md": dictionary_text(read_study("means_to_an_end")),
        ROOT / "docs/facts.md": facts_page({name: facts_of(name) for name in study_names()}),
        DECISIONS / "README.md": decision_index(),
    }


if __name__ == "__main__":
    for path, text in generated_pages().items():
        path.write_text(text, encoding="utf-8")
