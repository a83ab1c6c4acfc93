"""Files of a figure, whose bytes depend only on what it shows."""

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
from fontTools.subset import Options
from matplotlib.figure import Figure

from pooledfunds.core.svg import squeezed
from pooledfunds.exhibits.style import STYLE

DPI = 300  # of the pictures, for print


def fix_layout(figure: Figure) -> None:
    """Lay a figure out once, and round where its axes came to lie.

    The layout's solver may differ in the last bit from run to run, and an SVG names its parts by
    a digest of their places.
    """
    layout = figure.get_layout_engine()
    if layout is not None:  # nothing to solve where all has its place
        coarse = figure.get_dpi()
        figure.set_dpi(
            DPI
        )  # type is narrower on a coarse screen, and labels then too long in print
        layout.execute(figure)
        figure.set_dpi(coarse)
        figure.set_layout_engine(None)
    for axes in figure.axes:
        left, bottom, width, height = (round(float(s), 5) for s in axes.get_position().bounds)
        axes.set_position((left, bottom, width, height))


@contextmanager
def without_layout_tables() -> Iterator[None]:
    """Leave the tables for setting type out of the fonts that a PDF embeds.

    Every letter of a figure has its place already, and reading these tables of DejaVu is an
    eighth of the time that an exhibit takes.
    """
    dropped = Options._drop_tables_default
    Options._drop_tables_default = [*dropped, "GSUB", "GPOS", "GDEF", "kern"]
    try:
        yield
    finally:
        Options._drop_tables_default = dropped


PNG_EFFORT = 3  # of nine: half the time of the usual six, and a tenth more bytes


def save(
    figure: Figure,
    stem: str | Path,
    description: str,
    suffixes: tuple[str, ...] = ("svg", "png", "pdf"),
) -> None:
    """Write a figure as SVG, PNG (300 dpi) and PDF, whose bytes depend only on what it shows.

    Parameters
    ----------
    figure
        What to write.
    stem
        Path without a suffix.
    description
        Alternative text; it is stored inside each file.
    suffixes
        Which of the three files to write.
    """
    title = Path(stem).name
    stamps = {
        "svg": {"Date": None, "Title": title, "Description": description},
        "png": {"Title": title, "Description": description},
        "pdf": {"CreationDate": None, "Title": title, "Subject": description},
    }
    with mpl.rc_context(STYLE), without_layout_tables():
        fix_layout(figure)
        for suffix in suffixes:
            buffer = BytesIO()
            more: dict[str, Any] = (
                {"pil_kwargs": {"compress_level": PNG_EFFORT}} if suffix == "png" else {}
            )
            figure.savefig(buffer, format=suffix, metadata=stamps[suffix], dpi=DPI, **more)
            content = buffer.getvalue()
            if suffix == "svg":
                words = _described(squeezed(content.decode("utf-8")), title, description)
                content = words.encode("utf-8")
            Path(f"{stem}.{suffix}").write_bytes(content)


def _described(svg: str, title: str, description: str) -> str:
    """Return the SVG with a title and description that a screen reader finds."""
    start = svg.index("<svg ")
    end = svg.index(">", start)
    words = f"\n <title>{escape(title)}</title>\n <desc>{escape(description)}</desc>"
    return f'{svg[:end]} role="img"{svg[end]}{words}{svg[end + 1 :]}'
