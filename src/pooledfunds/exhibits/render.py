"""Builds one exhibit: its numbers, its pictures, its words; or the reason why it is not drawn."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path

import pandas as pd

from pooledfunds.core.cells import split_list
from pooledfunds.core.csv_text import spreadsheet_safe_csv
from pooledfunds.exhibits.register import table_files

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
    claims: list[str]
    sources: list[str]
    missing_sources: list[str]
    drawn: bool
    reason: str
    caption: str
    alternative_text: str
    code: str
    files: list[str]


def build_exhibit(
    row: Mapping[str, str],
    inputs: Mapping[str, pd.DataFrame],
    settings: Mapping,
    folder: str | Path,
    *,
    basis: str,
    sources: pd.DataFrame,
    at_hand: set[str],
    published: Mapping[str, str],
) -> Exhibit:
    """Write an exhibit's pictures, numbers and words into a folder, and return its words.

    An exhibit whose sources are not at hand, or whose table is empty, is written as not drawn
    with its reason; an error in the drawing is an error. Where a row of its numbers names a claim
    (``claim_id``), the printed value joins it as ``published``.

    Parameters
    ----------
    row
        The exhibit's row of ``exhibits.csv``, with its ``drawing``
        (``register.drawing_of``).
    inputs
        Its tables by name (see ``register.table_files``).
    settings
        The settings of the study.
    folder
        Receives ``<exhibit>.svg``, ``.png``, ``.pdf``, ``.csv``, ``<exhibit>_narrow.svg`` and
        ``<exhibit>.json`` and ``.rst``; only the last two when the exhibit is not drawn.
    basis
        ``artificial`` or ``official``.
    sources
        ``config/sources.csv``.
    at_hand
        Ids of the sources that the run has.
    published
        Printed value by claim id, as text.
    """
    name, drawing = row["exhibit"], row["drawing"]
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    needed = split_list(row["sources"])
    missing = [source for source in needed if source not in at_hand]
    further = [
        source for source in split_list(row.get("further_sources") or "") if source in at_hand
    ]
    facts = {
        "exhibit": name,
        "title": row["title"],
        "kind": row["kind"],
        "section": row["section"],
        "report_page": row["report_page"],
        "claims": [*split_list(row["claims"])],
        "sources": [*needed, *further],
        "missing_sources": missing,
        "code": drawing,
    }
    if missing:
        return _not_drawn(facts, f"not at hand: {', '.join(missing)}", folder)
    absent = [table for table in table_files(row, basis) if table not in inputs]
    if absent:
        return _not_drawn(facts, f"no such table in this run: {', '.join(absent)}", folder)
    module = import_module(drawing)
    numbers = module.table(inputs, settings)
    if numbers.empty:
        return _not_drawn(facts, "its table is empty", folder)
    if "claim_id" in numbers:
        numbers = numbers.assign(published=numbers["claim_id"].map(published).fillna(""))
    return _drawn(facts, module, numbers, folder, basis, sources, published)


def _not_drawn(facts: dict, reason: str, folder: Path) -> Exhibit:
    """Write and return an exhibit that is not drawn."""
    words = {"drawn": False, "reason": reason, "caption": "", "alternative_text": "", "files": []}
    exhibit = Exhibit(**facts, **words)
    _write_words(exhibit, folder)
    return exhibit


def _drawn(facts, module, numbers, folder, basis, sources, published) -> Exhibit:
    """Draw, save and describe an exhibit."""
    from pooledfunds.exhibits.style import Context, save

    name = facts["exhibit"]
    caption = module.caption(numbers, published)
    titles = sources.set_index("source")["title"]
    origin = (
        caption.count,
        caption.years,
        f"Source: {'; '.join(titles.get(source, source) for source in facts['sources'])}",
        f"Basis: {BASIS_WORDS[basis]}",
    )
    subtitle = ". ".join(filter(None, (caption.unit, caption.headline)))
    description = module.describe(numbers)
    for narrow in (False, True):
        context = Context(facts["title"], subtitle, sentences(*origin), basis, narrow, published)
        figure = module.draw(numbers, context)
        stem = folder / (f"{name}_narrow" if narrow else name)
        save(figure, stem, description, ("svg",) if narrow else ("svg", "png", "pdf"))
    (folder / f"{name}.csv").write_text(spreadsheet_safe_csv(numbers), encoding="utf-8")
    exhibit = Exhibit(
        **facts,
        drawn=True,
        reason="",
        caption=sentences(caption.unit, caption.headline, *origin, *caption.notes),
        alternative_text=description,
        files=[f"{name}.{suffix}" for suffix in ("svg", "png", "pdf", "csv")],
    )
    _write_words(exhibit, folder)
    return exhibit


def sentences(*parts: str) -> str:
    """Return parts as sentences, each ending in one full stop."""
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def _write_words(exhibit: Exhibit, folder: Path) -> None:
    """Write an exhibit's words beside its pictures, for the page and for Snakemake's report."""
    words = json.dumps(asdict(exhibit), indent=1, ensure_ascii=False)
    (folder / f"{exhibit.exhibit}.json").write_text(words + "\n", encoding="utf-8")
    said = exhibit.reason or f"{exhibit.caption}\n\n{exhibit.alternative_text}"
    text = restructured(f"{exhibit.title}\n\n{said}\n\nCode: {exhibit.code}")
    (folder / f"{exhibit.exhibit}.rst").write_text(text + "\n", encoding="utf-8")


def restructured(text: str) -> str:
    """Return text in which reStructuredText finds no markup, whatever names it holds."""
    lines = (re.sub(r"([^\w\s])", r"\\\1", line.strip()) for line in text.splitlines())
    return "\n".join(lines)
