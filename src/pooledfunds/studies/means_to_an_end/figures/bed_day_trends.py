"""Emergency bed days of older people by condition, age and year, with pools and care trusts."""

from collections.abc import Mapping

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy import stats

from pooledfunds.core.disclosure import DisclosureRules, protected, rules_of
from pooledfunds.exhibits import style
from pooledfunds.exhibits.style import Caption, Context

GROUPS = {
    "Intermediate care pool": style.BLUE,
    "No such pool": style.AMBER,
    "Not known": "#9aa5ae",
    "Care trust": style.VERMILION,
}
STYLES = {"Not known": (0, (2, 2)), "Care trust": (0, (5, 2))}
AGES = {"65-74": "65 to 74", "75-84": "75 to 84", "85+": "85 and over"}
CONDITIONS = ("lower_respiratory", "stroke", "fractured_neck_of_femur")
YEAR = "2007/08"


def table(inputs: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return emergency bed days per 1,000 people by condition, age, year and group of PCTs.

    Parameters
    ----------
    inputs
        ``hes_activity``, ``pct_population`` and ``panel_pct``.
    settings
        ``financial_years``, ``disclosure``.

    Returns
    -------
    DataFrame
        ``condition, age, financial_year, group, bed_days, persons, per_thousand``, the ends of its
        95 per cent interval ``low, high``, and ``pcts``. A PCT's group is that of 2007/08 in every
        year; a care trust is in no other group. Bed days are rounded, and missing with all that
        rests on them where they are withheld.
    """
    years = settings["financial_years"]
    days = days_of(inputs["hes_activity"], years)
    people = persons_of(inputs["pct_population"], years)
    people["group"] = people["area_code"].map(pct_groups(inputs["panel_pct"]))
    conditions = pd.DataFrame({"condition": days["condition"].unique()})
    cells = people.dropna(subset="group").merge(conditions, how="cross")
    cells = cells.merge(days, how="left").fillna({"bed_days": 0})
    by = ["condition", "age", "group", "financial_year"]
    sums = [(*keys, *sums_of(rows)) for keys, rows in cells.groupby(by)]
    numbers = pd.DataFrame(sums, columns=[*by, *SUMS])
    shown = told(numbers, rules_of(settings))
    return shown[["condition", "age", "financial_year", "group", *RATE]]


SUMS = ("bed_days", "persons", "pcts", "reach")
RATE = ("bed_days", "persons", "per_thousand", "low", "high", "pcts")


def days_of(activity: pd.DataFrame, years: list[str]) -> pd.DataFrame:
    """Return ``area_code, financial_year, condition, age, bed_days`` of the PCTs, both sexes.

    Parameters
    ----------
    activity
        ``catalogue.hes.ACTIVITY``.
    years
        Financial years to be kept.
    """
    keys = ["area_code", "financial_year", "condition", "age"]
    days = activity[activity["area_type"] == "pct"].rename(columns={"age_band": "age"})
    days = days.astype(dict.fromkeys(keys, str))
    wanted = {"condition": CONDITIONS, "age": list(AGES), "financial_year": years}
    for column, values in wanted.items():
        days = days[days[column].isin(values)]
    return days.groupby(keys)["bed_days"].sum().reset_index()


def persons_of(population: pd.DataFrame, years: list[str]) -> pd.DataFrame:
    """Return ``area_code, financial_year, age, persons`` of the PCTs in bands of ten years.

    Parameters
    ----------
    population
        ``catalogue.returns.PCT_POPULATION``.
    years
        Financial years to be kept.
    """
    people = population.rename(columns={"pct_code": "area_code"})
    people = people.assign(age=people["age_band"].astype(str).map(broad_age))
    people = people[people["financial_year"].isin(years)].dropna(subset="age")
    people = people.astype({"area_code": str, "financial_year": str})
    return people.groupby(["area_code", "financial_year", "age"])["persons"].sum().reset_index()


def sums_of(rows: pd.DataFrame) -> tuple[float, ...]:
    """Return a group's sums and how far the interval of their rate reaches, as ``SUMS`` names them.

    The rate is a ratio of sums over PCTs; its error is that of a ratio (Cochran 1977, section
    6.4), with t of one degree of freedom fewer than PCTs, so that it tells how PCTs differ. The
    reach is per 1,000, and missing of a single PCT.

    Parameters
    ----------
    rows
        ``bed_days`` and ``persons`` of each PCT of the group.
    """
    days, persons, n = rows["bed_days"], rows["persons"], len(rows)
    reach = np.nan
    if n > 1:
        left = days - days.sum() / persons.sum() * persons
        error = np.sqrt(n / (n - 1) * (left**2).sum()) / persons.sum()
        reach = 1000 * error * stats.t.ppf(0.975, n - 1)
    return (days.sum(), persons.sum(), n, reach)


def told(numbers: pd.DataFrame, rules: DisclosureRules) -> pd.DataFrame:
    """Return what disclosure rules let be told of groups of PCTs: days, rate and interval.

    The interval lies about the rate of the rounded days and reaches to two digits, so that neither
    end leads to the exact days; where days are withheld, rate and interval are missing.

    Parameters
    ----------
    numbers
        ``condition, age, financial_year, group`` and ``SUMS``.
    rules
        Those of the study.
    """
    cell = ["condition", "age", "financial_year", "group"]
    names = ("|".join(row) for row in numbers[cell].itertuples(index=False))
    days = protected(numbers["bed_days"], names, rules)
    days = days.where(numbers["pcts"] >= rules.fewest_areas) if rules.apply else days
    middle = 1000 * days / numbers["persons"]
    reach = numbers["reach"].map(lambda value: float(f"{value:.2g}"))
    low, high = (middle - reach).clip(lower=0), middle + reach
    return numbers.assign(bed_days=days, per_thousand=middle, low=low, high=high)


def broad_age(band: str) -> str | None:
    """Return the band of ten years that an age band of five lies in; nothing below 65."""
    start = int(band.split("-")[0].rstrip("+"))
    return None if start < 65 else "65-74" if start < 75 else "75-84" if start < 85 else "85+"


def pct_groups(panel: pd.DataFrame) -> dict[str, str]:
    """Return each PCT's group, as of 2007/08."""
    rows = panel[panel["financial_year"] == YEAR].set_index("area_code")
    pool = rows["pool_intermediate_care"].map({1.0: "Intermediate care pool", 0.0: "No such pool"})
    groups = pool.fillna("Not known").mask(rows["care_trust"] == 1, "Care trust")
    return {str(code): group for code, group in groups.items()}


def caption(numbers: pd.DataFrame, published: Mapping[str, str]) -> Caption:
    """Return unit, number of PCTs, years and what the groups are.

    Parameters
    ----------
    numbers
        From :func:`table`.
    published
        Printed values by claim id.
    """
    groups = numbers.groupby("group")["pcts"].max()
    each = ", ".join(f"{name.lower()} {groups[name]}" for name in GROUPS if name in groups)
    years = sorted(numbers["financial_year"].unique())
    return Caption(
        title=finding(numbers),
        unit="Emergency bed days per 1,000 people of the age; upright lines are 95% intervals",
        count=f"n = {groups.sum():,} PCTs: {each}",
        years=f"{years[0]} to {years[-1]}",
        notes=(
            "Nights within the year of stays that began as an emergency, by the primary diagnosis "
            "on admission; panels of a condition share their scale. Intervals are of the spread "
            "of PCTs. A PCT's group is that of 2007/08",
        ),
    )


def finding(numbers: pd.DataFrame) -> str:
    """Return how each condition's bed days changed, as a title; nothing where all are withheld."""
    known = [name for name in CONDITIONS if (told_throughout(numbers)["condition"] == name).any()]
    each = (f"{name.replace('_', ' ')} {change(numbers, name):+.0f}%" for name in known)
    words = f"Emergency bed days over the years: {', '.join(each)}".replace("-", "−")
    return words if known else ""


def change(numbers: pd.DataFrame, condition: str) -> float:
    """Return the change of a condition's bed days from the first to the last year, in per cent.

    Parameters
    ----------
    numbers
        From :func:`table`.
    condition
        A diagnosis set.
    """
    kept = told_throughout(numbers)
    days = kept[kept["condition"] == condition].groupby("financial_year")["bed_days"].sum()
    return 100 * (days.iloc[-1] / days.iloc[0] - 1)


def told_throughout(numbers: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of a group, age and condition of which no year is withheld.

    Parameters
    ----------
    numbers
        From :func:`table`.
    """
    line = [numbers[name] for name in ("condition", "age", "group")]
    return numbers[~numbers["bed_days"].isna().groupby(line).transform("any")]


def describe(numbers: pd.DataFrame) -> str:
    """Return the finding in words, from the numbers that are told."""
    numbers = told_throughout(numbers)
    if numbers.empty:
        return "Lines of emergency bed days by condition and age: all of them are withheld."
    years = sorted(numbers["financial_year"].unique())
    each = []
    for condition in (c for c in CONDITIONS if (numbers["condition"] == c).any()):
        rows = numbers[numbers["condition"] == condition]
        rows = rows[rows["financial_year"] == years[-1]]
        rates = rows.groupby("group")[["bed_days", "persons"]].sum()
        rates = 1000 * rates["bed_days"] / rates["persons"]
        told_of = [name for name in GROUPS if name in rates]
        each_rate = ", ".join(f"{name.lower()} {rates[name]:,.0f}" for name in told_of)
        each.append(
            f"{condition.replace('_', ' ')} {change(numbers, condition):+.1f} per cent since "
            f"{years[0]}, in {years[-1]} per 1,000 aged 65 and over: {each_rate}"
        )
    return (
        "Lines of emergency bed days by condition, age and year for groups of PCTs. "
        f"{'; '.join(each)}."
    ).replace("-", "−")


def draw(numbers: pd.DataFrame, context: Context) -> Figure:
    """Draw a panel for each condition and age, a line for each group of PCTs.

    Parameters
    ----------
    numbers
        From :func:`table`.
    context
        Words of the frame, basis and width.
    """
    with mpl.rc_context(style.STYLE):
        conditions = [c for c in CONDITIONS if (numbers["condition"] == c).any()]
        have = set(numbers["group"])
        key = {name: colour for name, colour in GROUPS.items() if name in have}
        figure, _ = style.framed(context, (1.75 if context.narrow else 1.6) * len(conditions), key)
        grid = figure.subplots(len(conditions), len(AGES), squeeze=False, sharey="row")
        years = sorted(numbers["financial_year"].unique())
        for line, condition in zip(grid, conditions, strict=True):
            of_condition = numbers[numbers["condition"] == condition]
            for axes, (age, words) in zip(line, AGES.items(), strict=True):
                _lines(axes, of_condition[of_condition["age"] == age], years)
                most = of_condition["high"].fillna(of_condition["per_thousand"]).max()
                axes.set_ylim(0, 1.2 * most if most > 0 else 1)  # with room for the age
                _dress(axes, context, years)
                if axes is line[0]:
                    axes.set_title(condition.replace("_", " ").capitalize(), weight="bold")
                look = {"size": style.SMALL, "color": style.MUTED, "bbox": style.OVER_LINES}
                words = age if context.narrow else words
                axes.text(0.03, 0.97, words, transform=axes.transAxes, va="top", **look)
    return figure


def _lines(axes: Axes, rows: pd.DataFrame, years: list[str]) -> None:
    """Draw a line for each group, with the interval of each year."""
    for place, (name, colour) in enumerate(GROUPS.items()):
        group = rows[rows["group"] == name].set_index("financial_year").reindex(years)
        if group["pcts"].isna().all():
            continue
        at = np.arange(len(years)) + 0.05 * (place - 1.5)
        axes.vlines(at, group["low"], group["high"], color=colour, linewidth=0.9, alpha=0.8)
        axes.plot(at, group["per_thousand"], color=colour, marker="o", markersize=2.5,
                  linewidth=1.3, linestyle=STYLES.get(name, "solid"))  # fmt: skip


def _dress(axes: Axes, context: Context, years: list[str]) -> None:
    """Set a panel's axes."""
    if context.narrow:
        short = [f"{year[2:4]}/{year[5:]}" for year in years]
        axes.set_xticks([0, len(years) - 1], [short[0], short[-1]], size=style.LEAST)
        axes.tick_params(axis="y", labelsize=style.LEAST)
    else:
        axes.set_xticks(range(len(years)), years, size=style.LEAST)
    axes.set_xlim(-0.25, len(years) - 0.75)
    axes.yaxis.set_major_locator(mpl.ticker.MaxNLocator(4, integer=True, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.grid(axis="y")
    axes.tick_params(length=0)
    axes.spines["left"].set_visible(False)
