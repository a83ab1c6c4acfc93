"""The exhibits as the page shows them: words, pictures and numbers."""

import json
import re
import shutil
from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pandas as pd
from markupsafe import Markup

from pooledfunds.core.svg import for_page
from pooledfunds.core.whole_files import whole_folder
from pooledfunds.report.views.tables import cell_text

NUMBERS_SHOWN = 10  # rows of an exhibit's numbers on the page; the CSV has them all
HALF_PAGE = 10.2 * 72  # points: up to this height a narrow picture is printed, half a page wide
HEIGHT = re.compile(r'<svg [^>]*height="([\d.]+)pt"')


def read_exhibits(folders: Iterable[str | Path]) -> list[dict]:
    """Return the words, pictures and numbers of each exhibit, from the folders it was built in."""
    exhibits = []
    for folder in map(Path, folders):
        words = json.loads((folder / f"{folder.name}.json").read_text(encoding="utf-8"))
        if words["drawn"]:
            words["svg"] = (folder / f"{folder.name}.svg").read_text(encoding="utf-8")
            words["narrow_svg"] = (folder / f"{folder.name}_narrow.svg").read_text(encoding="utf-8")
            words["numbers"] = pd.read_csv(folder / f"{folder.name}.csv")
        exhibits.append(words)
    return exhibits


def publish_figures(folders: Iterable[str | Path], destination: str | Path) -> None:
    """Copy the files of every drawn exhibit to where the page links to them.

    Parameters
    ----------
    folders
        Of the exhibits.
    destination
        The folder ``figures`` of the report.
    """
    with whole_folder(destination) as figures:
        for folder in map(Path, folders):
            words = json.loads((folder / f"{folder.name}.json").read_text(encoding="utf-8"))
            for file in words["files"]:
                shutil.copyfile(folder / file, figures / file)


def data_uri(svg: str) -> Markup:
    """Return a picture as an address that holds it; as an image it can run no script.

    Only what ends an address or an attribute is written as a code, which is a fifth shorter than
    base 64.

    Parameters
    ----------
    svg
        The picture's source.
    """
    quote = "%22" if "'" in svg else "'"
    codes: dict[str, str | int | None] = {"%": "%25", "#": "%23", "\n": "%0A"}
    codes |= {'"': quote, "&": "&amp;"}
    return Markup("data:image/svg+xml," + svg.translate(str.maketrans(codes)))


def exhibit_view(exhibit: Mapping) -> dict:
    """Return an exhibit as the template shows it."""
    view = {key: exhibit[key] for key in ("exhibit", "title", "section", "report_page", "claims")}
    view |= {key: exhibit[key] for key in ("drawn", "reason", "missing_sources")}
    numbered = re.fullmatch(r"figure_(\d+)", exhibit["exhibit"])
    view["label"] = f"Figure {numbered[1]} of the report: " if numbered else ""
    if not exhibit["drawn"]:
        return view
    numbers = exhibit["numbers"]
    return view | {
        "caption": exhibit["caption"],
        "topic": exhibit.get("topic", ""),
        "alternative_text": exhibit["alternative_text"],
        "files": exhibit["files"],
        "half_page": height(exhibit["narrow_svg"]) <= HALF_PAGE,
        "picture": data_uri(for_page(exhibit["svg"])),
        "narrow_picture": data_uri(for_page(exhibit["narrow_svg"])),
        "columns": [str(name).replace("_", " ") for name in numbers.columns],
        "rows": [
            [cell_text(cell) for cell in row]
            for row in numbers.head(NUMBERS_SHOWN).itertuples(index=False)
        ],
        "rows_left_out": max(0, len(numbers) - NUMBERS_SHOWN),
    }


def height(svg: str) -> float:
    """Return the height of a picture in points.

    Raises
    ------
    ValueError
        When it declares none in points, as Matplotlib's do.
    """
    found = HEIGHT.search(svg)
    if not found:
        raise ValueError("the picture declares no height in points")
    return float(found[1])


def rows_on_paper(drawn: Iterable[dict]) -> list[dict]:
    """Return the exhibits that are drawn, in rows that are printed two abreast or one by one.

    The first of each section of the register has its title as ``heading``. A chart that alone
    would take half the width of a page is printed at the whole.

    Parameters
    ----------
    drawn
        As the page shows them, with whether each is ``printed``.
    """
    by_section: dict[str, list[dict]] = {}
    for exhibit in drawn:
        by_section.setdefault(exhibit["section"], []).append(exhibit)
    exhibits = [
        exhibit | {"heading": "" if place else title}
        for title, some in by_section.items()
        for place, exhibit in enumerate(some)
    ]
    rows = [list(row) for _, row in groupby(exhibits, key=itemgetter("half_page"))]
    abreast = [row[0]["half_page"] and sum(one["printed"] for one in row) > 1 for row in rows]
    return [{"half_page": half, "exhibits": row} for half, row in zip(abreast, rows, strict=True)]
