"""Bed days of an episode within each data year, as recorded or from its dates."""

from datetime import date

import ibis
from ibis import Table, _
from ibis.expr import types as ir

from pooledfunds.episodes.records import FINISHED, SAME_EPISODE


def days_between(start: ir.DateColumn, end: ir.DateColumn, year: int) -> ir.IntegerColumn:
    """Return the nights of a stay that begin within the data year that starts in ``year``.

    The night of 31 March belongs to the year that ends: so the years of a stay sum to its
    length, and a stay of one day has none.
    """
    first, after = ibis.date(date(year, 4, 1)), ibis.date(date(year + 1, 4, 1))
    nights = ibis.least(end, after).delta(ibis.greatest(start, first), unit="day")
    return ibis.greatest(nights, 0)


def days_columns(years: list[int]) -> list[str]:
    """Return the names of the columns of bed days."""
    return [f"days_{year}" for year in years]


def end_open_episodes(episodes: Table) -> Table:
    """Return the episodes with ``is_open``, and an end for those that are: 1 April after.

    An open episode has lasted at least through the night of 31 March of its data year.
    """
    is_open = episodes.epistat != FINISHED
    after = ibis.date(episodes.fyear.cast("int32") + 1, 4, 1)
    return episodes.mutate(is_open=is_open, epiend=ibis.ifelse(is_open, after, episodes.epiend))


def bed_days_by_year(episodes: Table, superseded: Table, source: str, years: list[int]) -> Table:
    """Return the episodes with a column ``days_<year>`` for each data year.

    Parameters
    ----------
    episodes
        From ``end_open_episodes``.
    superseded
        Unfinished records of the same episodes in earlier years' files.
    source
        ``bedyear``: what BEDYEAR says, each record for its own data year, so that the
        unfinished record of an episode speaks for the year before; where it says nothing
        the dates do. ``dates``: the episode's dates alone.
    years
        First calendar year of each data year.
    """
    e = episodes
    if source == "dates":
        return e.mutate(
            **{f"days_{y}": days_between(e.epistart, e.epiend, y).cast("int32") for y in years}
        )
    earlier = superseded.mutate(
        nights=ibis.coalesce(superseded.bedyear, _nights_to_year_end(superseded))
    )
    earlier = earlier.group_by(SAME_EPISODE).aggregate(
        **{f"earlier_{y}": _.nights.sum(where=_.fyear == y) for y in years}
    )
    joined = e.left_join(earlier, SAME_EPISODE, rname="{name}_earlier")
    own = [
        ibis.ifelse(
            joined.fyear == y,
            ibis.coalesce(joined.bedyear, days_between(joined.epistart, joined.epiend, y)),
            0,
        )
        for y in years
    ]
    return joined.mutate(
        **{
            f"days_{y}": (this + ibis.coalesce(joined[f"earlier_{y}"], 0)).cast("int32")
            for y, this in zip(years, own, strict=True)
        }
    ).select(*e.columns, *(f"days_{y}" for y in years))


def _nights_to_year_end(records: Table) -> ir.IntegerColumn:
    """Return the nights of an unfinished record from its start, within its data year."""
    year = records.fyear.cast("int32")
    first, after = ibis.date(year, 4, 1), ibis.date(year + 1, 4, 1)
    return after.delta(ibis.greatest(records.epistart, first), unit="day")
