"""Episodes to stays: provider spells by two published rules, and continuous inpatient spells."""

from collections.abc import Callable
from dataclasses import dataclass

import ibis
from ibis import Table, _
from ibis.expr.types import BooleanValue


@dataclass(frozen=True)
class SpellRule:
    """A published rule for provider spells: its order of episodes and who was not discharged."""

    order: tuple[str, ...]
    goes_on: Callable  # from the discharge method: the patient was not discharged


RULES = {
    # Health Foundation pipeline: not discharged is 8 or 9 [sources.md, section 1]
    "health_foundation": SpellRule(
        ("epistart", "epiend", "epiorder", "transit", "epikey", "file", "line"),
        lambda dismeth: dismeth.isin([8, 9]),
    ),
    # York CHE loader: the order within the spell first, and any method above 5
    "york": SpellRule(
        ("epistart", "epiorder", "epiend", "transit", "epikey", "file", "line"),
        lambda dismeth: dismeth > 5,
    ),
}


def link_episodes(episodes: Table, rule: str) -> Table:
    """Return the episodes with ``joins`` (the one before) and ``joined`` (by the one after).

    Two neighbours in the rule's order, of one patient at one provider, belong to one spell
    when they share the admission date, or the start date, or when the first did not end
    in a discharge and the second starts on the day on which it ended.
    """
    what = RULES[rule]
    window = ibis.window(group_by=["patient", "procode"], order_by=list(what.order))
    e = episodes

    def together(first: dict, second: dict) -> BooleanValue:
        return (
            (first["admidate_filled"] == second["admidate_filled"])
            | (first["epistart"] == second["epistart"])
            | (what.goes_on(first["dismeth"]) & (first["epiend"] == second["epistart"]))
        ).fill_null(False)

    names = ["admidate_filled", "epistart", "epiend", "dismeth"]
    here = {name: e[name] for name in names}
    before = {name: e[name].lag().over(window) for name in names}
    after = {name: e[name].lead().over(window) for name in names}
    return e.mutate(joins=together(before, here), joined=together(here, after))


def provider_spells(episodes: Table, rule: str, years: list[int]) -> Table:
    """Return one row per provider spell.

    Parameters
    ----------
    episodes
        Valid episodes with ``transit``, ``admidate_filled`` and ``days_<year>``, the bed
        days of each data year.
    rule
        A name of ``RULES``.

    Returns
    -------
    ``patient, procode``; ``admitted`` (the first episode's admission date, or its start),
    ``ended`` (end of the last episode), ``discharged`` (null while the stay is open);
    ``admimeth, mainspef, age, sex``, the places of residence and ``diagnosis`` of the first
    episode; ``diagnosis_longest``, of the longest one, the earlier of equals;
    ``diagnoses_later``, of the others; ``moved_in, moved_out``; ``episodes``;
    ``days_<year>``.
    """
    linked = link_episodes(episodes, rule)
    alone = linked.filter(~_.joins & ~_.joined)
    several = linked.filter(_.joins | _.joined)
    window = ibis.window(
        group_by=["patient", "procode"], order_by=list(RULES[rule].order), following=0
    )
    numbered = several.mutate(
        spell=(~several.joins).cast("int64").sum().over(window),
        place=ibis.row_number().over(
            ibis.window(group_by=["patient", "procode"], order_by=list(RULES[rule].order))
        ),
    )
    return _one_episode(alone, years).union(_several_episodes(numbered, years))


FROM_FIRST = ["admimeth", "mainspef", "age", "sex", "respct", "pctcode", "district", "lsoa"]


def _discharge(dismeth, disdate, epiend, is_open):
    """Return the date of discharge: none while the patient has not been discharged."""
    left = ~is_open & dismeth.isin([1, 2, 3, 4, 5])
    return ibis.coalesce(disdate, ibis.ifelse(left, epiend, ibis.null("date")))


def _one_episode(episodes: Table, years: list[int]) -> Table:
    e = episodes
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
        episodes=ibis.literal(1, "int64"),
        **{f"days_{year}": e[f"days_{year}"].cast("int64") for year in years},
    )


def _several_episodes(numbered: Table, years: list[int]) -> Table:
    n = numbered
    length = n.epiend.delta(n.epistart, unit="day")
    # The discharge date may stand on another episode than the last; any of them counts
    spells = n.group_by(["patient", "procode", "spell"]).aggregate(
        admidate_first=n.admidate_filled.argmin(n.place),
        epistart_first=n.epistart.min(),
        ended=n.epiend.max(),
        dismeth_last=n.dismeth.argmax(n.place),
        end_last=n.epiend.argmax(n.place),
        open_last=n.is_open.argmax(n.place),
        disdate=n.disdate.max(),
        **{name: n[name].argmin(n.place) for name in FROM_FIRST},
        diagnosis=n.diagnosis.argmin(n.place),
        diagnosis_longest=n.diagnosis.argmax(length * 1_000 - n.place),
        diagnoses_later=n.diagnosis.collect(where=n.joins),
        moved_in=n.transit.argmin(n.place).isin([2, 3]),
        moved_out=n.transit.argmax(n.place).isin([1, 2]),
        episodes=n.count(),
        **{f"days_{year}": n[f"days_{year}"].sum() for year in years},
    )
    s = spells
    return s.select(
        "patient",
        "procode",
        admitted=ibis.coalesce(s.admidate_first, s.epistart_first),
        ended=s.ended,
        discharged=_discharge(s.dismeth_last, s.disdate, s.end_last, s.open_last),
        **{name: s[name] for name in FROM_FIRST},
        diagnosis=s.diagnosis,
        diagnosis_longest=s.diagnosis_longest,
        diagnoses_later=s.diagnoses_later,
        moved_in=s.moved_in,
        moved_out=s.moved_out,
        episodes=s.episodes,
        **{f"days_{year}": s[f"days_{year}"].cast("int64") for year in years},
    )
