"""First estimates: joint financing on spend per head, with what each estimate can rule out."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pooledfunds.core.tables import rows_of
from pooledfunds.exhibits.charts import forest_panels
from pooledfunds.exhibits.charts.forest import finding, in_percent, span
from pooledfunds.exhibits.charts.forest_panels import signed
from pooledfunds.exhibits.style import Caption, Context

OUTCOMES = "spend_per_head_"
PRIMARY = "spend_per_head_less_joint_"
EXPOSURE = "joint_financing"
PANELS = {
    "effect": "Councils with joint financing against councils without",
    "interaction": "How much more where council and PCT share boundaries",
}

ENDLESS = 250  # per cent; an axis that goes further shows none of the others


def table(inputs: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return the estimates of joint financing on spend per head, in per cent.

    Parameters
    ----------
    inputs
        ``estimates`` (``catalogue.estimation.ESTIMATES``).
    settings
        ``outcomes`` of the study, for their labels.

    Returns
    -------
    DataFrame
        One row per outcome, years and term, of the first declared specification (the effect, on
        the cost less joint income and on the whole cost; and, on the first, its interaction with
        co-terminosity): ``panel, label, period``, then in per cent ``effect`` and the low and
        high ends of ``conf``, ``detectable`` and ``margin``, then ``nobs, n_exposed, n_unknown,
        cov_type, conclusion, specification``. Quantities are missing where the specification could
        not be fitted.
    """
    estimates = inputs["estimates"]
    estimates = estimates[
        estimates["outcome"].str.startswith(OUTCOMES)
        & estimates["term"].str.split(":").str[0].eq(EXPOSURE)
        & (estimates["outcome"].str.startswith(PRIMARY) | estimates["term"].eq(EXPOSURE))
    ]
    # With other covariates a row would read like its neighbour; those are in the table.
    comparison = ["outcome", "term", "period"]
    estimates = estimates.drop_duplicates(comparison).reset_index(drop=True)
    labels = {name: entry["label"] for name, entry in settings["outcomes"].items()}
    effects = in_percent(estimates, times=1)
    numbers = pd.DataFrame(
        {
            "panel": np.where(estimates["term"].str.contains(":"), "interaction", "effect"),
            "label": estimates["outcome"].astype(str).map(labels).fillna(estimates["outcome"]),
            "period": estimates["period"].astype(str),
            **{f"{name}_percent": values for name, values in effects.items()},
            **{name: estimates[name] for name in ("nobs", "n_exposed", "n_unknown")},
            **{name: estimates[name].astype(str)
               for name in ("cov_type", "conclusion", "specification")},
        }
    )  # fmt: skip
    if numbers["effect_percent"].isna().all():
        return numbers.iloc[:0]
    order = {label: place for place, label in enumerate(labels.values())}
    years = numbers["period"].str.count(";")
    ranks = numbers.assign(_outcome=numbers["label"].map(order), _years=years)
    return ranks.sort_values(["panel", "_outcome", "_years", "period"], ignore_index=True)[
        list(numbers.columns)
    ]


def period_words(period: str) -> str:
    """Return years as a reader says them."""
    return " and ".join(period.split("; "))


def period_range(period: str) -> str:
    """Return years as briefly as a picture needs, such as 2006/07–07/08."""
    first, *later = period.split("; ")
    return f"{first}–{later[-1][2:]}" if later else first


def caption(numbers: pd.DataFrame, published: Mapping[str, str]) -> Caption:
    """Return unit, number of councils, years and how to read the marks.

    Parameters
    ----------
    numbers
        From :func:`table`.
    published
        Printed values by claim id.
    """
    fitted = numbers[numbers["effect_percent"].notna()]
    years = sorted({year for period in numbers["period"] for year in period.split("; ")})
    notes = [
        "Points are estimates and lines their 95% confidence intervals, adjusted for age "
        "structure and deprivation (with other covariates: in the table of estimates), with HC2 "
        "errors, or errors clustered on the council where years are taken together",
    ]
    low, high = fitted["margin_low_percent"].min(), fitted["margin_high_percent"].max()
    notes.append(
        f"The shaded band ({signed(low)}% to {signed(high)}%) is the margin, declared beforehand, "
        "within which a difference would not matter"
    )
    untested = len(numbers) - len(fitted)
    if untested:
        notes.append(f"{untested} comparisons could not be tested and are left out of the picture")
    notes += [
        "The cost less joint income leaves out the money that is pooled, and the whole cost holds "
        "it: the first falls, and the second rises, with that money itself, so they are bounds",
        "Pale ticks, and MDE, mark the smallest difference that the comparison would have found "
        "with 80% power. A point is filled where the comparison shows a difference or excludes "
        "one that matters",
    ]
    return Caption(
        title=_finding(numbers),
        unit="Difference in spend per head, per cent",
        count=f"n = {span(fitted['nobs'])} council-years in each estimate",
        years=f"{years[0]} to {years[-1]}" if len(years) > 1 else years[0],
        notes=tuple(notes),
    )


def _finding(numbers: pd.DataFrame) -> str:
    """Return what the comparisons of councils with and without show, the descriptive ones apart."""
    effects = numbers[numbers["panel"] == "effect"].rename(columns={"effect_percent": "effect"})
    return finding(effects[~effects["conclusion"].str.startswith("descriptive")])


def sentence(row: Any) -> str:
    """Return one estimate in words."""
    what = f"{row.label}, {period_words(row.period)}"
    if pd.isna(row.effect_percent):
        return f"{what}: {row.conclusion}."
    return (
        f"{what}: {row.effect_percent:+.1f} per cent (95 per cent interval "
        f"{row.conf_low_percent:+.1f} to {row.conf_high_percent:+.1f}), {row.conclusion}."
    )


def describe(numbers: pd.DataFrame) -> str:
    """Return the finding in words, from the numbers."""
    effects = numbers[numbers["panel"] == "effect"]
    words = effects["conclusion"].str.split(":").str[0].value_counts()
    tally = ", ".join(f"{count} {word}" for word, count in words.items())
    each = " ".join(sentence(row) for row in rows_of(effects))
    return (
        "Forest of estimates of joint financing on councils' spend per head. "
        f"Of {len(effects)} comparisons of councils with and without joint financing: {tally}. "
        f"{each}"
    )


def draw(numbers: pd.DataFrame, context: Context) -> Figure:
    """Draw a forest for the effect and one for its interaction with co-terminosity.

    Parameters
    ----------
    numbers
        From :func:`table`.
    context
        Words of the frame, basis and width.
    """
    plain = {name: name.removesuffix("_percent") for name in numbers.columns}
    rows = numbers.rename(columns=plain).assign(what=numbers["period"].map(period_range))
    return forest_panels.draw_panels(
        rows, context, forest_panels.Drawing(PANELS, forest_panels.KEY, _marks)
    )


def _marks(axes: Axes, rows: pd.DataFrame, narrow: bool) -> tuple[float, float]:
    """Draw the marks of each row; the axis holds all of them but the endless."""
    ends = _limits(rows)
    forest_panels.draw_estimates(axes, rows, ends, narrow)
    return ends


def _limits(rows: pd.DataFrame) -> tuple[float, float]:
    """Return the ends of the axis in per cent: all intervals and margins, but the endless."""
    ends = ("conf", "detectable", "margin")
    low = np.nanmin(rows[[f"{end}_low" for end in ends]].to_numpy(dtype=float))
    high = np.nanmax(rows[[f"{end}_high" for end in ends]].to_numpy(dtype=float))
    high = min(high, max(ENDLESS, rows["effect"].max()))
    room = 0.04 * (high - low)
    return float(low - room), float(high + room)
