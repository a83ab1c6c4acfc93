"""Register noise: what errors in the register would leave of the headline estimates."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pooledfunds.core.tables import rows_of
from pooledfunds.exhibits import style
from pooledfunds.exhibits.charts import forest, forest_panels
from pooledfunds.exhibits.style import Caption, Context
from pooledfunds.studies.means_to_an_end.figures import estimates_headline

SENSITIVITY, SPECIFICITY = 0.7, 0.95  # among the rates of ``register_noise`` in the settings
KEY = {
    "As registered, with 95% interval": style.BLUE,
    "If 30% of pools are missed and 5% named wrongly": style.AMBER,
    "Worst answers of silent bodies": style.BAND,
}


def table(inputs: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return the headline estimates with what errors in the register would leave of each.

    Parameters
    ----------
    inputs
        ``estimates`` (``catalogue.estimation.ESTIMATES``) and ``register_noise``
        (``catalogue.estimation.REGISTER_NOISE``).
    settings
        ``outcomes`` and ``exposures`` of the study.

    Returns
    -------
    DataFrame
        Columns of :func:`forest.comparisons`, then in the same unit ``corrected`` and its
        interval (attenuation undone at the module's rates), ``silent_low, silent_high`` (limits
        whatever bodies without an answer would say), ``silent`` (how many those are), ``labels``
        (turned over, enough for another conclusion) and ``turns_to``. Estimates that no register
        bears on are left out.
    """
    numbers = forest.comparisons(
        inputs["estimates"], settings, estimates_headline.EXPOSURES, estimates_headline.OUTCOMES
    )
    noise = inputs["register_noise"].astype(
        dict.fromkeys(("specification", "method", "conclusion"), str)
    )
    noise = noise.set_index("specification")
    scale = inputs["estimates"].drop_duplicates("specification").set_index("specification")["scale"]
    log = numbers["specification"].map(scale.astype(str)).eq("log")
    numbers = numbers.assign(**under_errors(numbers["specification"], noise, log))
    kept = numbers["specification"].isin(noise.index) & numbers["effect"].notna()
    return numbers[kept].reset_index(drop=True)


def under_errors(
    specifications: pd.Series, noise: pd.DataFrame, log: pd.Series
) -> dict[str, pd.Series | list]:
    """Return the columns that errors in the register add to the headline estimates.

    Parameters
    ----------
    specifications
        Of the estimates.
    noise
        ``catalogue.estimation.REGISTER_NOISE`` by specification.
    log
        Which of the estimates are on the log scale.
    """
    rates = noise[
        (noise["method"] == "rates")
        & np.isclose(noise["sensitivity"], SENSITIVITY)
        & np.isclose(noise["specificity"], SPECIFICITY)
    ]
    silent = noise[noise["method"] == "non-response"]
    fragile = noise[noise["method"] == "fragility"]

    def drawn(found: pd.DataFrame, name: str) -> pd.Series:
        values = specifications.map(found[name])
        with np.errstate(over="ignore"):
            return (100 * np.expm1(values)).where(log, 100 * values)

    return {
        "corrected": drawn(rates, "estimate"),
        "corrected_low": drawn(rates, "conf_low"),
        "corrected_high": drawn(rates, "conf_high"),
        "silent_low": drawn(silent, "conf_low"),
        "silent_high": drawn(silent, "conf_high"),
        "silent": specifications.map(silent["labels"]),
        "labels": specifications.map(fragile["labels"]),
        "turns_to": [fragile["conclusion"].get(name, "") for name in specifications],
    }


def caption(numbers: pd.DataFrame, published: Mapping[str, str]) -> Caption:
    """Return units, sample, years and how to read the marks.

    Parameters
    ----------
    numbers
        From :func:`table`.
    published
        Printed values by claim id.
    """
    return Caption(
        title=headline(numbers),
        unit="Difference between areas with and without, per cent or percentage points",
        count=f"n = {forest.span(numbers['nobs'])} areas in each estimate",
        years=" and ".join(sorted(numbers["period"].unique())),
        notes=(
            "Blue: the estimate as the register has it. Amber: the same with its attenuation "
            f"undone, if {100 * (1 - SENSITIVITY):.0f}% of pools were missed and "
            f"{100 * (1 - SPECIFICITY):.0f}% of bodies without one were named, alike everywhere; "
            "it is missing where no true share of pools fits these rates. The pale band holds the "
            "limits whatever the bodies that did not answer would have answered",
            "Last column: how many areas' answers on whether they pool, if wrong, are enough for "
            "another conclusion; many where none of the numbers that were tried is enough",
        ),
    )


def headline(numbers: pd.DataFrame) -> str:
    """Return how few labels turn how many conclusions."""
    labels = numbers["labels"].dropna()
    if labels.empty:
        return "No wrong answers that were tried change a conclusion"
    few = int(labels.between(1, 2).sum())
    return f"One or two wrong answers would change {few} of {len(numbers)} conclusions"


def answers_in_words(count: int) -> str:
    """Return how many answers, if wrong, are enough; zero stands for more than were tried."""
    return f"{count} answer{'' if count == 1 else 's'}" if count else "many"


def describe(numbers: pd.DataFrame) -> str:
    """Return the finding in words, from the numbers."""
    fits = numbers["corrected"].notna()
    times = (numbers["corrected"] / numbers["effect"])[fits].median()
    wide = (numbers["silent_low"] < 0) & (numbers["silent_high"] > 0)
    words = [
        f"Forest of {len(numbers)} estimates under errors in the register: {headline(numbers)}",
        f"At {100 * SENSITIVITY:.0f} per cent of pools named and {100 * SPECIFICITY:.0f} per cent "
        f"of the others left out, {int((~fits).sum())} fit no true share of pools",
    ]
    if fits.any():
        words.append(f"the middle one of the others grows {times:.1f} times")
    known = numbers["silent_low"].notna()
    if known.any():
        words.append(
            f"whatever silent bodies would answer, {int(wide.sum())} of {int(known.sum())} "
            "estimates could have either sign"
        )
    return f"{words[0]}. {'; '.join(words[1:])}."


def draw(numbers: pd.DataFrame, context: Context) -> Figure:
    """Draw each estimate as registered and corrected, over what silent bodies could make of it.

    Parameters
    ----------
    numbers
        From :func:`table`.
    context
        Words of the frame, basis and width.
    """
    turned = [
        "" if pd.isna(labels) else answers_in_words(int(labels)) for labels in numbers["labels"]
    ]
    rows = numbers.assign(
        filled=numbers["conclusion"].isin(forest_panels.CONCLUSIVE), conclusion=turned
    )
    return forest_panels.draw_panels(
        rows, context, forest_panels.Drawing(forest_panels.PANELS, KEY, _marks, "Changes with")
    )


def _marks(axes: Axes, rows: pd.DataFrame, narrow: bool) -> tuple[float, float]:
    """Draw bounds, the estimate and below it the corrected one; return the ends of the axis."""
    low = min(rows["effect"].min(), rows["corrected"].min(), rows["conf_low"].quantile(0.1))
    high = max(
        rows["effect"].max(), rows["corrected"].quantile(0.9), rows["conf_high"].quantile(0.9)
    )
    room = 0.05 * (high - low)
    ends = low, high = low - room, high + room
    for row in rows_of(rows):
        y = row.y + (0.1 if narrow else 0)
        if pd.notna(row.silent_low):
            band = (max(low, row.silent_low), min(high, row.silent_high))
            axes.fill_between(band, y - 0.085, y + 0.085, color=style.BAND, linewidth=0, zorder=0)
        registered = (row.effect, row.conf_low, row.conf_high)
        forest_panels.draw_interval(
            axes, y - 0.035, registered, ends, forest_panels.Mark(filled=row.filled)
        )
        if pd.notna(row.corrected):
            undone = (row.corrected, row.corrected_low, row.corrected_high)
            corrected = forest_panels.Mark(filled=True, color=style.AMBER, marker="d")
            forest_panels.draw_interval(axes, y + 0.04, undone, ends, corrected)
    return ends
