"""The house style: palette, type, frame, the mark of the artificial basis, stable files."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.patches
from fontTools.subset import Options
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager, get_font

from pooledfunds.core.svg import squeezed

# Blue, amber and vermilion differ in lightness as well as hue, so they stay apart in every
# common colour deficiency and in grey print.
INK = "#1f2933"
MUTED = "#56626c"
RULE = "#c9d0d6"
PAPER = "#ffffff"
BLUE = "#0b5c92"
PALE_BLUE = "#8fbcd9"
AMBER = "#eda63b"
VERMILION = "#b8431a"
BAND = "#e3ecf2"

WIDE, NARROW = 6.9, 3.3  # inches: a text page between margins, a telephone held upright
TITLE, BODY, SMALL = 10.5, 8.5, 7.5  # points

STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",  # travels with Matplotlib, so every machine sets the same type
    "font.size": BODY,
    "text.color": INK,
    "text.parse_math": False,  # a name that holds "$" is a name
    "axes.labelcolor": INK,
    "axes.edgecolor": RULE,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": BODY,
    "axes.titlelocation": "left",
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "svg.hashsalt": "pooledfunds",  # else identifiers differ at each run
    "svg.fonttype": "path",  # decision 60
    "pdf.fonttype": 42,  # embeds TrueType, so text in the PDF can be searched and copied
    "path.simplify": False,
}

ARTIFICIAL_MARK = "ARTIFICIAL DATA: invented England"


@dataclass(frozen=True)
class Caption:
    """What a reader must know beside the picture; sources and basis are added by the build.

    Unit, headline, count and years stand in the picture too; notes only in the page's caption.
    """

    unit: str
    count: str
    years: str
    headline: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Context:
    """What a drawing needs beside its numbers."""

    title: str
    unit: str
    footer: str
    basis: str
    narrow: bool = False
    published: Mapping[str, str] = field(default_factory=dict)

    @property
    def width(self) -> float:
        """Return the width of the picture in inches."""
        return NARROW if self.narrow else WIDE


@cache
def _font(weight: str):
    return get_font(fontManager.findfont(FontProperties(family="DejaVu Sans", weight=weight)))


@cache
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Return the width of a line of text in inches."""
    font = _font(weight)
    font.set_size(size, 72)
    font.set_text(text)
    return font.get_width_height()[0] / 64 / 72


def wrapped(text: str, size: float, width: float, weight: str = "normal") -> list[str]:
    """Return the lines of a text broken to fit a width in inches, by measure and not by count."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, weight) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@dataclass(frozen=True)
class Area:
    """The plot area of a framed figure, in inches from its lower left corner."""

    left: float
    bottom: float
    width: float
    height: float


def framed(
    context: Context, height: float, key: Mapping[str, str] | None = None
) -> tuple[Figure, Area]:
    """Return a figure with title, unit, key and footer in place, and the area left to plot in.

    The frame is part of the picture, so that a copied figure keeps its unit, source and basis.

    Parameters
    ----------
    context
        Title, unit and footer; ``narrow`` chooses the width.
    height
        Height of the plot area in inches.
    key
        Colours by label, set as a line of swatches under the unit.
    """
    width, margin, leading = context.width, 0.12, 1.32 / 72  # leading: inches per point of type
    room = width - 2 * margin
    title = wrapped(context.title, TITLE, room, "bold")
    unit = wrapped(context.unit, BODY, room)
    swatches = _swatches(key or {}, room)
    footer = wrapped(context.footer, SMALL, room)
    key_lines = 1 + swatches[-1][1] if swatches else 0
    head = margin + leading * (TITLE * len(title) + BODY * len(unit) + 1.25 * BODY * key_lines)
    foot = margin + leading * SMALL * len(footer)
    total = head + height + foot + 0.2
    figure = Figure(figsize=(width, total), layout="constrained")
    area = Area(margin, foot + 0.1, room, height)
    figure.get_layout_engine().set(
        rect=(margin / width, area.bottom / total, room / width, height / total),
        w_pad=0.03,
        h_pad=0.03,
        hspace=0.05,
    )

    def write(x: float, y: float, lines: list[str], **style) -> None:
        figure.text(
            x / width, y / total, "\n".join(lines), linespacing=1.2, **{"va": "top"} | style
        ).set_in_layout(False)

    write(margin, total - margin, title, size=TITLE, weight="bold")
    below = total - margin - leading * TITLE * len(title)
    write(margin, below, unit, size=BODY, color=MUTED)
    below -= leading * BODY * (len(unit) + 0.35)
    for x, line, label, colour in swatches:
        y = below - 1.25 * leading * BODY * line
        side = 0.09
        figure.add_artist(
            mpl.patches.Rectangle(
                ((margin + x) / width, (y - 0.02 - side) / total),
                side / width,
                side / total,
                color=colour,
                transform=figure.transFigure,
            )
        )
        write(margin + x + 0.14, y, [label], size=SMALL)
    write(margin, margin, footer, size=SMALL, color=MUTED, va="bottom")
    return figure, area


def _swatches(key: Mapping[str, str], room: float) -> list[tuple[float, int, str, str]]:
    """Return place in inches, line, label and colour of each entry of a key, broken to fit."""
    entries, x, line = [], 0.0, 0
    for label, colour in key.items():
        width = 0.14 + text_width(label, SMALL)
        if x and x + width > room:
            x, line = 0.0, line + 1
        entries.append((x, line, label, colour))
        x += width + 0.22
    return entries


def mark_basis(axes: Axes, basis: str) -> None:
    """Write across the plot area that the data are invented, on the artificial basis only.

    It lies over the marks, so a crop that keeps the data keeps the words.
    """
    if basis != "artificial":
        return
    axes.text(
        0.5,
        0.5,
        ARTIFICIAL_MARK.replace(": ", "\n"),
        transform=axes.transAxes,
        ha="center",
        va="center",
        rotation=22,
        size=_mark_size(axes),
        weight="bold",
        color=VERMILION,
        alpha=0.32,
        zorder=10,
        gid="artificial-mark",
    ).set_in_layout(False)


def _mark_size(axes: Axes) -> float:
    """Return the type size at which the mark spans most of the axes."""
    room = axes.get_position().width * axes.get_figure().get_figwidth()
    longest = ARTIFICIAL_MARK.split(": ")[1]
    return min(22.0, max(7.0, 10 * room / text_width(longest, 10, "bold")))


def settle(figure: Figure) -> None:
    """Lay a figure out once, and round where its axes came to lie.

    The layout's solver may differ in the last bit from run to run, and an SVG names its parts by
    a digest of their places.
    """
    if figure.get_layout_engine() is not None:  # nothing to solve where all has its place
        figure.get_layout_engine().execute(figure)
        figure.set_layout_engine(None)
    for axes in figure.axes:
        axes.set_position([round(float(side), 5) for side in axes.get_position().bounds])


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


def save(figure: Figure, stem: str | Path, description: str, suffixes=("svg", "png", "pdf")):
    """Write a figure as SVG, PNG (300 dpi) and PDF, whose bytes depend only on what it shows.

    Parameters
    ----------
    stem
        Path without a suffix.
    description
        Alternative text; it is stored inside each file.
    """
    title = Path(stem).name
    stamps = {
        "svg": {"Date": None, "Title": title, "Description": description},
        "png": {"Title": title, "Description": description},
        "pdf": {"CreationDate": None, "Title": title, "Subject": description},
    }
    with mpl.rc_context(STYLE), without_layout_tables():
        settle(figure)
        for suffix in suffixes:
            buffer = BytesIO()
            more = {"pil_kwargs": {"compress_level": PNG_EFFORT}} if suffix == "png" else {}
            figure.savefig(buffer, format=suffix, metadata=stamps[suffix], dpi=300, **more)
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
