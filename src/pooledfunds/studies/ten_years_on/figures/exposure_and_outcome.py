"""Joint money against delays after the fund, each less what the model's other terms explain."""

from collections.abc import Mapping

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from pooledfunds.core.tables import rows_of
from pooledfunds.estimation.periods import log_rate
from pooledfunds.exhibits import style
from pooledfunds.exhibits.style import Caption, Context

ENTRY, EXPOSURE, OUTCOME, BASE = "joint_money", "joint_and_nhs_share", "delayed_days", "adult_days"


def table(inputs: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return each area's exposure and log rate of delays, both less the model's other terms.

    The residuals of least squares, so that the slope through them is the model's on logarithms
    (Frisch and Waugh 1933).

    Parameters
    ----------
    inputs
        ``panel_council``.
    settings
        ``specifications`` of the study: years, years before and covariates of the model.

    Returns
    -------
    DataFrame
        ``area_code, name, region, exposure`` (standard deviations), ``outcome`` (per cent),
        ``adults``.
    """
    declared = settings["specifications"][ENTRY]
    panel = inputs["panel_council"]
    panel = panel[panel["in_frame"]].astype({"financial_year": str})
    after, before = declared["periods"][0], declared["before"]
    years = {"after": after, "log_rate_before": before}
    rates = {name: log_rate(panel, OUTCOME, BASE, of) for name, of in years.items()}
    rows = panel.assign(**rates)
    rows = rows[rows["financial_year"] == min(after)].set_index("area_code")
    covariates, effects = declared["covariates"], declared["fixed_effects"]
    rows = rows.dropna(subset=[EXPOSURE, "after", *covariates])
    if len(rows) < 3:
        return rows.iloc[:0]
    dummies = pd.get_dummies(rows[effects].astype(str), dtype=float)
    design = np.column_stack([np.ones(len(rows)), rows[covariates], dummies])
    exposure = rows[EXPOSURE] / rows[EXPOSURE].std()
    left = {
        name: values - design @ np.linalg.lstsq(design, values, rcond=None)[0]
        for name, values in {"exposure": exposure, "outcome": rows["after"]}.items()
    }
    numbers = pd.DataFrame(
        {
            "area_code": rows.index,
            "name": rows["name"],
            "region": rows["region"].astype(str),
            "exposure": left["exposure"],
            "outcome": 100 * left["outcome"],
            "adults": rows["population_18_plus"],
        }
    )
    return numbers.reset_index(drop=True)


def slope(numbers: pd.DataFrame) -> float:
    """Return the slope through the residuals, per cent per standard deviation."""
    exposure = numbers["exposure"]
    return float((exposure * numbers["outcome"]).sum() / (exposure**2).sum())


def in_words(share: float) -> str:
    """Return a share of spread as it reads in a title."""
    return "under 1 per cent" if share < 0.01 else f"{100 * share:.0f} per cent"


def caption(numbers: pd.DataFrame, published: Mapping[str, str]) -> Caption:
    """Return unit, areas, years and the slope.

    Parameters
    ----------
    numbers
        From :func:`table`.
    published
        Not used.
    """
    share = np.corrcoef(numbers["exposure"], numbers["outcome"])[0, 1] ** 2
    return Caption(
        title=f"Joint money explains {in_words(share)} of what is left of areas' delays",
        unit="Delayed days against joint and NHS income, both less the model's other terms",
        count=f"n = {len(numbers):,} areas",
        years="2015/16 to 2018/19, given 2011/12 to 2013/14",
        headline=f"Slope {slope(numbers):+.1f}% per standard deviation (least squares)",
        notes=(
            "The model's other terms: delays before, share of adults aged 75 and over, "
            "deprivation, class and region. The line is of least squares on logarithms; what is "
            "concluded rests on the Poisson model",
        ),
    )


def describe(numbers: pd.DataFrame) -> str:
    """Return the finding in words, from the numbers."""
    return (
        f"Points for {len(numbers)} areas: adjusted delayed days against adjusted joint and NHS "
        f"income, with a slope of {slope(numbers):+.1f} per cent per standard deviation."
    )


def draw(numbers: pd.DataFrame, context: Context) -> Figure:
    """Draw a point for each area and the line through them; the farthest areas are named.

    Parameters
    ----------
    numbers
        From :func:`table`.
    context
        Words of the frame, basis and width.
    """
    with mpl.rc_context(style.STYLE):
        figure, _ = style.framed(context, 3.2)
        axes = figure.subplots()
        size = 60 * numbers["adults"] / numbers["adults"].max() + 4
        axes.scatter(numbers["exposure"], numbers["outcome"], s=size, color=style.BLUE, alpha=0.6,
                     linewidth=0, gid="areas")  # fmt: skip
        ends = np.array([numbers["exposure"].min(), numbers["exposure"].max()])
        axes.plot(ends, slope(numbers) * ends, color=style.VERMILION, linewidth=1.3)
        far = numbers["exposure"].abs().nlargest(2 if context.narrow else 4).index
        halo = [withStroke(linewidth=2, foreground=style.PAPER)]
        for row in rows_of(numbers.loc[far]):
            axes.annotate(row.name, (row.exposure, row.outcome), (0, 5), ha="center",
                          textcoords="offset points", size=style.LEAST,
                          path_effects=halo)  # fmt: skip
        axes.axhline(0, color=style.RULE, linewidth=0.8, zorder=0)
        axes.set_xlabel("Joint and NHS income, standard deviations", size=style.SMALL)
        axes.set_ylabel("Delayed days, per cent", size=style.SMALL)
        axes.margins(x=0.12)
        axes.tick_params(length=0)
        axes.grid()
    return figure
