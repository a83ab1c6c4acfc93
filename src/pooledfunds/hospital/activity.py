"""Stays to counts by body, year, condition, age and sex; nothing below holds a record."""

from collections.abc import Callable, Mapping
from datetime import date

import ibis
import numpy as np
import pandas as pd
from ibis import Table, _
from ibis.expr import types as ir

from pooledfunds.catalogue.hes_codes import decode, encode, encode_area, last_of
from pooledfunds.core.financial_year import year_name
from pooledfunds.hospital.engine import Connection, Plan, plan_kind
from pooledfunds.hospital.plan_cache import cached_plan, definitions, kept_in
from pooledfunds.hospital.records import coded, in_spans

ALL = "all_emergency"
UNKNOWN = "unknown"
SEXES = {1: "male", 2: "female"}
UNKNOWN_BODIES = ("", "598", "599")  # 59898 not applicable, 59999 not known
DIMENSIONS = ["area_type", "area_code", "financial_year", "condition", "age_band", "sex"]
MEASURES = ["admissions", "bed_days", "stays", "stay_days"]


def in_set(diagnosis: ir.Column, prefixes: list[str]) -> ir.BooleanValue:
    """Return whether a staged diagnosis begins with one of some ICD-10 prefixes.

    Parameters
    ----------
    diagnosis
        Staged codes of four characters (see ``encode``).
    prefixes
        ICD-10 prefixes, each of one to four characters.
    """
    return in_spans(diagnosis, ((encode(p, 4), last_of(p, 4)) for p in prefixes))


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


def financial_year_of(day: ir.DateColumn, years: list[int]) -> ir.IntegerValue:
    """Return which of some financial years a date lies in, by the year of its April; else zero.

    To compare a date costs DuckDB half of taking its year and month apart.

    Parameters
    ----------
    day
        Dates.
    years
        First calendar year of each financial year.
    """
    spans = ((day.between(date(year, 4, 1), date(year + 1, 3, 31)), year) for year in years)
    return ibis.cases(*spans, else_=0)


def age_band_of(age: ir.IntegerColumn, starts: list[int]) -> ir.IntegerValue:
    """Return the position of an age's band, -1 where it is missing or below the first.

    Parameters
    ----------
    age
        In whole years.
    starts
        The first age of each band, in order.
    """
    reached = [(age >= start, place) for place, start in enumerate(starts)]
    return ibis.cases(*reversed(reached), else_=-1).cast("int8")


def band_names(starts: list[int]) -> dict[int, str]:
    """Return the names of age bands by position, such as ``65-74`` and ``85+``."""
    ends = [f"-{after - 1}" for after in starts[1:]] + ["+"]
    names = {i: f"{start}{end}" for i, (start, end) in enumerate(zip(starts, ends, strict=True))}
    return names | {-1: UNKNOWN}


def plan_activity(
    plan: Plan, stays: Table, sets: dict[str, list[str]], settings: Mapping, years: list[int]
) -> None:
    """Plan the ``cells`` of ``count_activity``, whose parameters it takes.

    Parameters
    ----------
    plan
        Gets the query.
    stays, sets, settings, years
        As in ``count_activity``.
    """
    emergency = stays.filter(coded(_.admimeth, settings["emergency_methods"]))
    keyed = emergency.mutate(
        bits=condition_bits(emergency, sets, settings["diagnosis_episode"]),
        band=age_band_of(emergency.age, settings["age_bands"]),
        begun=financial_year_of(emergency.admitted, years),
        gone=financial_year_of(emergency.discharged, years),
        nights=emergency.discharged.delta(emergency.admitted, unit="day"),
    )
    cells = keyed.group_by(["pct", "home", "bits", "band", "sex", "begun", "gone"]).aggregate(
        admissions=_.count(),
        stay_days=_total(keyed.nights),
        **{f"days_{y}": _total(keyed[f"days_{y}"]) for y in years},
    )
    plan.query("cells", cells)


def _total(nights: ir.IntegerColumn) -> ir.FloatingScalar:
    """Return a sum of whole numbers, exact below 2**53; in 128 bits it costs DuckDB four times."""
    return nights.cast("float64").sum()


def count_activity(
    con: Connection,
    stays: Table,
    sets: dict[str, list[str]],
    settings: Mapping,
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
    ``area_type`` (``pct`` or ``council``), ``area_code``, ``financial_year``, ``condition`` (a name
    of ``sets``, or ``all_emergency``), ``age_band``, ``sex``, and numbers:
    ``admissions`` in the year; ``bed_days``, nights within the year, or under the rule
    ``discharge`` the nights of the stays that ended in it; ``stays`` that ended in the
    year and their ``stay_days``, nights from admission to discharge.
    """
    facts = stays, sets, definitions(settings), years
    plan = cached_plan(plan_activity, *facts, folder=kept_in(settings), kind=plan_kind(settings))
    by_year = _spread_over_years(plan.answer(con, "cells"), years, settings["bed_days"]["rule"])
    by_body = _name_bodies(by_year, council_of)
    by_body["financial_year"] = _named(by_body["year"], year_name)
    by_body["age_band"] = _named(by_body["band"], band_names(settings["age_bands"]).__getitem__)
    by_body["sex"] = _named(by_body["sex"], lambda code: SEXES.get(code, UNKNOWN))
    conditions = {ALL: 0} | {name: 2**i for i, name in enumerate(sets)}
    every = _stacked(
        {name: by_body[(by_body["bits"] & bit) == bit] for name, bit in conditions.items()},
        "condition",
    )
    return every.groupby(DIMENSIONS, as_index=False, observed=True)[MEASURES].sum()


def _spread_over_years(cells: pd.DataFrame, years: list[int], rule: str) -> pd.DataFrame:
    """Return a row per cell and year with each measure in the year that it belongs to."""
    each = np.array(years)[:, np.newaxis]
    begun, gone = (cells[name].to_numpy() == each for name in ("begun", "gone"))
    admissions = cells["admissions"].to_numpy()
    of_stays = cells["stay_days"].fillna(0).to_numpy() * gone
    nights = cells[[f"days_{year}" for year in years]].to_numpy().T
    counts = {
        "admissions": admissions * begun,
        "bed_days": of_stays if rule == "discharge" else nights,
        "stays": admissions * gone,
        "stay_days": of_stays,
    }
    year, cell = np.nonzero(np.any(list(counts.values()), axis=0))
    counts = {name: count[year, cell].astype("int64") for name, count in counts.items()}
    keys = cells[["pct", "home", "bits", "band", "sex"]]
    return keys.take(cell).reset_index(drop=True).assign(year=each[year, 0], **counts)


def _name_bodies(cells: pd.DataFrame, council_of: Callable[[int], str]) -> pd.DataFrame:
    """Return the cells twice over, by primary care trust and by council, under their codes."""

    def trust_of(code: int) -> str:
        name = decode(code, 3)
        return UNKNOWN if name in UNKNOWN_BODIES else name

    bodies = [_named(cells["home"], council_of), _named(cells["pct"], trust_of)]
    twice = _stacked({"council": cells, "pct": cells}, "area_type")
    twice["area_code"] = pd.api.types.union_categoricals(bodies, sort_categories=True)
    return twice


def _stacked(blocks: dict[str, pd.DataFrame], column: str) -> pd.DataFrame:
    """Return tables one below the other, and a column of categories that tells each by name."""
    numbers = np.repeat(range(len(blocks)), [len(block) for block in blocks.values()])
    names = pd.Categorical.from_codes(numbers.tolist(), pd.Index(blocks))
    return pd.concat(blocks.values(), ignore_index=True).assign(**{column: names})


def _named(codes: pd.Series, name_of: Callable[[int], str]) -> "pd.Categorical[str]":
    """Return the names of codes as categories; several codes may share a name."""
    places, known = codes.factorize(use_na_sentinel=False)
    names = pd.Categorical([name_of(int(code)) for code in known])
    return names.take(places)


def plan_lengths(plan: Plan, stays: Table, settings: Mapping, years: list[int]) -> None:
    """Plan the ``cells`` of ``count_lengths_of_stay``.

    Parameters
    ----------
    plan
        Gets the query.
    stays, settings, years
        As in ``count_lengths_of_stay``.
    """
    chosen = stays.filter(coded(_.mainspef, settings["mental_health_specialties"], 3))
    chosen = chosen.mutate(
        gone=financial_year_of(chosen.discharged, years),
        nights=chosen.discharged.delta(chosen.admitted, unit="day"),
    ).filter(_.nights >= 0)  # which an open stay has none of
    cells = chosen.group_by(["pct", "home", "gone", "nights"]).aggregate(stays=_.count())
    plan.query("cells", cells)


def count_lengths_of_stay(
    con: Connection,
    stays: Table,
    settings: Mapping,
    years: list[int],
    council_of: Callable[[int], str],
) -> pd.DataFrame:
    """Return mental-health stays by body, year of discharge and length.

    From these counts any model of length of stay can be fitted without a record. A stay
    counts where its first episode is under one of ``mental_health_specialties``.

    Parameters
    ----------
    con
        On which ``stays`` can be read.
    stays
        From ``provider_spells`` or ``continuous_spells``.
    settings
        ``mental_health_specialties`` and ``trim_nights``.
    years
        First calendar year of each data year.
    council_of
        From ``councils_by_home``.

    Returns
    -------
    ``area_type, area_code, financial_year, nights, stays``.
    """
    facts = stays, definitions(settings), years
    plan = cached_plan(plan_lengths, *facts, folder=kept_in(settings), kind=plan_kind(settings))
    cells = plan.answer(con, "cells")
    table = _name_bodies(cells[cells["gone"] > 0], council_of)
    table["financial_year"] = _named(table["gone"], year_name)
    table = trim_long_stays(table, settings["trim_nights"])
    keys = ["area_type", "area_code", "financial_year", "nights"]
    return table.groupby(keys, as_index=False, observed=True)[["stays"]].sum()


def trim_long_stays(lengths: pd.DataFrame, limit: int | None) -> pd.DataFrame:
    """Return the counts with longer stays counted at ``limit`` nights; all as they are if none.

    A handful of stays of years would else decide a body's mean.

    Parameters
    ----------
    lengths
        ``nights`` and ``stays``, among others.
    limit
        In nights.
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
