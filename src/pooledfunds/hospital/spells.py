"""Episodes to stays: provider spells by two published rules, and continuous inpatient spells."""

from collections.abc import Callable
from dataclasses import dataclass

import ibis
from ibis import Table
from ibis.expr import datatypes as dt
from ibis.expr import types as ir

from pooledfunds.hospital.bed_days import bed_days_in_superseded, nights_by_year
from pooledfunds.hospital.records import SAME_EPISODE


@dataclass(frozen=True)
class SpellRule:
    """A published rule for provider spells: its order of episodes and who was not discharged."""

    order: tuple[str, ...]
    goes_on: Callable  # from the discharge method: the patient was not discharged


RULES = {
    # Health Foundation pipeline: not discharged is 8 or 9 [sources.md, section 1]
    "health_foundation": SpellRule(
        ("epistart", "epiend", "epiorder", "transfer_status", "epikey"),
        lambda dismeth: dismeth.isin([8, 9]),
    ),
    # York CHE loader: the order within the spell first, and any method above 5
    "york": SpellRule(
        ("epistart", "epiorder", "epiend", "transfer_status", "epikey"),
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


def in_rule_order(episodes: Table, rule: str) -> Table:
    """Return the episodes by patient and provider, and for each of these in the rule's order.

    Parameters
    ----------
    episodes
        Episodes with ``transfer_status``.
    rule
        One of ``RULES``.
    """
    return episodes.order_by([*AT_PROVIDER, *RULES[rule].order])


def link_episodes(ordered: Table, rule: str, in_order: bool = True) -> Table:
    """Return the episodes with ``joins`` (the one before), ``joined`` (by the one after).

    Two neighbours in the rule's order, of one patient at one provider, belong to one spell
    when they share the admission date, or the start date, or when the first did not end
    in a discharge and the second starts on the day on which it ended. ``place`` and
    ``spell`` number the episodes and their spells.

    Parameters
    ----------
    ordered
        A table that lies in the order of ``in_rule_order``. To sort once and then to look
        from row to row costs half of windows that sort: DuckDB keeps the order of a table
        in what is selected from it over an empty window, and says so [Order Preservation,
        DuckDB 2.0 documentation].
    rule
        The name of the rule that ordered it.
    in_order
        Whether a table keeps an order. Where none does (Spark), each patient's episodes at a
        provider are put into the rule's order in windows, and each patient's spells at a provider
        are numbered by themselves.
    """
    window = ibis.window()
    if not in_order:
        window = ibis.window(group_by=AT_PROVIDER, order_by=RULES[rule].order)

    def before(column: ir.Column) -> ir.Column:
        return column.lag().over(window)

    e = ordered
    goes_on = ibis.ifelse(RULES[rule].goes_on(e.dismeth), e.epiend, ibis.null("date"))
    same_admission = e.admidate_filled == before(e.admidate_filled)
    follows = same_admission | (e.epistart == before(e.epistart)) | (e.epistart == before(goes_on))
    at_provider = (e.patient == before(e.patient)) & (e.procode == before(e.procode))
    joins = (at_provider & follows).fill_null(False)
    e = e.mutate(joins=joins, place=ibis.row_number().over(window))
    spell = (~e.joins).cast("int32").cumsum()
    return e.mutate(
        spell=spell if in_order else spell.over(window),
        joined=e.joins.lead().over(window).fill_null(False),
    )


def provider_spells(
    apart: Table, linked: Table, superseded: Table, source: str, years: list[int]
) -> Table:
    """Return one row per provider spell.

    Parameters
    ----------
    apart
        Valid episodes that cannot be linked to another, with ``transfer_status``,
        ``admidate_filled``, ``pct``, ``home``, ``is_open`` and ``nights``.
    linked
        The others, from ``link_episodes``.
    superseded
        Unfinished records of some of these in earlier years' files.
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
    if source == "bedyear":
        told = linked.left_join(bed_days_in_superseded(superseded, years), SAME_EPISODE)
        nights = nights_by_year(told, source, years)
        days = {name: of_year + told[name].fill_null(0) for name, of_year in nights.items()}
    else:
        told, days = linked, nights_by_year(linked, source, years)
    spells = _of_several(told, days)
    singles = _of_one_episode(apart, nights_by_year(apart, source, years))
    return singles.union(spells.select(*singles.columns))


def _discharge(e: Table) -> ir.DateValue:
    """Return the date on which each episode ended in a discharge, by its discharge method."""
    return ibis.ifelse(~e.is_open & e.dismeth.between(1, 5), e.epiend, ibis.null("date"))


def _of_one_episode(e: Table, days: dict[str, ir.IntegerValue]) -> Table:
    return e.select(
        "patient",
        "procode",
        admitted=ibis.coalesce(e.admidate_filled, e.epistart),
        ended=e.epiend,
        discharged=ibis.coalesce(e.disdate, _discharge(e)),
        **{name: e[name] for name in FROM_FIRST},
        diagnosis=e.diagnosis,
        diagnosis_longest=e.diagnosis,
        diagnoses_later=ibis.null(dt.Array(e.diagnosis.type())),
        moved_in=e.transfer_status.isin([2, 3]),
        moved_out=e.transfer_status.isin([1, 2]),
        episodes=ibis.literal(1, "int32"),
        **days,
    )


def _max_by(value: ir.Column, by: ir.Column) -> ir.Scalar:
    """Return the value where another is greatest; ``argmax`` of Ibis sorts each group."""
    signature = (value.type(), by.type()), value.type()
    return ibis.udf.agg.builtin(lambda value, by: ..., name="max_by", signature=signature)(
        value, by
    )


def _of_several(n: Table, days: dict[str, ir.IntegerValue]) -> Table:
    length = n.epiend.delta(n.epistart, unit="day")
    first, last = ~n.joins, ~n.joined  # exactly one episode of a spell is either
    spells = n.group_by([*AT_PROVIDER, "spell"]).aggregate(
        admidate_first=n.admidate_filled.max(where=first),
        epistart_first=n.epistart.min(),
        ended=n.epiend.max(),
        discharge_last=_discharge(n).max(where=last),
        # it may stand on another episode than the last; any of them counts
        disdate=n.disdate.max(),
        **{name: n[name].max(where=first) for name in FROM_FIRST},
        diagnosis=n.diagnosis.max(where=first),
        diagnosis_longest=_max_by(n.diagnosis, length * 2**32 - n.place),
        diagnoses_later=n.diagnosis.collect(where=n.joins),
        moved_in=n.transfer_status.max(where=first).isin([2, 3]),
        moved_out=n.transfer_status.max(where=last).isin([1, 2]),
        episodes=n.count().cast("int32"),
        **{name: nights.sum().cast("int32") for name, nights in days.items()},
    )
    return spells.mutate(
        admitted=ibis.coalesce(spells.admidate_first, spells.epistart_first),
        discharged=ibis.coalesce(spells.disdate, spells.discharge_last),
    )
