"""Episodes to stays: provider spells by two published rules, and continuous inpatient spells."""

from collections.abc import Callable
from dataclasses import dataclass

import ibis
from ibis import Table, _
from ibis.expr import types as ir


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


def link_episodes(episodes: Table, rule: str) -> Table:
    """Return the episodes with ``joins`` (the one before) and ``joined`` (by the one after).

    Two neighbours in the rule's order, of one patient at one provider, belong to one spell
    when they share the admission date, or the start date, or when the first did not end
    in a discharge and the second starts on the day on which it ended.
    """
    what = RULES[rule]
    window = ibis.window(group_by=["patient", "procode"], order_by=list(what.order))
    goes_on = ibis.ifelse(what.goes_on(episodes.dismeth), episodes.epiend, ibis.null("date"))
    e = episodes.mutate(goes_on=goes_on)
    here = (e.admidate_filled, e.epistart, e.goes_on)
    before = tuple(column.lag().over(window) for column in here)
    after = tuple(column.lead().over(window) for column in here)
    return e.mutate(joins=_together(before, here), joined=_together(here, after)).drop("goes_on")


def _together(first: tuple, second: tuple) -> ir.BooleanValue:
    """Tell whether two neighbours, each (admission, start, goes on), are of one spell."""
    admitted, started, goes_on = first
    next_admitted, next_started, _later = second
    return (
        (admitted == next_admitted) | (started == next_started) | (goes_on == next_started)
    ).fill_null(False)


def provider_spells(linked: Table, rule: str, years: list[int]) -> Table:
    """Return one row per provider spell.

    Parameters
    ----------
    linked
        Valid episodes from ``link_episodes`` with ``transit``, ``admidate_filled``, ``pct``,
        ``home``, ``is_open`` and ``days_<year>``, the bed days of each data year.
    rule
        The name of the rule that linked them.

    Returns
    -------
    ``patient, procode``; ``admitted`` (the first episode's admission date, or its start),
    ``ended`` (end of the last episode), ``discharged`` (null while the stay is open);
    ``admimeth, mainspef, age, sex, pct, home`` and ``diagnosis`` of the first episode;
    ``diagnosis_longest``, of the longest one, the earlier of equals; ``diagnoses_later``,
    of the others; ``moved_in, moved_out``; ``episodes``; ``days_<year>``.
    """
    # Most spells are of one episode, and those need neither a second sort nor a sum
    alone = linked.filter(~_.joins & ~_.joined)
    several = linked.filter(_.joins | _.joined)
    place = ibis.window(group_by=["patient", "procode"], order_by=list(RULES[rule].order))
    numbered = several.mutate(
        spell=(~several.joins).cast("int32").cumsum().over(place),
        place=ibis.row_number().over(place),
    )
    singles = _of_one_episode(alone, years)
    return singles.union(_of_several(numbered, years, singles.columns))


def _discharge(dismeth, disdate, epiend, is_open) -> ir.DateValue:
    """Return the date of discharge: none while the patient has not been discharged."""
    left = ~is_open & dismeth.isin([1, 2, 3, 4, 5])
    return ibis.coalesce(disdate, ibis.ifelse(left, epiend, ibis.null("date")))


def _of_one_episode(e: Table, years: list[int]) -> Table:
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
        **{f"days_{year}": e[f"days_{year}"].cast("int32") for year in years},
    )


def _of_several(n: Table, years: list[int], columns: list[str]) -> Table:
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
        diagnosis_longest=n.diagnosis.argmax(length * 100_000 - n.place),
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
    ).select(*columns)
