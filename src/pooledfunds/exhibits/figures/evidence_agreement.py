"""How far sources of evidence agree on who has a pooled fund."""

from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pooledfunds.catalogue.area_types import AREA_TYPES
from pooledfunds.catalogue.client_groups import SERVICES
from pooledfunds.core.tables import rows_of
from pooledfunds.exhibits import style
from pooledfunds.exhibits.style import Caption, Context

SOURCES = {
    "survey": "survey",
    "notification": "notification register",
    "wcc": "World Class Commissioning",
    "pssex1": "PSSEX1",
}
PARTS = {
    "both_yes": ("Both say yes", style.BLUE),
    "first_only": ("Only the first says yes", style.AMBER),
    "second_only": ("Only the second says yes", style.VERMILION),
    "both_no": ("Both say no", style.PALE_BLUE),
}
COLUMNS = {
    "both_yes": "a_yes_b_yes",
    "first_only": "a_yes_b_no",
    "second_only": "a_no_b_yes",
    "both_no": "a_no_b_no",
}


def table(inputs: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return how many bodies both sources, one, or neither say to have a pool.

    Parameters
    ----------
    inputs
        ``evidence_agreement`` (``catalogue.pooled_fund_register.EVIDENCE_AGREEMENT``).
    settings
        Not used.

    Returns
    -------
    DataFrame
        ``pair, area_type, service, both_yes, first_only, second_only, both_no, known_to_both,
        not_known, agreement_percent, kappa``: one row per pair of sources, kind of body and
        main service, pairs known to no body in common left out.
    """
    rows = inputs["evidence_agreement"].astype({"area_type": str, "service_area": str})
    rows = rows[rows["service_area"].isin(SERVICES) & (rows["known_to_both"] > 0)]

    def side(letter: str) -> pd.Series:
        source = rows[f"source_{letter}"]
        return source.map(SOURCES).fillna(source) + " " + rows[f"year_{letter}"]

    counts = {name: rows[column] for name, column in COLUMNS.items()}
    unknown = [name for name in map(str, rows) if name.startswith("a_") and "unknown" in name]
    service = rows["service_area"].str.replace("_", " ")
    numbers = pd.DataFrame(
        {
            "pair": side("a") + " and " + side("b"),
            "area_type": rows["area_type"].map(lambda name: AREA_TYPES[name].plural),
            "service": service.str[:1].str.upper() + service.str[1:],
            **counts,
            "known_to_both": rows["known_to_both"],
            "not_known": rows[unknown].sum(axis=1),
            "agreement_percent": 100 * rows["agreement"],
            "kappa": rows["kappa"],
            "_service": rows["service_area"].map(list(SERVICES).index),
        }
    )
    keys = ["pair", "area_type", "_service"]
    return numbers.sort_values(keys, ignore_index=True).drop(columns="_service")


def caption(numbers: pd.DataFrame, published: Mapping[str, str]) -> Caption:
    """Return unit, number of bodies and how to read kappa.

    Parameters
    ----------
    numbers
        From :func:`table`.
    published
        Printed values by claim id.
    """
    known, kappa = numbers["known_to_both"], numbers["kappa"]
    ends = " to ".join(f"{end:.2f}" for end in (kappa.min(), kappa.max()))
    return Caption(
        title=f"Sources agree on pooled funds by {ends} of 1 beyond chance".replace("-", "−"),
        unit=(
            "Share of the bodies of which both sources know. κ: agreement beyond chance, 1 if "
            "full, 0 if none"
        ),
        count=f"n = {known.min()} to {known.max()} bodies in a row",
        years="Years as named",
        notes=(
            "κ is Cohen's kappa: 1 where two sources agree fully, zero where they agree no more "
            "than by chance. Bodies of which either source does not know are left out of the bars "
            "and counted in the table",
        ),
    )


def describe(numbers: pd.DataFrame) -> str:
    """Return the finding in words, from the numbers."""
    each = []
    for (pair, kind), rows in numbers.groupby(["pair", "area_type"], sort=False):
        low, high = rows["kappa"].min(), rows["kappa"].max()
        span = f"{low:.2f}" if len(rows) == 1 else f"{low:.2f} to {high:.2f}"
        each.append(f"{pair}, {kind}: kappa {span}".replace("-", "−"))
    return f"Bars of agreement between sources on who has a pooled fund. {'; '.join(each)}."


def draw(numbers: pd.DataFrame, context: Context) -> Figure:
    """Draw a bar for each service under a heading for each pair of sources and kind of body.

    Parameters
    ----------
    numbers
        From :func:`table`.
    context
        Words of the frame, basis and width.
    """
    with mpl.rc_context(style.STYLE):
        groups = list(numbers.groupby(["pair", "area_type"], sort=False))
        step, size = 0.2, style.SMALL if context.narrow else style.BODY
        headings = [
            style.wrapped(
                f"{str(pair)[:1].upper()}{str(pair)[1:]}: {kind}", size, context.width - 0.3, "bold"
            )
            for (pair, kind), _ in groups
        ]
        heads = [0.2 + 0.14 * len(lines) for lines in headings]
        height = sum(heads) + step * len(numbers)
        figure, area = style.framed(context, height, dict(PARTS.values()))
        figure.set_layout_engine(None)
        width, total = figure.get_size_inches()
        left, right = (1.25, 0.75) if context.narrow else (1.6, 1.5)
        axes = figure.add_axes(
            ((area.left + left) / width, area.bottom / total,
             (area.width - left - right) / width, height / total)
        )  # fmt: skip
        axes.set_axis_off()
        axes.set_xlim(0, 100)
        axes.set_ylim(height, 0)
        inch = 100 / (area.width - left - right)
        y = 0.0
        for (_, rows), lines, head in zip(groups, headings, heads, strict=True):
            words = "\n".join(lines)
            axes.text(-left * inch, y + head - 0.06, words, size=size, weight="bold", va="bottom")
            y += head
            for row in rows_of(rows):
                _row(axes, row, y, left * inch, context.narrow)
                y += step
    return figure


def _row(axes: Axes, row: Any, y: float, left: float, narrow: bool) -> None:
    """Draw one bar with its service, kappa and number of bodies."""
    start = 0.0
    for name, (_, colour) in PARTS.items():
        part = 100 * getattr(row, name) / row.known_to_both
        axes.add_patch(mpl.patches.Rectangle((start, y), part, 0.14, color=colour))
        start += part
    size = style.LEAST if narrow else style.SMALL
    axes.text(-left, y + 0.07, row.service, size=size, va="center", color=style.INK)
    kappa = f"κ {row.kappa:.2f}".replace("-", "−") if pd.notna(row.kappa) else "κ –"
    words = kappa if narrow else f"{kappa}   n = {row.known_to_both}"
    axes.text(102, y + 0.07, words, size=size, va="center", color=style.MUTED)
