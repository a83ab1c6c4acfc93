"""Builds exhibits, each its numbers, its pictures, its words; or the reason why it is not drawn."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import asdict, dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

import pandas as pd

from pooledfunds.core.cells import split_list
from pooledfunds.core.csv_text import field_type, published_csv
from pooledfunds.core.errors import StudyError
from pooledfunds.core.parallel import in_parallel
from pooledfunds.core.tables import load_tables
from pooledfunds.exhibits.register import table_files

if TYPE_CHECKING:  # Matplotlib is heavy, and an exhibit may not be drawn
    from matplotlib.figure import Figure

    from pooledfunds.exhibits.style import Caption, Context

BASIS_WORDS = {
    "artificial": "artificial data (an invented England, not real bodies)",
    "official": "official returns",
}


@dataclass(frozen=True)
class Exhibit:
    """What the page needs to know of an exhibit, drawn or not."""

    exhibit: str
    title: str
    kind: str
    section: str
    report_page: str
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    missing_sources: tuple[str, ...]
    drawn: bool
    reason: str
    caption: str
    alternative_text: str
    code: str
    files: tuple[str, ...]
    topic: str = ""  # what is drawn, where the title says what was found
    columns: Mapping[str, str] = field(default_factory=dict)  # of its CSV file: type by name


class ExhibitModule(Protocol):
    """What a module that draws an exhibit has."""

    def table(self, inputs: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
        """Return the numbers that the exhibit shows, from its tables and the study's settings."""

    def caption(self, numbers: pd.DataFrame, published: Mapping[str, str]) -> Caption:
        """Return unit, sample and years, from the numbers and printed values by claim id."""

    def describe(self, numbers: pd.DataFrame) -> str:
        """Return what the picture shows in words, for readers who cannot see it."""

    def draw(self, numbers: pd.DataFrame, context: Context) -> Figure:
        """Return the picture."""


@dataclass(frozen=True)
class ExhibitRun:
    """What all exhibits of a run share.

    Parameters
    ----------
    basis
        ``artificial`` or ``official``.
    sources
        ``config/sources.csv``.
    available
        Ids of the sources that the run has.
    published
        Printed value by claim id, as text.
    """

    basis: str
    sources: pd.DataFrame
    available: Set[str]
    published: Mapping[str, str]


def build_exhibits(
    work: Sequence[tuple[Mapping[str, str], Sequence[str], str]], settings: Mapping, run: ExhibitRun
) -> None:
    """Write exhibits, each into its folder, on all cores.

    Parameters
    ----------
    work
        Of each exhibit its row of ``exhibits.csv``, the files of its tables, and its folder.
    settings, run
        See ``build_exhibit``.
    """

    def build(row: Mapping[str, str], tables: Sequence[str], folder: str) -> None:
        try:
            build_exhibit(row, load_tables(tables), settings, folder, run)
        except StudyError:
            raise
        except Exception as error:
            error.add_note(f"The exhibit that was being drawn: {row['exhibit']}")
            raise

    if work:  # what all of them need is loaded before processes part
        import_module("pooledfunds.exhibits.files")
    in_parallel(build, work, least=2)


def build_exhibit(
    row: Mapping[str, str],
    inputs: Mapping[str, pd.DataFrame],
    settings: Mapping,
    folder: str | Path,
    run: ExhibitRun,
) -> Exhibit:
    """Write an exhibit's pictures, numbers and words into a folder, and return its words.

    An exhibit whose sources are not available, or whose table is empty, is written as not drawn
    with its reason; an error in the drawing is an error. Where a row of its numbers names a claim
    (``claim_id``), the printed value joins it as ``published``.

    Parameters
    ----------
    row
        The exhibit's row of ``exhibits.csv``, with its ``drawing`` (``register.drawing_of``).
    inputs
        Its tables by name (see ``register.table_files``).
    settings
        The settings of the study.
    folder
        Receives ``<exhibit>.svg``, ``.png``, ``.pdf``, ``.csv``, ``<exhibit>_narrow.svg`` and
        ``<exhibit>.json`` and ``.rst``; only the last two when the exhibit is not drawn.
    run
        Basis, sources and printed values.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    exhibit = _not_drawn(row, run)
    reason = _missing(exhibit, row, inputs, run.basis)
    if not reason:
        module = cast(ExhibitModule, import_module(row["drawing"]))
        numbers = module.table(inputs, settings)
        reason = "its table is empty" if numbers.empty else ""
    if reason:
        exhibit = replace(exhibit, reason=reason)
    else:
        if "claim_id" in numbers:
            printed = numbers["claim_id"].map(run.published).fillna("")
            numbers = numbers.assign(published=printed)
        exhibit = _drawn(exhibit, module, numbers, folder, run)
    _write_words(exhibit, folder)
    return exhibit


def _not_drawn(row: Mapping[str, str], run: ExhibitRun) -> Exhibit:
    """Return what the register says of an exhibit, before it is drawn."""
    needed = split_list(row["sources"])
    further = split_list(row.get("further_sources") or "")
    return Exhibit(
        exhibit=row["exhibit"],
        title=row["title"],
        kind=row["kind"],
        section=row["section"],
        report_page=row["report_page"],
        claims=split_list(row["claims"]),
        sources=(*needed, *(source for source in further if source in run.available)),
        missing_sources=tuple(source for source in needed if source not in run.available),
        drawn=False,
        reason="",
        caption="",
        alternative_text="",
        code=row["drawing"],
        files=(),
    )


def _missing(
    exhibit: Exhibit, row: Mapping[str, str], inputs: Mapping[str, pd.DataFrame], basis: str
) -> str:
    """Return what an exhibit lacks; nothing where it has all."""
    if exhibit.missing_sources:
        return f"not available: {', '.join(exhibit.missing_sources)}"
    absent = [table for table in table_files(row, basis) if table not in inputs]
    return f"no such table in this run: {', '.join(absent)}" if absent else ""


def _drawn(
    exhibit: Exhibit, module: ExhibitModule, numbers: pd.DataFrame, folder: Path, run: ExhibitRun
) -> Exhibit:
    """Draw, save and describe an exhibit."""
    from pooledfunds.exhibits.files import save
    from pooledfunds.exhibits.style import Context

    name = exhibit.exhibit
    caption = module.caption(numbers, run.published)
    title = caption.title or exhibit.title
    topic = exhibit.title if caption.title else ""  # what is drawn, under what was found
    titles = run.sources.set_index("source")["title"]
    origin = (
        caption.count,
        caption.years,
        f"Source: {'; '.join(titles.get(source, source) for source in exhibit.sources)}",
        f"Basis: {BASIS_WORDS[run.basis]}",
    )
    subtitle = sentences(topic, caption.unit, caption.headline).removesuffix(".")
    description = module.describe(numbers)
    for narrow in (False, True):
        footer = sentences(*origin)
        context = Context(title, subtitle, footer, run.basis, narrow, run.published)
        figure = module.draw(numbers, context)
        stem = folder / (f"{name}_narrow" if narrow else name)
        save(figure, stem, description, ("svg",) if narrow else ("svg", "png", "pdf"))
    (folder / f"{name}.csv").write_text(published_csv(numbers), encoding="utf-8")
    return replace(
        exhibit,
        title=title,
        topic=topic,
        drawn=True,
        caption=sentences(caption.unit, caption.headline, *origin, *caption.notes),
        alternative_text=description,
        files=tuple(f"{name}.{suffix}" for suffix in ("svg", "png", "pdf", "csv")),
        columns={str(column): field_type(kind) for column, kind in numbers.dtypes.items()},
    )


def sentences(*parts: str) -> str:
    """Return parts as sentences, each ending in one full stop or its own mark."""
    ended = (part.rstrip(".") for part in parts if part)
    return " ".join(part if part.endswith(("?", "!")) else f"{part}." for part in ended)


def _write_words(exhibit: Exhibit, folder: Path) -> None:
    """Write an exhibit's words next to its pictures, for the page and for Snakemake's report."""
    words = json.dumps(asdict(exhibit), indent=1, ensure_ascii=False)
    (folder / f"{exhibit.exhibit}.json").write_text(words + "\n", encoding="utf-8")
    head = sentences(exhibit.title, exhibit.topic)
    below = exhibit.reason or f"{exhibit.caption}\n\n{exhibit.alternative_text}"
    text = restructured(f"{head}\n\n{below}\n\nCode: {exhibit.code}")
    (folder / f"{exhibit.exhibit}.rst").write_text(text + "\n", encoding="utf-8")


def restructured(text: str) -> str:
    """Return text in which reStructuredText finds no markup, whatever names it holds."""
    lines = (re.sub(r"([^\w\s])", r"\\\1", line.strip()) for line in text.splitlines())
    return "\n".join(lines)
