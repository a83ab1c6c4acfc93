"""Bed days of an episode within each data year, as recorded or from its dates."""

from datetime import date

import ibis
from ibis import Table
from ibis.expr import types as ir

from pooledfunds.hospital.records import FINISHED, SAME_EPISODE


def nights_between(
    start: ir.DateValue, end: ir.DateValue, first: ir.DateValue, after: ir.DateValue
) -> ir.IntegerValue:
    """Return the nights from a start to an end that lie from a first day to the one after a last.

    The night of 31 March belongs to the year that ends: so the years of a stay sum to its
    length, and a stay of one day has none.

    Parameters
    ----------
    start, end
        Of a stay or episode
    first, after
        The first day, and the one after the last.
    """
    nights = ibis.least(end, after).delta(ibis.greatest(start, first), unit="day")
    return ibis.greatest(nights, 0)


def end_open_episodes(episodes: Table) -> Table:
    """Return the episodes with ``is_open``, and an end for those that are: 1 April after.

    An open episode has lasted at least through the night of 31 March of its data year.
    """
    is_open = episodes.epistat != FINISHED
    after = ibis.date(episodes.fyear.cast("int32") + 1, 4, 1)
    return episodes.mutate(is_open=is_open, epiend=ibis.ifelse(is_open, after, episodes.epiend))


def recorded_bed_days(records: Table) -> Table:
    """Return the records with ``nights`` and ``contradicted``.

    The nights are BEDYEAR, or where it is none those of the dates. Either is of the record's own
    data year; the unfinished record of an episode speaks for the year before. A BEDYEAR that
    differs from the dates by more than a night counts something else and is ``contradicted``; one
    night is let pass, for some systems count the day of discharge (decision 38).

    Parameters
    ----------
    records
        From ``judge_records``, those kept: so an episode ends within its data year, or is open
        through the night of 31 March.
    """
    start = ibis.greatest(records.epistart, records.year_start)
    is_open = records.finish.isnull().cast("int32")
    last = ibis.coalesce(records.finish, records.year_end)
    by_dates = last.delta(start, unit="day").cast("int32") + is_open
    contradicted = (~records.bedyear.between(by_dates - 1, by_dates + 1)).fill_null(False)
    is_none = contradicted | records.bedyear.isnull()
    return records.mutate(
        nights=ibis.ifelse(is_none, by_dates, records.bedyear), contradicted=contradicted
    )


def contradicted_bed_days(records: Table) -> Table:
    """Return ``file, fyear, records``: those whose BEDYEAR their dates contradict."""
    found = records.filter(records.contradicted)
    return found.group_by(["file", "fyear"]).aggregate(records=found.count())


def nights_by_year(e: Table, source: str, years: list[int]) -> dict[str, ir.IntegerValue]:
    """Return the nights of each episode within each data year, as ``days_<year>``.

    Parameters
    ----------
    e
        Episodes with ``nights`` (see ``recorded_bed_days``).
    source
        ``bedyear``: what the records tell. ``dates``: the episode's dates alone.
    years
        First calendar year of each data year.
    """
    if source == "dates":
        nights = {
            y: nights_between(
                e.epistart, e.epiend, ibis.date(date(y, 4, 1)), ibis.date(date(y + 1, 4, 1))
            )
            for y in years
        }
    else:
        nights = {y: ibis.ifelse(e.fyear == y, e.nights, 0) for y in years}
    return {f"days_{year}": value.cast("int32") for year, value in nights.items()}


def bed_days_in_superseded(superseded: Table, years: list[int]) -> Table:
    """Return ``SAME_EPISODE`` and ``days_<year>`` from earlier years' files.

    Parameters
    ----------
    superseded
        Unfinished records of episodes that a later record tells of too, with ``nights``.
    years
        First calendar year of each data year.
    """
    nights = nights_by_year(superseded, "bedyear", years)
    totals = {name: of_year.sum().cast("int32") for name, of_year in nights.items()}
    return superseded.group_by(SAME_EPISODE).aggregate(**totals)
