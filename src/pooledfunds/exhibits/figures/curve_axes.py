"""What a specification curve depends on: the share that each choice explains, and joint tests."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pooledfunds.core.curve_label import choice_words, curve_label
from pooledfunds.core.tables import rows_of
from pooledfunds.exhibits import style
from pooledfunds.exhibits.style import Caption, Context

EXPLAINED = "share explained by "
TOGETHER = "choices together"
TESTS = {
    "median effect": "median",
    "share significant in the dominant direction": "share significant",
    "mean t": "mean t",
}


def table(inputs: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return the share of each curve that each of its choices explains, and the joint tests.

    Parameters
    ----------
    inputs
        ``curve_tests`` and ``specification_curve`` (``contracts_estimation``).
    settings
        ``outcomes`` and ``exposures`` of the study and its ``curves``.

    Returns
    -------
    DataFrame
        ``curve, label, axis, explained`` (per cent of the variance of a curve's estimates; what
        is left lies in choices together), ``specifications, draws`` and, on each row of a curve,
        the p-values of its tests. Axes in order of what they explain.
    """
    tests = inputs["curve_tests"].astype({"curve": str, "statistic": str})
    curves = inputs["specification_curve"].astype({"curve": str, "outcome": str})
    outcomes = curves.groupby("curve", sort=False)["outcome"].unique()
    parts = []
    for name, rows in tests.groupby("curve", sort=False):
        by = rows[rows["statistic"].str.startswith(EXPLAINED)]
        axis = by["statistic"].str.removeprefix(EXPLAINED).map(choice_words)
        explained = pd.Series(100 * by["value"].to_numpy(), index=axis).clip(lower=0)
        explained = explained.sort_values(ascending=False, kind="stable")
        explained[TOGETHER] = max(0.0, 100 - explained.sum())
        p_values = rows.set_index("statistic")["p_value"].to_dict()
        label = curve_label(str(name), outcomes[name], settings)
        exposure = settings["exposures"][settings["curves"][name]["base"]["exposure"]]["label"]
        parts.append(
            explained.rename_axis("axis").rename("explained").reset_index().assign(
                curve=name,
                label=f"{label}: {exposure[:1].lower()}{exposure[1:]}",
                specifications=int(rows["specifications"].iloc[0]),
                draws=int(rows["draws"].iloc[0]),
                **{f"p_{words.replace(' ', '_')}": p_values.get(test)
                   for test, words in TESTS.items()},
            )
        )  # fmt: skip
    if not parts:
        return pd.DataFrame()
    numbers = pd.concat(parts, ignore_index=True)
    return numbers[["curve", "label", *[n for n in numbers if n not in ("curve", "label")]]]


def caption(numbers: pd.DataFrame, published: Mapping[str, str]) -> Caption:
    """Return unit, number of specifications and how to read the bars.

    Parameters
    ----------
    numbers
        From :func:`table`.
    published
        Printed values by claim id.
    """
    each = numbers.drop_duplicates("curve")
    axis, times = Counter(
        row.axis for row in largest(numbers[numbers["axis"] != TOGETHER])
    ).most_common(1)[0]
    return Caption(
        title=f"The choice of {axis} moves the estimates most in {times} of {len(each)} questions",
        unit="Share of the spread of a question's estimates that a choice explains, per cent",
        count=f"n = {each['specifications'].sum():,} specifications in the joint tests",
        years="Years as chosen",
        notes=(
            "A bar is the variance between the means of an axis's options; what is left lies in "
            "choices together. An axis that changes only the error, such as the covariance, "
            "explains nothing of the estimates",
            "p: joint tests of no effect in any of the specifications that are not set apart, by "
            f"{each['draws'].max():,} permutations of the exposure, each for all of them; the "
            "share significant and the mean t decide, the median describes",
        ),
    )


def largest(numbers: pd.DataFrame) -> list:
    """Return the row of each curve that explains most."""
    return list(rows_of(numbers.loc[numbers.groupby("curve", sort=False)["explained"].idxmax()]))


def describe(numbers: pd.DataFrame) -> str:
    """Return the finding in words, from the numbers."""
    each = [
        f"{row.label}: {row.axis} {'explain' if row.axis.endswith('s') else 'explains'} "
        f"{row.explained:.0f} per cent of the spread of the estimates; joint test of the mean t of "
        f"{row.specifications:,}, p = {row.p_mean_t:.3f}"
        for row in largest(numbers)
    ]
    return f"Bars of what each choice explains of a curve. {'. '.join(each)}."


def draw(numbers: pd.DataFrame, context: Context) -> Figure:
    """Draw each curve's axes as bars from what explains most, side by side where there is room.

    Parameters
    ----------
    numbers
        From :func:`table`.
    context
        Words of the frame, basis and width.
    """
    with mpl.rc_context(style.STYLE):
        curves = [rows for _, rows in numbers.groupby("curve", sort=False)]
        across = 1 if context.narrow else min(2, len(curves))
        width = context.width
        room, left, line, leading = (width - 0.24) / across, 1.25, 0.175, 0.145
        heads = [_heading(rows.iloc[0], room - 0.15) for rows in curves]
        over = leading * max(len(title) + len(tests) for title, tests in heads) + 0.12
        grid = [
            list(range(at, min(at + across, len(curves)))) for at in range(0, len(curves), across)
        ]
        deep = [line * max(len(curves[at]) for at in row) for row in grid]
        figure, area = style.framed(context, sum(deep) + (over + 0.12) * len(grid))
        figure.set_layout_engine(None)
        total = figure.get_figheight()
        top = area.bottom + area.height
        for row, high in zip(grid, deep, strict=True):
            for place, at in enumerate(row):
                x, (title, tests) = area.left + room * place, heads[at]
                write: dict[str, Any] = {"va": "top", "linespacing": 1.15}
                figure.text(x / width, (top - 0.04) / total, "\n".join(title), size=style.BODY,
                            weight="bold", **write)  # fmt: skip
                below = top - 0.06 - leading * len(title)
                figure.text(x / width, below / total, "\n".join(tests), size=style.LEAST,
                            color=style.MUTED, **write)  # fmt: skip
                own = line * len(curves[at])
                axes = figure.add_axes(
                    ((x + left) / width, (top - over - own) / total,
                     (room - left - 0.55) / width, own / total)
                )  # fmt: skip
                _bars(axes, curves[at])
            top -= high + over + 0.12
    return figure


def _heading(row: pd.Series, room: float) -> tuple[list[str], list[str]]:
    """Return the lines of a curve's title and of its joint tests."""
    tests_of = [(words, row[f"p_{words.replace(' ', '_')}"]) for words in TESTS.values()]
    each = [f"{words}: {p:.3f}" for words, p in tests_of if pd.notna(p)]
    tests = f"p of the joint tests of no effect, by the {'; by the '.join(each)}" if each else ""
    return style.wrapped(row["label"], style.BODY, room, "bold"), style.wrapped(
        tests, style.LEAST, room
    )


def _bars(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw a bar and its number for each axis."""
    places = range(len(rows))
    colours = [style.PALE_BLUE if axis == TOGETHER else style.BLUE for axis in rows["axis"]]
    axes.barh(places, rows["explained"], height=0.62, color=colours)
    for place, explained in zip(places, rows["explained"], strict=True):
        words = f"{explained:.0f}%" if explained >= 1 or explained < 0.05 else "<1%"
        axes.text(explained + 1.5, place, words, va="center", size=style.SMALL)
    axes.set_yticks(
        places, [axis[:1].upper() + axis[1:] for axis in rows["axis"]], size=style.SMALL
    )
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(0, 100)
    axes.set_xticks([])
    axes.tick_params(length=0)
    axes.spines["bottom"].set_visible(False)
