"""The linked panels: one row per body and year, every outcome with its denominator.

A panel is a list of bodies and years to which each return at hand adds its columns. A return of
one level is carried to the other over the persons that bodies have in common; what was split so
is told in ``apportioned_…``. What a source that is not at hand would give stays missing. Every
join finds at most one row, so no body is lost or doubled.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

import pandas as pd

from pooledfunds.areas.crosswalk import apportion, linked_areas, weight_of
from pooledfunds.catalogue.derived import group_amounts, with_rates
from pooledfunds.catalogue.panel import SERVICES, conditions_of, panel_contract
from pooledfunds.core.row_accounts import row_account
from pooledfunds.core.vocabulary import HEADS, KEY
from pooledfunds.linkage.outcomes import measures
from pooledfunds.linkage.outcomes.activity import (
    delayed_patients,
    emergency_activity,
    equipment_delivered,
    mental_health_stays,
    programme_spending,
)
from pooledfunds.linkage.outcomes.hospital import older_people
from pooledfunds.linkage.outcomes.population import age_structure, pct_age_bands, population_columns
from pooledfunds.linkage.pooling.joint_financing import partners_income


def panel(level: str, tables: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return the panel of a level (``contracts_panel``).

    Parameters
    ----------
    level
        ``council`` or ``pct``.
    tables
        ``bodies``, ``pct_council_pairs`` and ``coterminosity``, and the staged and linked tables
        of whatever returns are at hand.
    settings
        The settings of the study.
    """
    table = body_year_index(tables["bodies"], level, settings["financial_years"])
    shared = moderator(tables["coterminosity"], level, settings["coterminosity"])
    table = table.merge(shared, on="body_code", how="left", validate="many_to_one")
    areas = linked_areas(tables["pct_council_pairs"])
    areas = areas[areas["area_type"] == level].drop(columns="area_type")
    table = table.merge(areas, on="body_code", how="left", validate="many_to_one")
    table["linked_area"] = table["linked_area"].fillna(table["body_code"])
    for columns in outcome_columns(level, tables, settings):
        table = table.merge(columns, on=KEY, how="left", validate="one_to_one")
    columns = panel_contract(level, settings).columns
    numbers = [name for name, column in columns.items() if str(column.dtype) == "float64"]
    table = table.reindex(columns=list(columns)).astype(dict.fromkeys(numbers, float))
    table = with_rates(table)
    for name, outcome in settings["outcomes"].items():
        if "measure" in outcome:
            table[name] = getattr(measures, outcome["measure"])(table)
    table["in_frame"] = in_frame(table["population"], settings["frame"])
    if level == "pct":
        table["care_trust"] = (table["area_class"] == "Care trust").astype(float)
    return table.sort_values(KEY, ignore_index=True)


def body_year_index(bodies: pd.DataFrame, level: str, years: list[str]) -> pd.DataFrame:
    """Return one row per body of a level and year, with its name, class and region."""
    chosen = bodies[bodies["body_type"] == level]
    columns = ["body_code", "name", "area_class", "region_code", "region"]
    return chosen[columns].merge(pd.DataFrame({"financial_year": years}), how="cross")


def moderator(coterminosity: pd.DataFrame, level: str, definition: str) -> pd.DataFrame:
    """Return ``body_code, coterminous`` under the declared definition, as nought or one."""
    chosen = coterminosity[
        (coterminosity["body_type"] == level) & (coterminosity["definition"] == definition)
    ]
    return chosen[["body_code"]].assign(coterminous=chosen["coterminous"].astype(float))


def in_frame(population: pd.Series, settings: Mapping) -> pd.Series:
    """Return whether each body is of the size that the study is about (decision 5).

    The report's base of 148 councils is PSSEX1's 150 without the City of London and the Isles of
    Scilly, each of fewer than 10,000 people. A body of unknown population is in the frame.
    """
    return ~(population < settings["smallest_population"])


def people(level: str, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame | None:
    """Return the population of a level's own bodies by year, or nothing where it is not at hand."""
    if level == "council" and "council_population" in tables:
        table = population_columns(tables["council_population"])
        return table.rename(columns={"area": "body_code"})
    if level == "pct" and "pct_population" in tables:
        table = population_columns(pct_age_bands(tables["pct_population"]))
        return table.rename(columns={"area": "body_code"})
    return None


def apportion_by_year(
    table: pd.DataFrame,
    shares_for: Callable[[str], pd.DataFrame] | None,
    level: str,
    name: str,
    kind: str,
) -> pd.DataFrame:
    """Return a table of the one level for the bodies of the other, year by year.

    Parameters
    ----------
    table
        ``body_code, financial_year`` and columns to carry.
    shares_for
        Gives for a column the persons that PCTs and councils have in common, of the age that
        weighs; nothing where they are not at hand, and then nothing is carried.
    level
        The level to carry to.
    name
        Names the column ``apportioned_<name>``: the largest share of a column that was split.
    kind
        ``total`` or ``rate`` (``crosswalk.apportion``).
    """
    columns = [column for column in table.columns if column not in KEY]
    rows = []
    for year, given in table.groupby("financial_year") if shares_for is not None else ():
        values = given.set_index("body_code")
        split = {
            column: apportion(values[column], shares_for(column), level, kind).set_index(
                "body_code"
            )
            for column in columns
        }
        carried_year = pd.DataFrame({column: part["value"] for column, part in split.items()})
        estimated = pd.DataFrame({c: part["apportioned_share"] for c, part in split.items()})
        carried_year[f"apportioned_{name}"] = estimated.max(axis=1)
        rows.append(carried_year.rename_axis("body_code").reset_index().assign(financial_year=year))
    if not rows:
        return pd.DataFrame(columns=[*KEY, *columns, f"apportioned_{name}"])
    return pd.concat(rows, ignore_index=True)


def outcome_columns(
    level: str, tables: Mapping[str, pd.DataFrame], settings: Mapping
) -> Iterable[pd.DataFrame]:
    """Yield the columns that each return at hand gives, by body and year, for one level."""
    shares = None
    if "crosswalk" in tables:
        shares = partial(shares_for_column, tables["crosswalk"], settings["crosswalk"])

    def at(own: str, table: pd.DataFrame, name: str, kind: str = "total") -> pd.DataFrame:
        if level == own:
            return table.assign(**{f"apportioned_{name}": 0.0})
        return apportion_by_year(table, shares, level, name, kind)

    persons = people(level, tables)
    if persons is None and people("council", tables) is not None:
        counts = people("council", tables).filter(regex="body_code|financial_year|^population")
        split = apportion_by_year(counts, shares, level, "people", "total")
        persons = age_structure(split.drop(columns="apportioned_people"))
    if persons is not None:
        yield persons
    yield deprivation(level, tables, shares, settings)
    if "pssex1" in tables:
        yield at("council", cost_columns(tables["pssex1"], settings), "cost")
    if "joint_financing" in tables and level == "council":
        yield joint_columns(tables["joint_financing"], settings["joint_financing"]["income"])
    if "programme_budgets" in tables:
        yield at("pct", programme_spending(tables["programme_budgets"]), "budget")
    if "pool_exposure" in tables:
        yield pool_columns(tables["pool_exposure"], level, settings["pools"]["rule"])
    if "equipment_delivery" in tables:
        yield at("council", equipment_delivered(tables["equipment_delivery"]), "equipment")
    if "delayed_transfers" in tables:
        yield delays(level, tables["delayed_transfers"], shares)
    if "hes_activity" in tables and f"{level}_population" in tables:
        older, reference_year = older_people(level, tables), settings["trends"]["reference_year"]
        conditions = conditions_of(settings)
        yield emergency_activity(tables["hes_activity"], older, level, conditions, reference_year)
    if "hes_lengths_of_stay" in tables:
        yield mental_health_stays(tables["hes_lengths_of_stay"], level)


def shares_for_column(crosswalk: pd.DataFrame, settings: Mapping, column: str) -> pd.DataFrame:
    """Return the crosswalk by the persons whom a column's service is for."""
    return crosswalk[crosswalk["weight"] == weight_of(column, settings)]


def deprivation(
    level: str,
    tables: Mapping[str, pd.DataFrame],
    shares: Callable[[str], pd.DataFrame] | None,
    settings: Mapping,
) -> pd.DataFrame:
    """Return the deprivation score of each body, the same in every year.

    A PCT's own score stands before one averaged from its councils'.
    """
    years = pd.DataFrame({"financial_year": settings["financial_years"]})
    own = {"council": "council_deprivation", "pct": "pct_deprivation"}
    for source in (level, "council"):
        if own[source] in tables:
            scores = tables[own[source]].rename(
                columns={"cssr_code": "body_code", "pct_code": "body_code"}
            )
            table = scores[["body_code", "imd_score"]].merge(years, how="cross")
            if source == level:
                return table.assign(apportioned_deprivation=0.0)
            return apportion_by_year(table, shares, level, "deprivation", "rate")
    return pd.DataFrame(columns=[*KEY, "imd_score"])


def delays(
    level: str, table: pd.DataFrame, shares: Callable[[str], pd.DataFrame] | None
) -> pd.DataFrame:
    """Return delayed patients, from the level's own return where there is one."""
    own = delayed_patients(table, level)
    if len(own):
        return own.assign(apportioned_delays=0.0)
    other = delayed_patients(table, {"pct": "council", "council": "pct"}[level])
    counted = apportion_by_year(other.drop(columns="censuses"), shares, level, "delays", "total")
    censuses = other.groupby("financial_year", as_index=False)["censuses"].max()
    return counted.merge(censuses, on="financial_year", how="left")


def cost_columns(pssex1: pd.DataFrame, settings: Mapping) -> pd.DataFrame:
    """Return each client group's cost per council and year in GBP thousand, whole and in part.

    ``cost_<group>`` is the declared cost. ``cost_less_joint_<group>`` leaves out the income that
    the declared joint financing is, and ``cost_less_partners_<group>`` all income from joint
    arrangements and the NHS, so that an arrangement is not measured by its own money (decision 9).

    Parameters
    ----------
    settings
        ``spending`` and ``joint_financing`` of the study.
    """
    spending = settings["spending"]
    amounts = group_amounts(pssex1, spending["line"]).loc["council"]
    cost = amounts[spending["cost"]]
    parts = {
        "cost": cost,
        "cost_less_joint": cost,
        "cost_less_partners": cost,
    }
    if spending["cost"] == "total_cost":  # the other costs are net of these incomes already
        parts["cost_less_joint"] = cost - partners_income(
            amounts, settings["joint_financing"]["income"]
        )
        parts["cost_less_partners"] = cost - partners_income(amounts, "joint_and_nhs")
    wide = [part.unstack("client_group")[list(HEADS)].add_prefix(f"{name}_")
            for name, part in parts.items()]  # fmt: skip
    table = pd.concat(wide, axis=1).rename_axis(columns=None).reset_index()
    return table.rename(columns={"area": "body_code"})


def joint_columns(joint: pd.DataFrame, income: str) -> pd.DataFrame:
    """Return joint financing per council and year: amount, share and presence by client group.

    ``joint_financing_<group>`` is 1 for yes, 0 for no and missing for unknown.
    """
    chosen = joint[joint["income"] == income].astype({"client_group": str})
    coded = chosen.assign(
        joint_financing=coded_answer(chosen["present"]),
        joint_gbp_thousand=chosen["gbp_thousand"],
        joint_share=chosen["share_of_cost"],
    )
    wide = coded.pivot(
        index=["cssr_code", "financial_year"],
        columns="client_group",
        values=["joint_financing", "joint_gbp_thousand", "joint_share"],
    )
    wide.columns = [f"{name}_{group}" for name, group in wide.columns]
    return wide.reset_index().rename(columns={"cssr_code": "body_code"})


def coded_answer(answer: pd.Series) -> pd.Series:
    """Return yes as 1, no as 0 and unknown as missing."""
    return answer.astype(str).map({"yes": 1.0, "no": 0.0})


def pool_columns(exposure: pd.DataFrame, level: str, rule: str) -> pd.DataFrame:
    """Return pools by body and year under one rule of evidence: presence and years since start."""
    chosen = exposure[
        (exposure["rule"] == rule)
        & (exposure["body_type"] == level)
        & exposure["service_area"].isin(SERVICES)
    ].astype({"service_area": str})
    coded = chosen.assign(
        pool=coded_answer(chosen["pooled"]), pool_years=chosen["years_since_start"]
    )
    wide = coded.pivot(index=KEY, columns="service_area", values=["pool", "pool_years"])
    wide.columns = [f"{name}_{service}" for name, service in wide.columns]
    return wide.reset_index()


def panel_account(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the row account of a panel: body-years within the frame and those outside it."""
    within = int(table["in_frame"].sum())
    outside = {"outside the frame: too small": len(table) - within}
    return row_account("panel", name, len(table), within, outside)
