"""Episodes to stays: provider spells by two published rules, and continuous inpatient spells."""

from collections.abc import Callable
from dataclasses import dataclass

import ibis
from ibis import Table
from ibis.expr import datatypes as dt
from ibis.expr import types as ir

from pooledfunds.episodes.bed_days import nights_by_year, nights_told_before
from pooledfunds.episodes.records import SAME_EPISODE


@dataclass(frozen=True)
class SpellRule:
    """A published rule for provider spells: its order of episodes and who was not discharged."""

    order: tuple[str, ...]
    goes_on: Callable  # from the discharge method: the patient was not discharged


RULES = {
    # Health Foundation pipeline: not discharged is 8 or 9 [sources.md, section 1]
    "health_foundation": SpellRule(
        ("epistart", "epiend", "epiorder", "transit", "epikey"),
        lambda dismeth: dismeth.isin([8, 9]),
    ),
    # York CHE loader: the order within the spell first, and any method above 5
    "york": SpellRule(
        ("epistart", "epiorder", "epiend", "transit", "epikey"),
        lambda dismeth: dismeth > 5,
    ),
}
FROM_FIRST = ["admimeth", "mainspef", "age", "sex", "pct", "home"]


AT_PROVIDER = ["patient", "procode"]


def may_be_linked(records: Table, sharing: Table, rule: str) -> Table:
    """Return ``patient, procode`` of the records that ``link_episodes`` could join to any other.

    Those share an admission date or a start, or one did not end in a discharge. To tell them
    by hash is far cheaper than to sort the others, who are most.

    Parameters
    ----------
    records
        Records with ``admidate_filled``.
    sharing
        Those that share their start with another of the patient.
    """
    goes_on = RULES[rule].goes_on(records.dismeth)
    admissions = records.group_by([*AT_PROVIDER, "admidate_filled"])
    several = admissions.aggregate(records=records.count(), goes_on=goes_on.any())
    several = several.filter((several.records > 1) | several.goes_on)
    return several.select(AT_PROVIDER).union(sharing.select(AT_PROVIDER), distinct=True)


def link_episodes(episodes: Table, rule: str) -> Table:
    """Return the episodes with ``joins`` (the one before) and ``joined`` (by the one after).

    Two neighbours in the rule's order, of one patient at one provider, belong to one spell
    when they share the admission date, or the start date, or when the first did not end
    in a discharge and the second starts on the day on which it ended.
    """
    what = RULES[rule]
    window = ibis.window(group_by=AT_PROVIDER, order_by=list(what.order))
    goes_on = ibis.ifelse(what.goes_on(episodes.dismeth), episodes.epiend, ibis.null("date"))
    days = [_day_number(d) for d in (episodes.admidate_filled, episodes.epistart, goes_on)]
    # One number to look up from either neighbour costs a third of three dates
    told = days[0] << 2 * _BITS | days[1] << _BITS | days[2]
    e = episodes.mutate(told=told)
    before, after = e.told.lag().over(window), e.told.lead().over(window)
    return e.mutate(joins=_together(before, e.told), joined=_together(e.told, after)).drop("told")


_BITS = 20  # room for the days of 2,800 years
_MASK = 2**_BITS - 1


def _day_number(day: ir.DateColumn) -> ir.IntegerValue:
    """Return days since 1899-12-31, nought where there is no date."""
    return ibis.coalesce(day.delta(ibis.date(1899, 12, 31), unit="day"), 0)


def _together(first: ir.IntegerValue, second: ir.IntegerValue) -> ir.BooleanValue:
    """Tell whether two neighbours, each (admission, start, goes on), are of one spell."""
    admitted, started, goes_on = first >> 2 * _BITS, first >> _BITS & _MASK, first & _MASK
    next_admitted, next_started = second >> 2 * _BITS, second >> _BITS & _MASK
    return (
        ((admitted == next_admitted) & (admitted > 0))
        | (started == next_started)
        | (goes_on == next_started)
    ).fill_null(False)


def provider_spells(
    apart: Table, linked: Table, superseded: Table, rule: str, source: str, years: list[int]
) -> Table:
    """Return one row per provider spell.

    Parameters
    ----------
    apart
        Valid episodes that cannot be linked to another, with ``transit``,
        ``admidate_filled``, ``pct``, ``home``, ``is_open`` and ``nights``.
    linked
        The others, from ``link_episodes``.
    superseded
        Unfinished records of some of these in earlier years' files.
    rule
        The name of the rule that linked them.
    source
        Of bed days (see ``nights_by_year``).

    Returns
    -------
    ``patient, procode``; ``admitted`` (the first episode's admission date, or its start),
    ``ended`` (end of the last episode), ``discharged`` (null while the stay is open);
    ``admimeth, mainspef, age, sex, pct, home`` and ``diagnosis`` of the first episode;
    ``diagnosis_longest``, of the longest one, the earlier of equals; ``diagnoses_later``,
    of the others; ``moved_in, moved_out``; ``episodes``; ``days_<year>``.
    """
    # Most spells are of one episode, and those need neither a second sort nor a sum
    alone = linked.filter(~linked.joins & ~linked.joined)
    several = linked.filter(linked.joins | linked.joined)
    several = several.union(alone.semi_join(superseded, SAME_EPISODE))
    alone = alone.anti_join(superseded, SAME_EPISODE).select(apart.columns).union(apart)
    place = ibis.window(group_by=AT_PROVIDER, order_by=list(RULES[rule].order))
    numbered = several.mutate(
        spell=(~several.joins).cast("int32").cumsum().over(place),
        place=ibis.row_number().over(place),
        **nights_by_year(several, source, years),
    )
    spells = _of_several(numbered, years)
    if source == "bedyear":
        earlier = nights_told_before(superseded, numbered, years)
        both = spells.left_join(earlier, ["patient", "procode", "spell"], rname="{name}_before")
        days = [f"days_{year}" for year in years]
        total = {d: (both[d] + both[f"{d}_before"].fill_null(0)).cast("int32") for d in days}
        spells = both.mutate(**total)
    singles = _of_one_episode(alone, nights_by_year(alone, source, years))
    return singles.union(spells.select(*singles.columns))


def _discharge(dismeth, disdate, epiend, is_open) -> ir.DateValue:
    """Return the date of discharge: none while the patient has not been discharged."""
    left = ~is_open & dismeth.isin([1, 2, 3, 4, 5])
    return ibis.coalesce(disdate, ibis.ifelse(left, epiend, ibis.null("date")))


def _of_one_episode(e: Table, days: dict[str, ir.IntegerValue]) -> Table:
    return e.select(
        "patient",
        "procode",
        admitted=ibis.coalesce(e.admidate_filled, e.epistart),
        ended=e.epiend,
        discharged=_discharge(e.dismeth, e.disdate, e.epiend, e.is_open),
        **{name: e[name] for name in FROM_FIRST},
        diagnosis=e.diagnosis,
        diagnosis_longest=e.diagnosis,
        diagnoses_later=ibis.null("array<uint32>"),
        moved_in=e.transit.isin([2, 3]),
        moved_out=e.transit.isin([1, 2]),
        episodes=ibis.literal(1, "int32"),
        **days,
    )


@ibis.udf.agg.builtin(name="arg_max")
def _arg_max(value: dt.uint32, by: dt.int64) -> dt.uint32:
    """Return the value where another is greatest; ``argmax`` of Ibis sorts each group."""


def _of_several(n: Table, years: list[int]) -> Table:
    length = n.epiend.delta(n.epistart, unit="day")
    first, last = ~n.joins, ~n.joined  # exactly one episode of a spell is either
    spells = n.group_by(["patient", "procode", "spell"]).aggregate(
        admidate_first=n.admidate_filled.max(where=first),
        epistart_first=n.epistart.min(),
        ended=n.epiend.max(),
        end_last=n.epiend.max(where=last),
        dismeth_last=n.dismeth.max(where=last),
        open_last=n.is_open.cast("int8").max(where=last) == 1,
        # it may stand on another episode than the last; any of them counts
        disdate=n.disdate.max(),
        **{name: n[name].max(where=first) for name in FROM_FIRST},
        diagnosis=n.diagnosis.max(where=first),
        diagnosis_longest=_arg_max(n.diagnosis, length * 100_000 - n.place),
        diagnoses_later=n.diagnosis.collect(where=n.joins),
        moved_in=n.transit.max(where=first).isin([2, 3]),
        moved_out=n.transit.max(where=last).isin([1, 2]),
        episodes=n.count().cast("int32"),
        **{f"days_{year}": n[f"days_{year}"].sum().cast("int32") for year in years},
    )
    return spells.mutate(
        admitted=ibis.coalesce(spells.admidate_first, spells.epistart_first),
        discharged=_discharge(
            spells.dismeth_last, spells.disdate, spells.end_last, spells.open_last
        ),
    )
