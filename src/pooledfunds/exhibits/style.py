"""The house style: palette, type, frame, and the mark of the artificial basis."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import matplotlib as mpl
import matplotlib.patches
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from pooledfunds.exhibits.lettering import text_width, wrapped

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
LEAST = 7.0  # points, of any word: on paper, where charts are drawn smaller, at least six

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

# Words over an axis hide its lines, which would strike them through.
OVER_LINES = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.8}

ARTIFICIAL_MARK = "ARTIFICIAL DATA: invented England"


@dataclass(frozen=True)
class Caption:
    """What a reader must know with the picture; sources and basis are added by the build.

    Unit, headline, count and years are in the picture too; notes only in the page's caption. A
    title, which says what was found, takes the place of the declared one, which then says under it
    what is drawn.
    """

    unit: str
    count: str
    years: str
    headline: str = ""
    notes: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True)
class Context:
    """What a drawing needs apart from its numbers."""

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
    width, room = context.width, context.width - 2 * MARGIN
    words = _Words(
        title=wrapped(context.title, TITLE, room, "bold"),
        unit=wrapped(context.unit, BODY, room),
        swatches=_swatches(key or {}, room),
        banner=ARTIFICIAL_MARK if context.basis == "artificial" else "",
        footer=wrapped(context.footer, SMALL, room),
    )
    foot = MARGIN + LEADING * SMALL * len(words.footer)
    total = words.head() + height + foot + 0.2
    area = Area(MARGIN, foot + 0.1, room, height)
    layout = ConstrainedLayoutEngine(
        rect=(MARGIN / width, area.bottom / total, room / width, height / total),
        w_pad=0.03,
        h_pad=0.03,
        hspace=0.05,
    )
    figure = Figure(figsize=(width, total), layout=layout)
    _write_frame(figure, words)
    return figure, area


MARGIN, LEADING = 0.12, 1.32 / 72  # inches; leading is inches per point of type
BANNER = 0.17  # inches


@dataclass(frozen=True)
class _Words:
    """The lines of a frame."""

    title: list[str]
    unit: list[str]
    swatches: list[tuple[float, int, str, str]]
    banner: str
    footer: list[str]

    def head(self) -> float:
        """Return the height in inches of what is above the plot area."""
        key_lines = 1 + self.swatches[-1][1] if self.swatches else 0
        lines = TITLE * len(self.title) + BODY * len(self.unit) + 1.25 * BODY * key_lines
        return MARGIN + LEADING * lines + (BANNER + 0.04 if self.banner else 0)


def _write_frame(figure: Figure, words: _Words) -> None:
    """Write title, unit, key and footer."""
    width, total = figure.get_size_inches()

    def write(x: float, y: float, lines: list[str], **kind: Any) -> None:
        look: dict[str, Any] = {"va": "top"} | kind
        figure.text(x / width, y / total, "\n".join(lines), linespacing=1.2, **look).set_in_layout(
            False
        )

    write(MARGIN, total - MARGIN, words.title, size=TITLE, weight="bold")
    below = total - MARGIN - LEADING * TITLE * len(words.title)
    write(MARGIN, below, words.unit, size=BODY, color=MUTED)
    below -= LEADING * BODY * (len(words.unit) + 0.35)
    for x, line, label, colour in words.swatches:
        y = below - 1.25 * LEADING * BODY * line
        side = 0.09
        figure.add_artist(
            mpl.patches.Rectangle(
                ((MARGIN + x) / width, (y - 0.02 - side) / total),
                side / width,
                side / total,
                color=colour,
                transform=figure.transFigure,
            )
        )
        write(MARGIN + x + 0.14, y, [label], size=SMALL)
    if words.banner:
        _write_banner(figure, words)
    write(MARGIN, MARGIN, words.footer, size=SMALL, color=MUTED, va="bottom")


def _write_banner(figure: Figure, words: _Words) -> None:
    """Write that the data are invented in a band right above the plot: over no datum.

    It is as wide as the plot, so that a crop that keeps all data is likely to keep the words.
    """
    width, total = figure.get_size_inches()
    bottom = total - words.head()
    band = ((MARGIN / width, bottom / total), 1 - 2 * MARGIN / width, BANNER / total)
    look: dict[str, Any] = {"facecolor": "#fbeae4", "edgecolor": VERMILION, "linewidth": 0.8}
    figure.add_artist(mpl.patches.Rectangle(*band, transform=figure.transFigure, **look))
    words_at = (0.5, (bottom + BANNER / 2) / total, words.banner)
    look = {"size": SMALL, "weight": "bold", "color": VERMILION, "gid": "artificial-mark"}
    figure.text(*words_at, ha="center", va="center_baseline", **look).set_in_layout(False)


def _swatches(key: Mapping[str, str], room: float) -> list[tuple[float, int, str, str]]:
    """Return place in inches, line, label and colour of each entry of a key, broken to fit."""
    entries: list[tuple[float, int, str, str]] = []
    x, line = 0.0, 0
    for label, colour in key.items():
        width = 0.14 + text_width(label, SMALL)
        if x and x + width > room:
            x, line = 0.0, line + 1
        entries.append((x, line, label, colour))
        x += width + 0.22
    return entries


def sheet(
    context: Context, height: float, key: Mapping[str, str] | None = None
) -> tuple[Figure, Axes]:
    """Return a framed figure and axes that fill it, in inches from the upper left corner.

    Parameters
    ----------
    context, height, key
        See :func:`framed`.
    """
    figure, area = framed(context, height, key)
    figure.set_layout_engine(None)
    width, total = figure.get_size_inches()
    axes = figure.add_axes(
        (area.left / width, area.bottom / total, area.width / width, height / total)
    )
    axes.set_axis_off()
    axes.set_xlim(0, area.width)
    axes.set_ylim(height, 0)
    return figure, axes
