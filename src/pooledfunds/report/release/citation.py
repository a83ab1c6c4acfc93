"""Who publishes a run, when, under which licence, and what changed: from CITATION.cff."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pooledfunds.core.errors import StudyError

OFFICIAL_RIGHTS = (
    "Contains public sector information licensed under the Open Government Licence v3.0. "
    "Official statistics remain Crown copyright."
)
LICENCES = {
    "MIT": {"name": "MIT", "path": "https://opensource.org/license/mit", "title": "MIT License"},
    "OGL": {
        "name": "OGL-UK-3.0",
        "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        "title": "Open Government Licence v3.0",
    },
}
NEEDED = ("title", "authors", "license", "version", "date-released")


@dataclass(frozen=True)
class Citation:
    """What a release says of itself; ``changes`` are sentences, latest version first."""

    software: str
    publisher: str
    version: str
    date: str
    licence: str
    changes: tuple[str, ...]

    @property
    def reference(self) -> str:
        """Return how to cite the release."""
        return f"{self.publisher} ({self.date[:4]}). {self.software}, version {self.version}."


def read_citation(citation: str | Path, changes: str | Path) -> Citation:
    """Return what ``CITATION.cff`` and the first section of ``CHANGELOG.md`` say.

    Raises
    ------
    StudyError
        When the citation lacks a field that a release shows.
    """
    declared: Mapping[str, Any] = yaml.safe_load(Path(citation).read_text(encoding="utf-8"))
    absent = [name for name in NEEDED if not declared.get(name)]
    if absent:
        raise StudyError(f"{citation}: no {', '.join(absent)}; a release shows them, add them")
    return Citation(
        software=declared["title"],
        publisher=", ".join(map(author_name, declared["authors"])),
        version=str(declared["version"]),
        date=str(declared["date-released"]),
        licence=declared["license"],
        changes=latest_changes(Path(changes).read_text(encoding="utf-8")),
    )


def author_name(author: Mapping[str, str]) -> str:
    """Return an author of a citation file in words: a body's name, or a person's."""
    return author.get("name") or f"{author['given-names']} {author['family-names']}"


def latest_changes(changelog: str) -> tuple[str, ...]:
    """Return the points of the first section of a change log that has any, without markup."""
    for section in re.split(r"^## .*$", changelog, flags=re.MULTILINE)[1:]:
        points = re.findall(r"^- (.*(?:\n  .*)*)", section, flags=re.MULTILINE)
        if points:
            return tuple(re.sub(r"\s+", " ", point.replace("`", "")) for point in points)
    return ()


def licences(basis: str) -> list[dict[str, str]]:
    """Return the licences of a run's tables: the code's, and that of official statistics.

    Parameters
    ----------
    basis
        ``artificial`` or ``official``.
    """
    return [LICENCES["MIT"]] + ([LICENCES["OGL"]] if basis == "official" else [])
