"""Bed days of an episode within each data year, as recorded or from its dates."""

from datetime import date

import ibis
from ibis import Table
from ibis.expr import types as ir

from pooledfunds.episodes.records import FINISHED, SAME_EPISODE


def nights_between(e: Table, first: ir.DateValue, after: ir.DateValue) -> ir.IntegerValue:
    """Return the nights of each episode from a first day to the one after a last.

    The night of 31 March belongs to the year that ends: so the years of a stay sum to its
    length, and a stay of one day has none.
    """
    nights = ibis.least(e.epiend, after).delta(ibis.greatest(e.epistart, first), unit="day")
    return ibis.greatest(nights, 0)


def end_open_episodes(episodes: Table) -> Table:
    """Return the episodes with ``is_open``, and an end for those that are: 1 April after.

    An open episode has lasted at least through the night of 31 March of its data year.
    """
    is_open = episodes.epistat != FINISHED
    after = ibis.date(episodes.fyear.cast("int32") + 1, 4, 1)
    return episodes.mutate(is_open=is_open, epiend=ibis.ifelse(is_open, after, episodes.epiend))


def nights_by_dates(episodes: Table) -> ir.IntegerValue:
    """Return the nights of each episode within its record's own data year, from its dates."""
    year = episodes.fyear.cast("int32")
    nights = nights_between(episodes, ibis.date(year, 4, 1), ibis.date(year + 1, 4, 1))
    return nights.cast("int32")


def tell_nights(episodes: Table) -> Table:
    """Return the episodes with ``nights``: BEDYEAR, or where it is none the dates.

    Either is of the record's own data year; the unfinished record of an episode speaks for
    the year before. A BEDYEAR that the dates contradict counts something else.
    """
    by_dates = nights_by_dates(episodes)
    recorded = ibis.ifelse(is_contradicted(episodes.bedyear, by_dates), None, episodes.bedyear)
    return episodes.mutate(nights=ibis.coalesce(recorded, by_dates))


def is_contradicted(bedyear: ir.IntegerValue, by_dates: ir.IntegerValue) -> ir.BooleanValue:
    """Tell whether BEDYEAR counts more nights than the dates hold (decision 38).

    One more is let pass: some systems count the day of discharge.
    """
    return (bedyear > by_dates + 1).fill_null(False)


def contradicted_bed_days(records: Table) -> Table:
    """Return ``file, fyear, records``: those whose BEDYEAR their dates contradict."""
    episodes = end_open_episodes(records)
    found = is_contradicted(episodes.bedyear, nights_by_dates(episodes))
    return episodes.filter(found).group_by(["file", "fyear"]).aggregate(records=ibis._.count())


def nights_by_year(e: Table, source: str, years: list[int]) -> dict[str, ir.IntegerValue]:
    """Return the nights of each episode within each data year, as ``days_<year>``.

    Parameters
    ----------
    e
        Episodes with ``nights`` (see ``tell_nights``).
    source
        ``bedyear``: what the records tell. ``dates``: the episode's dates alone.
    years
        First calendar year of each data year.
    """
    if source == "dates":
        nights = {
            y: nights_between(e, ibis.date(date(y, 4, 1)), ibis.date(date(y + 1, 4, 1)))
            for y in years
        }
    else:
        nights = {y: ibis.ifelse(e.fyear == y, e.nights, 0) for y in years}
    return {f"days_{year}": value.cast("int32") for year, value in nights.items()}


def nights_told_before(superseded: Table, years: list[int]) -> Table:
    """Return ``SAME_EPISODE`` and ``days_<year>`` from earlier years' files.

    Parameters
    ----------
    superseded
        Unfinished records of episodes that a later record tells of too.
    years
        First calendar year of each data year.
    """
    earlier = tell_nights(end_open_episodes(superseded))
    nights = nights_by_year(earlier, "bedyear", years)
    totals = {name: of_year.sum().cast("int32") for name, of_year in nights.items()}
    return earlier.group_by(SAME_EPISODE).aggregate(**totals)
