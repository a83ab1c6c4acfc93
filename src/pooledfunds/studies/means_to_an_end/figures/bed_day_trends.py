"""Emergency bed days of older people by condition, age and year, with pools and care trusts."""

from collections.abc import Mapping

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pooledfunds.core.disclosure import protected, rules_of
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
        ``condition, age, financial_year, group, bed_days, persons, per_thousand, pcts``. A PCT's
        group is that of 2007/08 in every year; a care trust is in no other group. Bed days are
        rounded, and missing where they are withheld.
    """
    activity, people = inputs["hes_activity"], inputs["pct_population"]
    years = settings["financial_years"]
    keys = ["area_code", "financial_year", "condition", "age_band"]
    kinds = dict.fromkeys(keys, str)
    days = activity[activity["area_type"] == "pct"].astype(kinds)
    days = days[
        days["condition"].isin(CONDITIONS)
        & days["age_band"].isin(list(AGES))
        & days["financial_year"].isin(years)
    ]
    days = days.groupby(keys)["bed_days"].sum().reset_index()
    group = pct_groups(inputs["panel_pct"])
    people = people.assign(age_band=people["age_band"].astype(str).map(broad_age))
    people = people[people["financial_year"].isin(years)].dropna(subset="age_band")
    base = people.groupby(["pct_code", "financial_year", "age_band"])["persons"].sum().reset_index()
    base["group"] = base["pct_code"].map(group)
    days["group"] = days["area_code"].map(group)
    by = ["age_band", "financial_year", "group"]
    persons = base.groupby(by).agg(persons=("persons", "sum"), pcts=("pct_code", "nunique"))
    numbers = days.groupby(["condition", *by])["bed_days"].sum().reset_index()
    numbers = numbers.merge(persons.reset_index(), on=by)
    numbers["bed_days"] = publishable(numbers, settings)
    numbers["per_thousand"] = 1000 * numbers["bed_days"] / numbers["persons"]
    order = ["condition", "age_band", "group", "financial_year"]
    numbers = numbers.sort_values(order, ignore_index=True).rename(columns={"age_band": "age"})
    columns = ["condition", "age", "financial_year", "group", "bed_days", "persons"]
    return numbers[[*columns, "per_thousand", "pcts"]]


def publishable(numbers: pd.DataFrame, settings: Mapping) -> pd.Series:
    """Return the bed days of groups of PCTs as disclosure rules let them be told.

    Parameters
    ----------
    numbers
        ``condition, age_band, financial_year, group, bed_days, pcts``.
    settings
        See :func:`table`.
    """
    rules, cell = rules_of(settings), ["condition", "age_band", "financial_year", "group"]
    names = ("|".join(row) for row in numbers[cell].itertuples(index=False))
    days = protected(numbers["bed_days"], names, rules)
    return days.where(numbers["pcts"] >= rules.fewest_areas) if rules.apply else days


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
        unit="Emergency bed days per 1,000 people of the age",
        count=f"n = {groups.sum():,} PCTs: {each}",
        years=f"{years[0]} to {years[-1]}",
        notes=(
            "Nights within the year of stays that began as an emergency, by the primary diagnosis "
            "on admission; each panel begins at zero. A PCT's group is that of 2007/08",
        ),
    )


def change(numbers: pd.DataFrame, condition: str) -> float:
    """Return the change of a condition's bed days from the first to the last year, in per cent.

    Parameters
    ----------
    numbers
        From :func:`table`.
    condition
        A diagnosis set.
    """
    told = told_throughout(numbers)
    days = told[told["condition"] == condition].groupby("financial_year")["bed_days"].sum()
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
        rows = numbers[
            (numbers["condition"] == condition) & (numbers["financial_year"] == years[-1])
        ]
        rates = rows.groupby("group")[["bed_days", "persons"]].sum()
        rates = 1000 * rates["bed_days"] / rates["persons"]
        each_rate = ", ".join(
            f"{name.lower()} {rates[name]:,.0f}" for name in GROUPS if name in rates
        )
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
        grid = figure.subplots(len(conditions), len(AGES), squeeze=False)
        years = sorted(numbers["financial_year"].unique())
        for line, condition in zip(grid, conditions, strict=True):
            for axes, (age, words) in zip(line, AGES.items(), strict=True):
                rows = numbers[(numbers["condition"] == condition) & (numbers["age"] == age)]
                for name, colour in key.items():
                    wide = rows[rows["group"] == name].set_index("financial_year")["per_thousand"]
                    axes.plot(
                        range(len(years)), wide.reindex(years), color=colour, marker="o",
                        markersize=2.5, linewidth=1.5, linestyle=STYLES.get(name, "solid"),
                    )  # fmt: skip
                # Above all lines there is room for the age
                most = rows["per_thousand"].max()
                axes.set_ylim(0, 1.3 * most if most > 0 else 1)
                _dress(axes, context, years)
                if axes is line[0]:
                    axes.set_title(condition.replace("_", " ").capitalize(), weight="bold")
                axes.text(
                    0.03, 0.97, words if not context.narrow else age, transform=axes.transAxes,
                    size=style.SMALL, color=style.MUTED, va="top",
                )  # fmt: skip
                style.mark_basis(axes, context.basis)
    return figure


def _dress(axes: Axes, context: Context, years: list[str]) -> None:
    """Set a panel's axes."""
    if context.narrow:
        short = [f"{year[2:4]}/{year[5:]}" for year in years]
        axes.set_xticks([0, len(years) - 1], [short[0], short[-1]], size=style.SMALL - 1)
        axes.tick_params(axis="y", labelsize=style.SMALL - 1)
    else:
        axes.set_xticks(range(len(years)), years, size=style.SMALL - 1)
    axes.set_xlim(-0.25, len(years) - 0.75)
    axes.yaxis.set_major_locator(mpl.ticker.MaxNLocator(3))
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.3g}")
    axes.grid(axis="y")
    axes.tick_params(length=0)
    axes.spines["left"].set_visible(False)
