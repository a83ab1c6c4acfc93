"""Stays to counts by body, year, condition, age and sex; nothing below holds a record."""

from collections.abc import Callable

import duckdb
import ibis
import pandas as pd
from ibis import Table, _
from ibis.expr import types as ir

from pooledfunds.episodes.engine import Plan
from pooledfunds.episodes.kept import kept_plan
from pooledfunds.episodes.records import coded
from pooledfunds.sources.hes_apc_codes import decode, encode, encode_area, last_of

ALL = "all_emergency"
UNKNOWN = "unknown"
UNKNOWN_BODIES = ("", "598", "599")  # 59898 not applicable, 59999 not known
DIMENSIONS = ["level", "body", "financial_year", "condition", "age_band", "sex"]
MEASURES = ["admissions", "bed_days", "stays", "stay_days"]


def in_set(diagnosis: ir.Column, prefixes: list[str]) -> ir.BooleanValue:
    """Tell whether a staged diagnosis begins with one of some ICD-10 prefixes."""
    return ibis.or_(*(diagnosis.between(encode(p, 4), last_of(p, 4)) for p in prefixes))


def condition_bits(stays: Table, sets: dict[str, list[str]], episode: str) -> ir.IntegerValue:
    """Return a number whose bits tell which diagnosis sets a stay belongs to.

    Parameters
    ----------
    sets
        ICD-10 prefixes by condition; sets may overlap.
    episode
        Whose primary diagnosis counts: that of the ``admitting`` episode, of the
        ``longest`` one, or of ``any``.
    """
    bits = ibis.literal(0, "int32")
    for number, prefixes in enumerate(sets.values()):
        column = stays.diagnosis_longest if episode == "longest" else stays.diagnosis
        belongs = in_set(column, prefixes)
        if episode == "any":
            later = stays.diagnoses_later.filter(lambda d, p=prefixes: in_set(d, p))
            belongs |= (later.length() > 0).fill_null(False)
        bits += belongs.cast("int32") * 2**number
    return bits


def financial_year_of(day: ir.DateColumn) -> ir.IntegerValue:
    """Return the calendar year in which a date's financial year begins."""
    return day.year() - (day.month() < 4).cast("int32")


def age_band_of(age: ir.IntegerColumn, starts: list[int]) -> ir.IntegerValue:
    """Return the position of an age's band, -1 where the age is missing."""
    reached = (ibis.ifelse(age >= start, 1, 0) for start in starts[1:])
    return ibis.ifelse(age.isnull(), -1, sum(reached, ibis.literal(0))).cast("int8")


def band_names(starts: list[int]) -> dict[int, str]:
    """Return the names of age bands by position, such as ``65-74`` and ``85+``."""
    ends = [f"-{after - 1}" for after in starts[1:]] + ["+"]
    names = {i: f"{start}{end}" for i, (start, end) in enumerate(zip(starts, ends, strict=True))}
    return names | {-1: UNKNOWN}


def plan_activity(
    stays: Table, sets: dict[str, list[str]], settings: dict, years: list[int]
) -> Plan:
    """Return the plan of the ``cells`` of ``count_activity``, whose parameters it takes."""
    emergency = stays.filter(coded(_.admimeth, settings["emergency_methods"]))
    keyed = emergency.mutate(
        bits=condition_bits(emergency, sets, settings["diagnosis_episode"]),
        band=age_band_of(emergency.age, settings["age_bands"]),
        begun=financial_year_of(emergency.admitted),
        gone=financial_year_of(emergency.discharged),
        nights=emergency.discharged.delta(emergency.admitted, unit="day"),
    )
    cells = keyed.group_by(["pct", "home", "bits", "band", "sex", "begun", "gone"]).aggregate(
        admissions=_.count(),
        stay_days=_.nights.sum(),
        **{f"days_{y}": keyed[f"days_{y}"].sum() for y in years},
    )
    plan = Plan()
    plan.ask("cells", cells)
    return plan


def count_activity(
    con: duckdb.DuckDBPyConnection,
    stays: Table,
    sets: dict[str, list[str]],
    settings: dict,
    years: list[int],
    council_of: Callable[[int], str],
) -> pd.DataFrame:
    """Return emergency activity by body, year, condition, age band and sex.

    Parameters
    ----------
    stays
        From ``provider_spells`` or ``continuous_spells``.
    sets
        ICD-10 prefixes by condition.
    settings
        ``emergency_methods``, ``diagnosis_episode``, ``age_bands`` and ``bed_days``.
    years
        First calendar year of each data year.
    council_of
        From ``councils_by_home``.

    Returns
    -------
    ``level`` (``pct`` or ``council``), ``body``, ``financial_year``, ``condition`` (a name
    of ``sets``, or ``all_emergency``), ``age_band``, ``sex``, and numbers:
    ``admissions`` in the year; ``bed_days``, nights within the year, or under the rule
    ``discharge`` the nights of the stays that ended in it; ``stays`` that ended in the
    year and their ``stay_days``, nights from admission to discharge.
    """
    plan = kept_plan(plan_activity, stays, sets, settings, years)
    cells = plan.answer(con, "cells")
    by_year = _spread_over_years(cells, years, settings["bed_days"]["rule"])
    by_body = _name_bodies(by_year, council_of)
    by_body["age_band"] = by_body["band"].map(band_names(settings["age_bands"]))
    by_body["sex"] = by_body["sex"].map({1: "male", 2: "female"}).fillna(UNKNOWN)
    blocks = [
        by_body[(by_body["bits"] & bit) == bit].assign(condition=name)
        for name, bit in [(ALL, 0), *((name, 2**i) for i, name in enumerate(sets))]
    ]
    every = pd.concat(blocks, ignore_index=True)
    counts = every.groupby(DIMENSIONS, as_index=False)[MEASURES].sum()
    return counts.astype(dict.fromkeys(MEASURES, "int64"))


def _spread_over_years(cells: pd.DataFrame, years: list[int], rule: str) -> pd.DataFrame:
    """Return a row per cell and year with each measure in the year that it belongs to."""
    keys = ["pct", "home", "bits", "band", "sex"]
    blocks = []
    for year in years:
        begun, gone = cells["begun"] == year, cells["gone"] == year
        stay_days = cells["stay_days"].fillna(0).where(gone, 0)
        blocks.append(
            cells[keys].assign(
                financial_year=f"{year}/{(year + 1) % 100:02d}",
                admissions=cells["admissions"].where(begun, 0),
                bed_days=stay_days if rule == "discharge" else cells[f"days_{year}"].fillna(0),
                stays=cells["admissions"].where(gone, 0),
                stay_days=stay_days,
            )
        )
    spread = pd.concat(blocks, ignore_index=True)
    return spread[(spread[MEASURES] != 0).any(axis=1)]


def _name_bodies(cells: pd.DataFrame, council_of: Callable[[int], str]) -> pd.DataFrame:
    """Return the cells twice over, by primary care trust and by council, under their codes."""
    pct = {code: decode(code, 3) for code in cells["pct"].unique()}
    pct = {code: UNKNOWN if name in UNKNOWN_BODIES else name for code, name in pct.items()}
    council = {home: council_of(int(home)) for home in cells["home"].unique()}
    return pd.concat(
        [
            cells.assign(level="pct", body=cells["pct"].map(pct)),
            cells.assign(level="council", body=cells["home"].map(council)),
        ],
        ignore_index=True,
    )


def plan_lengths(stays: Table, settings: dict, years: list[int]) -> Plan:
    """Return the plan of the ``cells`` of ``count_lengths_of_stay``."""
    chosen = stays.filter(coded(_.mainspef, settings["mental_health_specialties"], 3))
    chosen = chosen.filter(_.discharged.notnull())
    chosen = chosen.mutate(
        gone=financial_year_of(chosen.discharged),
        nights=chosen.discharged.delta(chosen.admitted, unit="day"),
    ).filter(_.gone.isin(years), _.nights >= 0)
    cells = chosen.group_by(["pct", "home", "gone", "nights"]).aggregate(stays=_.count())
    plan = Plan()
    plan.ask("cells", cells)
    return plan


def count_lengths_of_stay(
    con: duckdb.DuckDBPyConnection,
    stays: Table,
    settings: dict,
    years: list[int],
    council_of: Callable[[int], str],
) -> pd.DataFrame:
    """Return mental-health stays by body, year of discharge and length.

    From these counts any model of length of stay can be fitted without a record. A stay
    counts where its first episode is under one of ``mental_health_specialties``.

    Returns
    -------
    ``level, body, financial_year, nights, stays``.
    """
    cells = kept_plan(plan_lengths, stays, settings, years).answer(con, "cells")
    table = _name_bodies(cells, council_of)
    table["financial_year"] = [f"{year}/{(year + 1) % 100:02d}" for year in table["gone"]]
    table = trim_long_stays(table, settings["trim_nights"])
    keys = ["level", "body", "financial_year", "nights"]
    return table.groupby(keys, as_index=False)["stays"].sum()


def trim_long_stays(lengths: pd.DataFrame, limit: int | None) -> pd.DataFrame:
    """Return the counts with longer stays counted at ``limit`` nights; all as they are if none.

    A handful of stays of years would else decide a body's mean.
    """
    return lengths if limit is None else lengths.assign(nights=lengths["nights"].clip(upper=limit))


def councils_by_home(places: pd.DataFrame, kind: str) -> Callable[[int], str]:
    """Return the function from a staged place of residence to its council's code.

    Parameters
    ----------
    places
        ``code, council``. A code is a district such as ``00HY``, the first two characters
        of a county's districts such as ``16``, or, for LSOAs, the whole code.
    kind
        ``district`` or ``lsoa``. A place that the table does not name is ``unknown``.
    """
    council = dict(zip(places["code"], places["council"], strict=True))
    if kind == "lsoa":
        staged = {encode_area(code): name for code, name in council.items()}
        return lambda home: staged.get(home, UNKNOWN)

    def of_district(home: int) -> str:
        code = decode(home, 4)
        return council.get(code) or council.get(code[:2], UNKNOWN)

    return of_district
