"""Stays to tables of counts: emergency activity, and lengths of stay."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd
from ibis import Table

from pooledfunds.catalogue import hes as contracts_hes
from pooledfunds.core.errors import StudyError
from pooledfunds.core.financial_year import year_name
from pooledfunds.core.ownership import owner_only
from pooledfunds.core.schema import enforce
from pooledfunds.hospital.activity import (
    ALL,
    UNKNOWN,
    councils_by_home,
    count_activity,
    count_lengths_of_stay,
)
from pooledfunds.hospital.engine import Plan, connect, in_run, plan_kind, scanned
from pooledfunds.hospital.plan_cache import cached_plan, kept_in
from pooledfunds.hospital.records import coded


def plan_admissions(plan: Plan, stays: Table, methods: list) -> None:
    """Plan ``admissions``: the number of stays, and of those by some methods.

    Parameters
    ----------
    plan
        Gets the query.
    stays
        Stays of any kind.
    methods
        Codes of methods of admission.
    """
    chosen = coded(stays.admimeth, methods)
    plan.query("admissions", stays.aggregate(stays=stays.count(), chosen=stays.count(where=chosen)))


def check_emergency_stays(folder: Path, settings: Mapping, accounts: pd.DataFrame) -> None:
    """Raise when no emergency stay is left, and tell what became of the records.

    Parameters
    ----------
    folder
        Holds ``stays/``.
    settings
        The section ``hes``: ``emergency_methods`` and ``engine``.
    accounts
        The row accounts.

    Raises
    ------
    StudyError
        When no stay is left that was admitted by one of the methods.
    """
    methods = settings["emergency_methods"]
    with connect(settings["engine"], folder) as con:
        stays = scanned(con, "stays", folder / "stays" / "stays-*.parquet")
        facts = stays, methods
        kind = plan_kind(settings)
        plan = cached_plan(plan_admissions, *facts, folder=kept_in(settings), kind=kind)
        [(all_stays, emergency)] = plan.answer(con, "admissions").itertuples(index=False)
    if emergency:
        return
    rows = accounts.groupby("fate", sort=False)["rows"].sum().drop("submitted")
    became = "; ".join(f"{fate} {count:,}" for fate, count in rows.items() if count)
    raise StudyError(
        f"no emergency stay is left. What became of the records: {became}. Stays: {all_stays:,}, "
        f"none admitted by method {', '.join(map(str, methods))} (hes.emergency_methods). The fate "
        "with the most records is the one to look into: see data/raw/README.md for the layout"
    )


def duplicate_rules(table: pd.DataFrame) -> dict[str, dict[str, list[str]]]:
    """Return the published rules for duplicates by name, from their word list."""
    return {
        rule: {"key": key.split(), "prefer": prefer.split(), "order": order.split()}
        for rule, key, prefer, order in (
            table[["rule", "key", "prefer", "order"]].fillna("").to_numpy()
        )
    }


def diagnosis_sets(table: pd.DataFrame, variants: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the ICD-10 prefixes of each condition, in the variant that the settings name.

    Parameters
    ----------
    table
        ``condition, variant, prefix``.
    variants
        The variant of each condition.

    Raises
    ------
    StudyError
        When a condition has no such variant.
    """
    sets = {
        condition: table.loc[
            (table["condition"] == condition) & (table["variant"] == variant), "prefix"
        ].tolist()
        for condition, variant in variants.items()
    }
    empty = [f"{name}: {variants[name]}" for name, prefixes in sets.items() if not prefixes]
    if empty:
        raise StudyError(f"no diagnosis set of that name: {', '.join(empty)}")
    return sets


def data_years(columns: Iterable[str]) -> list[int]:
    """Return the data years of stays, from the names of their columns of bed days."""
    return sorted(int(name.removeprefix("days_")) for name in columns if name.startswith("days_"))


def council_places(table: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return ``code, council``: which council a place of residence lies in.

    Parameters
    ----------
    table
        For ``district`` the table of bodies, whose councils bear a district's or county's old
        code; for ``lsoa`` the table of small areas.
    kind
        The setting ``attribution.council``.
    """
    if kind == "lsoa":
        places = table[["lsoa01_code", "cssr_code"]]
    else:
        places = table.loc[table["area_type"] == "council", ["old_code", "area_code"]]
    return places.set_axis(["code", "council"], axis=1)


def measure_stays(
    folder: str | Path, settings: Mapping, sets: pd.DataFrame, places: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Return the counts of activity and of lengths of stay from stays already built.

    Parameters
    ----------
    folder
        The folder that ``stage_extract`` wrote.
    settings
        The section ``hes`` of the study's settings.
    sets
        ``condition, variant, prefix``: ``config/codelists/hes_diagnosis_sets.csv``.
    places
        ``code, council`` (see ``councils_by_home``).

    Returns
    -------
    ``hes_activity`` and ``hes_lengths_of_stay`` (see ``count_activity`` and
    ``count_lengths_of_stay``).
    """
    folder = Path(folder)
    settings = in_run(settings, folder)
    council_of = councils_by_home(places, settings["attribution"]["council"])
    chosen = diagnosis_sets(sets, settings["diagnosis_sets"])
    with owner_only(folder), connect(settings["engine"], folder) as con:
        stays = scanned(con, "stays", folder / "stays" / "stays-*.parquet")
        years = data_years(stays.columns)
        activity = count_activity(con, stays, chosen, settings, years, council_of)
        lengths = count_lengths_of_stay(con, stays, settings, years, council_of)
    if activity.empty:
        raise StudyError(
            f"no emergency stay in {folder} of the data years {', '.join(map(year_name, years))}: "
            "nothing to measure"
        )
    check_known_places(activity, settings)
    return {
        "hes_activity": enforce(activity, contracts_hes.HES_ACTIVITY),
        "hes_lengths_of_stay": enforce(lengths, contracts_hes.HES_LENGTHS_OF_STAY),
    }


def check_known_places(activity: pd.DataFrame, settings: Mapping) -> None:
    """Raise where too many of a year's emergency admissions are of no known council.

    The codes of their places may have lost a zero, or be of another geography: each is readable,
    and none is known.

    Parameters
    ----------
    activity
        From ``count_activity``.
    settings
        ``quality.unknown_council_share`` and ``attribution.council``.
    """
    councils = activity[(activity["area_type"] == "council") & (activity["condition"] == ALL)]
    admissions = councils.groupby("financial_year", observed=True)["admissions"].sum()
    lost = councils[councils["area_code"] == UNKNOWN]
    unknown = lost.groupby("financial_year", observed=True)["admissions"].sum()
    share = (unknown / admissions.where(admissions > 0)).dropna()
    limit, field = settings["quality"]["unknown_council_share"], settings["attribution"]["council"]
    told = "; ".join(f"{year} {part:.1%}" for year, part in share[share > limit].items())
    if told:
        raise StudyError(
            f"field {field}: emergency admissions of no known council: {told} (at most "
            f"{limit:.1%}: hes.quality.unknown_council_share). Have the codes of places lost their "
            "first characters, or are they of other boundaries than the list of bodies?"
        )
