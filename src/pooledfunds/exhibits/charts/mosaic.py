"""Bodies with and without shared boundaries, by whether they have what is asked about."""

from collections.abc import Mapping

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from pooledfunds.core.tables import rows_of
from pooledfunds.exhibits import style
from pooledfunds.exhibits.style import Caption, Context

ANSWERS = {"yes": style.BLUE, "no": style.PALE_BLUE, "unknown": "#cfd6dc"}
SIDES = {"yes": "Co-terminous", "no": "Not"}
WORDS = {1.0: "yes", 0.0: "no"}


def in_words(flags: pd.Series) -> pd.Series:
    """Return 1 as yes, 0 as no and missing as unknown."""
    return flags.astype(float).map(WORDS).fillna("unknown")


def answers_in(panel: pd.DataFrame, year: str, services: Mapping[str, str]) -> pd.DataFrame:
    """Return the answers of a year's bodies in the frame, one row per body and service.

    Parameters
    ----------
    panel
        ``panel_pct`` or ``panel_council``.
    year
        Financial year.
    services
        Service, as it is to be read, by the panel's column, in the order to be drawn.

    Returns
    -------
    DataFrame
        ``coterminous, service, answer``, as ``counts`` takes them.
    """
    rows = panel[(panel["financial_year"] == year) & panel["in_frame"]]
    wide = rows[["coterminous", *services]].rename(columns=services)
    answers = wide.melt("coterminous", var_name="service", value_name="answer")
    for column in ("coterminous", "answer"):
        answers[column] = in_words(answers[column])
    return answers


def counts(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the number of bodies by service, shared boundaries and answer.

    Parameters
    ----------
    answers
        One row per body and service: ``service, coterminous, answer``, the last two yes, no or
        unknown; services in the order to be drawn.

    Returns
    -------
    DataFrame
        ``service, coterminous, answer, bodies, bodies_of_side, percent``.
    """
    services = list(dict.fromkeys(answers["service"]))
    index = pd.MultiIndex.from_product(
        [services, list(SIDES), list(ANSWERS)], names=["service", "coterminous", "answer"]
    )
    keys = list(index.names)
    sizes = answers.groupby(keys).size().reindex(index, fill_value=0)
    numbers = sizes.rename("bodies").reset_index()
    sides = numbers.groupby(["service", "coterminous"])["bodies"].transform("sum")
    numbers["bodies_of_side"] = sides
    numbers["percent"] = 100 * numbers["bodies"] / sides.where(sides > 0)
    return numbers if len(answers) else numbers.iloc[:0]


def known_share(numbers: pd.DataFrame, service: str, side: str) -> tuple[int, int]:
    """Return how many bodies of a side say yes, and how many say yes or no.

    Parameters
    ----------
    numbers
        From :func:`counts`.
    service
        As the numbers name it.
    side
        ``yes`` for co-terminous bodies, ``no`` for the others.
    """
    rows = numbers[(numbers["service"] == service) & (numbers["coterminous"] == side)]
    bodies = rows.set_index("answer")["bodies"]
    return int(bodies["yes"]), int(bodies["yes"] + bodies["no"])


def caption(numbers: pd.DataFrame, kind: str, years: str, note: str) -> Caption:
    """Return unit, number of bodies and how to read the tiles.

    Parameters
    ----------
    numbers
        From :func:`counts`.
    kind
        The bodies, as they read in a sentence.
    years
        As they read on the page.
    note
        A further sentence for the caption.
    """
    bodies = numbers.groupby("service")["bodies"].sum().max()
    return Caption(
        unit=f"Share of {kind}, per cent",
        count=f"n = {bodies:,} {kind}",
        years=years,
        notes=(
            f"The width of each column is the number of {kind}, the height of each part their "
            "share, so that areas are numbers of bodies. Unknown is its own answer",
            note,
        ),
    )


def describe(numbers: pd.DataFrame, what: str) -> str:
    """Return the finding in words.

    Parameters
    ----------
    numbers
        From :func:`counts`.
    what
        What the mosaic shows, as it reads in a sentence.
    """
    each = []
    for service in dict.fromkeys(numbers["service"]):
        parts = []
        for side, words in (("yes", "co-terminous"), ("no", "others")):
            yes, known = known_share(numbers, service, side)
            parts.append(f"{yes} of {known} {words}" if known else f"no {words} known")
        each.append(f"{service}: {' and '.join(parts)}")
    return f"Mosaic of {what}, of those known: {'; '.join(each)}."


def draw(numbers: pd.DataFrame, context: Context, columns: int) -> Figure:
    """Draw a mosaic for each service, both sides next to each other.

    Parameters
    ----------
    numbers
        From :func:`counts`.
    context
        Words of the frame, basis and width.
    columns
        Mosaics side by side, where there is room.
    """
    with mpl.rc_context(style.STYLE):
        services = list(dict.fromkeys(numbers["service"]))
        across = 2 if context.narrow else columns
        down = -(-len(services) // across)
        key = {answer.capitalize(): colour for answer, colour in ANSWERS.items()}
        figure, _ = style.framed(context, 1.85 * down, key)
        grid = figure.subplots(down, across, squeeze=False)
        for axes in grid.flat[len(services) :]:
            axes.set_axis_off()
        for axes, service in zip(grid.flat, services, strict=False):
            _tiles(axes, numbers[numbers["service"] == service])
            title = style.wrapped(service, style.SMALL, context.width / across - 0.45, "bold")
            axes.set_title("\n".join(title), weight="bold", size=style.SMALL)
            style.mark_basis(axes, context.basis)
    return figure


def _tiles(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw one service's tiles: a column for each side, a part for each answer."""
    total = rows["bodies"].sum()
    left = 0.0
    ticks, labels = [], []
    for side, words in SIDES.items():
        column = rows[rows["coterminous"] == side]
        size = column["bodies"].sum()
        if not size:
            continue
        width, bottom = 0.96 * size / total, 0.0
        for part in rows_of(column):
            axes.add_patch(
                Rectangle((left, bottom), width, part.percent, facecolor=ANSWERS[part.answer],
                          edgecolor="white", linewidth=1)
            )  # fmt: skip
            if part.percent >= 9:
                axes.text(
                    left + width / 2, bottom + part.percent / 2, f"{part.bodies}", size=style.SMALL,
                    ha="center", va="center", color="white" if part.answer == "yes" else style.INK,
                )  # fmt: skip
            bottom += part.percent
        ticks.append(left + width / 2)
        labels.append(words)
        left += width + 0.04
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 100)
    axes.set_xticks(ticks, labels, size=style.SMALL - 0.5)
    axes.set_yticks([0, 50, 100], ["0", "50", "100%"], color=style.MUTED)
    axes.tick_params(length=0)
    axes.spines[["left", "bottom"]].set_visible(False)
