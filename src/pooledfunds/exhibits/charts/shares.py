"""Bodies with and without shared boundaries, by whether they have what is asked about."""

from collections.abc import Mapping

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pooledfunds.core.tables import rows_of
from pooledfunds.exhibits import style
from pooledfunds.exhibits.style import Caption, Context

ANSWERS = {"yes": style.BLUE, "no": style.PALE_BLUE, "unknown": "#cfd6dc"}
SIDES = {"yes": "Co-terminous", "no": "Not co-terminous"}
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


def more_often(numbers: pd.DataFrame, kind: str, what: str) -> str:
    """Return in how many services the co-terminous have it more often, as a title.

    Parameters
    ----------
    numbers
        From :func:`counts`.
    kind
        The bodies, as they read in a sentence.
    what
        What they have.
    """
    services = list(dict.fromkeys(numbers["service"]))
    pairs = [[known_share(numbers, name, side) for side in SIDES] for name in services]
    known = [
        (yes / all_of, other / others)
        for (yes, all_of), (other, others) in pairs
        if all_of and others
    ]
    more = sum(shared > not_shared for shared, not_shared in known)
    return (
        f"Co-terminous {kind} have {what} more often in {more or 'none'} of {len(known)} services"
    )


def caption(numbers: pd.DataFrame, kind: str, years: str, what: str, note: str) -> Caption:
    """Return unit, number of bodies and how to read the bars.

    Parameters
    ----------
    numbers
        From :func:`counts`.
    kind
        The bodies, as they read in a sentence.
    years
        As they read on the page.
    what
        What they may have, as it reads in a sentence.
    note
        A further sentence for the caption.
    """
    bodies = numbers.groupby("service")["bodies"].sum().max()
    return Caption(
        title=more_often(numbers, kind, what),
        unit=f"Share of {kind}, per cent; in the bars, numbers of {kind}",
        count=f"n = {bodies:,} {kind}",
        years=years,
        notes=(
            f"Each bar is all {kind} of its kind, in brackets their number; figures in the bars "
            f"are numbers of {kind}. Not known is its own answer",
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
        What the bars show, as it reads in a sentence.
    """
    each = []
    for service in dict.fromkeys(numbers["service"]):
        parts = []
        for side, words in (("yes", "co-terminous"), ("no", "others")):
            yes, known = known_share(numbers, service, side)
            parts.append(f"{yes} of {known} {words}" if known else f"no {words} known")
        each.append(f"{service}: {' and '.join(parts)}")
    return f"Bars of {what}, of those known: {'; '.join(each)}."


def draw(numbers: pd.DataFrame, context: Context, what: str) -> Figure:
    """Draw two bars for each service, of bodies with and without shared boundaries.

    Parameters
    ----------
    numbers
        From :func:`counts`.
    context
        Words of the frame, basis and width.
    what
        What the bodies may have, as it reads in a sentence.
    """
    worded = {"yes": what[:1].upper() + what[1:], "no": f"No {what}", "unknown": "Not known"}
    with mpl.rc_context(style.STYLE):
        services = list(dict.fromkeys(numbers["service"]))
        have = set(numbers.loc[numbers["bodies"] > 0, "answer"])
        key = {worded[answer]: colour for answer, colour in ANSWERS.items() if answer in have}
        figure, _ = style.framed(context, 0.62 * len(services) + 0.35, key)
        axes = figure.subplots()
        ticks: dict[float, str] = {}
        for place, service in enumerate(services):
            rows = numbers[numbers["service"] == service]
            axes.text(0, place - 0.36, service, size=style.SMALL, weight="bold", va="bottom")
            for y, (side, words) in zip((place - 0.2, place + 0.16), SIDES.items(), strict=True):
                column = rows[rows["coterminous"] == side]
                ticks[y] = f"{words} ({column['bodies'].sum():,})"
                _bar(axes, y, column)
        axes.set_xlim(0, 100)
        axes.set_ylim(len(services) - 0.55, -0.6)
        axes.set_yticks(list(ticks), list(ticks.values()), size=style.SMALL)
        axes.set_xticks([0, 25, 50, 75, 100], ["0", "25", "50", "75", "100%"], color=style.MUTED)
        axes.tick_params(length=0)
        axes.spines[["left", "bottom"]].set_visible(False)
    return figure


def _bar(axes: Axes, y: float, column: pd.DataFrame) -> None:
    """Draw the answers of one side end to end, each with its number of bodies."""
    left = 0.0
    for part in rows_of(column[column["bodies"] > 0]):
        axes.barh(y, part.percent, 0.31, left=left, color=ANSWERS[part.answer], edgecolor="white")
        if part.percent >= 5:
            colour = "white" if part.answer == "yes" else style.INK
            place = (left + part.percent / 2, y, f"{part.bodies}")
            axes.text(*place, size=style.SMALL, ha="center", va="center", color=colour)
        left += part.percent
