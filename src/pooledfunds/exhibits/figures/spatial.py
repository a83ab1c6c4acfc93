"""Neighbours: whether what the models leave over is alike among areas that share a partner."""

from collections.abc import Mapping

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pooledfunds.exhibits import style
from pooledfunds.exhibits.charts.forest import span
from pooledfunds.exhibits.style import Caption, Context

LEVEL = 0.05
KEY = {"◆ More alike than chance (p < 0.05)": style.VERMILION, "● Not so": style.BLUE}


def table(inputs: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return Moran's I of every one-year model, by outcome.

    Parameters
    ----------
    inputs
        ``spatial`` (``catalogue.estimation.SPATIAL``) and ``estimates``
        (``catalogue.estimation.ESTIMATES``).
    settings
        ``outcomes`` of the study, for labels and order.

    Returns
    -------
    DataFrame
        ``outcome, label, specification, neighbours, morans_i, by_chance, p_value, alike, nobs``.
    """
    estimates = inputs["estimates"].astype({"specification": str, "outcome": str})
    fitted = estimates.drop_duplicates("specification").set_index("specification")
    rows = inputs["spatial"].astype({"specification": str})
    rows = rows[rows["morans_i"].notna()]
    declared = settings["outcomes"]
    rows = rows.assign(
        outcome=rows["specification"].map(fitted["outcome"]), alike=rows["p_value"] < LEVEL
    ).dropna(subset="outcome")
    rows["label"] = [declared.get(name, {}).get("label", name) for name in rows["outcome"]]
    order = rows["outcome"].map({name: place for place, name in enumerate(declared)})
    rows = rows.assign(_order=order).sort_values(["_order", "specification"], ignore_index=True)
    return rows[
        ["outcome", "label", "specification", "neighbours", "morans_i", "by_chance", "p_value",
         "alike", "nobs"]
    ]  # fmt: skip


def caption(numbers: pd.DataFrame, published: Mapping[str, str]) -> Caption:
    """Return unit, number of models and how to read the points.

    Parameters
    ----------
    numbers
        From :func:`table`.
    published
        Printed values by claim id.
    """
    return Caption(
        title=f"{numbers['alike'].sum()} of {len(numbers)} models err alike in areas that share a "
        f"partner, where chance alone would give about {LEVEL * len(numbers):.0f}",
        unit="Moran's I of the models' errors (no unit: 1 all alike, 0 no likeness)",
        count=f"n = {len(numbers)} models of {span(numbers['nobs'])} areas",
        years="One year each",
        notes=(
            f"A point is one model; neighbours are {numbers['neighbours'].iloc[0]}. The dashed "
            "line is what chance gives. Residuals alike among neighbours mean that the model's "
            "errors are too small: those clustered by region are then reported in their place",
        ),
    )


def describe(numbers: pd.DataFrame) -> str:
    """Return the finding in words, from the numbers."""
    alike = numbers[numbers["alike"]]["label"].value_counts(sort=False)
    each = ", ".join(f"{label} ({count})" for label, count in alike.items())
    words = (
        f"Moran's I of the residuals of {len(numbers)} models, median "
        f"{numbers['morans_i'].median():+.2f}, from {numbers['morans_i'].min():+.2f} to "
        f"{numbers['morans_i'].max():+.2f}. {len(numbers[numbers['alike']])} are alike among "
        f"neighbours by more than chance{f': {each}' if each else ''}."
    )
    return words.replace("-", "−")


def draw(numbers: pd.DataFrame, context: Context) -> Figure:
    """Draw a row of points for each outcome.

    Parameters
    ----------
    numbers
        From :func:`table`.
    context
        Words of the frame, basis and width.
    """
    labels = list(dict.fromkeys(numbers["label"]))
    step = 0.36 if context.narrow else 0.24
    with mpl.rc_context(style.STYLE):
        height = step * len(labels) + 0.45
        figure, area = style.framed(context, height, KEY)
        figure.set_layout_engine(None)
        width, total = figure.get_size_inches()
        left = (
            0.1 if context.narrow else max(style.text_width(w, style.SMALL) for w in labels) + 0.15
        )
        axes = figure.add_axes(
            ((area.left + left) / width, (area.bottom + 0.4) / total,
             (area.width - left - 0.15) / width, (height - 0.45) / total)
        )  # fmt: skip
        axes.axvline(
            numbers["by_chance"].median(), color=style.INK, linewidth=0.8, linestyle=(0, (4, 3))
        )
        _points(axes, numbers, labels, context.narrow)
        _dress(axes, numbers, height)
    return figure


def _points(axes: Axes, numbers: pd.DataFrame, labels: list[str], narrow: bool) -> None:
    """Draw a point for each model, and name the rows."""
    y = numbers["label"].map(labels.index) + (0.2 if narrow else 0)
    # Told apart by shape too: colour alone is lost in grey print.
    marks = zip((True, False), KEY.values(), ("D", "o"), strict=True)
    for alike, colour, marker in marks:
        some = numbers["alike"] == alike
        axes.plot(numbers["morans_i"][some], y[some], linestyle="", marker=marker, markersize=4.5,
                  color=colour, alpha=0.75, markeredgewidth=0)  # fmt: skip
    across = axes.get_yaxis_transform()
    for place, label in enumerate(labels if narrow else ()):
        axes.text(0, place - 0.2, label, transform=across, size=style.LEAST,
                  va="center_baseline", bbox=style.OVER_LINES)  # fmt: skip
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.set_yticks([] if narrow else range(len(labels)), [] if narrow else labels)


def _dress(axes: Axes, numbers: pd.DataFrame, height: float) -> None:
    """Set the axis of Moran's I, with as much room on either side of zero."""
    spread = max(0.1, np.abs(numbers["morans_i"]).max() * 1.1)
    axes.set_xlim(-spread, spread)
    axes.text(1, -0.32 / (height - 0.45), "Moran's I", transform=axes.transAxes, ha="right",
              va="center", size=style.SMALL)  # fmt: skip
    axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(5))
    axes.xaxis.set_major_formatter(lambda v, _: f"{v:+.2g}".replace("-", "−") if v else "0")
    axes.tick_params(length=0)
    axes.grid(axis="both")
    axes.spines[["left", "bottom"]].set_visible(False)
