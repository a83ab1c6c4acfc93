"""Hospital stays of the invented England, drawn from planted rates: the truth before the mess."""

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from pooledfunds.synthetic.hes.kinds import AGE_BANDS, KINDS, draw_nights

CELL = ["pct", "district", "age_band", "sex"]
STAYS_PER_PERSON = 1.6
GAP_NIGHTS = 4  # more than any rule that joins spells, so that two stays never become one


def year_start(year: int) -> int:
    """Return 1 April of the financial year that begins in ``year``, as days since 1970."""
    return int(np.datetime64(f"{year}-04-01", "D").astype(np.int64))


@dataclass
class Stays:
    """One entry per provider spell; days count from 1970-01-01, nights from admission."""

    cell: np.ndarray  # row of the population table
    kind: np.ndarray  # index in KINDS
    admitted: np.ndarray
    nights: np.ndarray
    person: np.ndarray
    home: np.ndarray  # 0 the provider nearest by, 1 another, 2 where a transfer goes
    moves_on: np.ndarray  # ends in a transfer to another provider
    moved_in: np.ndarray  # begins with that transfer

    def __len__(self) -> int:
        """Return the number of stays."""
        return len(self.cell)

    def where(self, chosen: np.ndarray) -> "Stays":
        """Return the chosen stays."""
        return Stays(**{f.name: getattr(self, f.name)[chosen] for f in fields(self)})

    def followed_by(self, other: "Stays") -> "Stays":
        """Return these stays and the other ones."""
        return Stays(
            **{
                f.name: np.concatenate([getattr(self, f.name), getattr(other, f.name)])
                for f in fields(self)
            }
        )


def planted_rates(
    population: pd.DataFrame, multipliers: pd.DataFrame, years: list[int]
) -> pd.DataFrame:
    """Return the expected admissions and mean stay by year, kind and population cell.

    Parameters
    ----------
    population
        ``pct, district, age_band, sex, population``; further columns are ignored.
    multipliers
        ``condition, rate, length_of_stay`` and any of ``pct``, ``district`` and
        ``financial_year``: what a kind's national figures are multiplied by. A cell that
        no row names keeps the national figures. ``condition`` is a name of ``KINDS``.
    years
        First calendar year of each financial year.

    Returns
    -------
    One row per year, kind and cell, in that order: ``year, condition``, the columns of
    ``CELL``, ``population, admissions`` (expected, a year) and ``mean_stay`` (nights).
    """
    cells = population[[*CELL, "population"]].reset_index(drop=True)
    band = cells["age_band"].map({name: i for i, name in enumerate(AGE_BANDS)}).to_numpy()
    blocks = [
        cells.assign(
            year=year,
            condition=kind.name,
            admissions=np.asarray(kind.admissions)[band] * cells["population"] / 1000,
            mean_stay=kind.planted_mean_stay(),
        )
        for year in years
        for kind in KINDS
    ]
    rates = pd.concat(blocks, ignore_index=True)
    rates["financial_year"] = rates["year"].map(financial_year)
    on = [c for c in ("pct", "district", "financial_year", "condition") if c in multipliers]
    found = rates[on].merge(multipliers, how="left", on=on, validate="many_to_one")
    rates["admissions"] *= found["rate"].fillna(1).to_numpy()
    rates["longer"] = found["length_of_stay"].fillna(1).to_numpy()
    rates["mean_stay"] *= rates["longer"]
    return rates


def financial_year(year: int) -> str:
    """Return ``2007/08`` for the financial year that begins in 2007."""
    return f"{year}/{(year + 1) % 100:02d}"


def draw_stays(rates: pd.DataFrame, cells: int, rng: np.random.Generator) -> Stays:
    """Return stays whose numbers are Poisson and lengths negative binomial, as planted.

    Stays of one person never touch, except where a transfer joins two of them.

    Parameters
    ----------
    rates
        From ``planted_rates``, rows by year, kind and cell in that order.
    cells
        How many cells of population there are.
    rng
        Of the block of stays.
    """
    row = np.repeat(np.arange(len(rates)), rng.poisson(rates["admissions"].to_numpy()))
    kind = (row // cells) % len(KINDS)
    year = rates["year"].to_numpy()[row]
    start = np.array([year_start(y) for y in range(year.min(), year.max() + 2)])
    first, after = start[year - year.min()], start[year - year.min() + 1]
    longer = rates["longer"].to_numpy()[row]
    nights = np.zeros(len(row), dtype=np.int64)
    moves_on = np.zeros(len(row), dtype=bool)
    for index, what in enumerate(KINDS):
        chosen = np.flatnonzero(kind == index)
        nights[chosen] = draw_nights(what, longer[chosen], rng)
        moves_on[chosen] = rng.random(len(chosen)) < what.transfers
    cell = row % cells
    stays = Stays(
        cell=cell,
        kind=kind,
        admitted=first + (rng.random(len(row)) * (after - first)).astype(np.int64),
        nights=nights,
        person=assign_persons(cell, cells, rng),
        home=(rng.random(len(row)) > 0.88).astype(np.int64),
        moves_on=moves_on & (nights >= 2),
        moved_in=np.zeros(len(row), dtype=bool),
    )
    return part_stays(stays, transfers_of(stays, rng))


def assign_persons(cell: np.ndarray, cells: int, rng: np.random.Generator) -> np.ndarray:
    """Return a person per stay, shared only within a population cell.

    Parameters
    ----------
    cell
        Cell of each stay (stays,).
    cells
        How many cells there are.
    rng
        Of the block of stays.
    """
    persons = np.ceil(np.bincount(cell, minlength=cells) / STAYS_PER_PERSON).astype(np.int64)
    first = np.concatenate([[0], np.cumsum(persons)[:-1]])
    return first[cell] + (rng.random(len(cell)) * persons[cell]).astype(np.int64)


def transfers_of(stays: Stays, rng: np.random.Generator) -> Stays:
    """Return the second stay of each transfer: elsewhere, on the day of discharge or the next.

    Parameters
    ----------
    stays
        Provider spells, of which some ``moves_on``.
    rng
        Of the block of stays.
    """
    second = stays.where(stays.moves_on)
    second.admitted = second.admitted + second.nights + rng.integers(0, 2, len(second))
    second.nights = rng.poisson(8.0, len(second))
    second.home = np.full(len(second), 2)
    second.moves_on = np.zeros(len(second), dtype=bool)
    second.moved_in = np.ones(len(second), dtype=bool)
    return second


def part_stays(stays: Stays, seconds: Stays) -> Stays:
    """Return first and second stays, with a new person for a stay too close to an earlier one.

    Parameters
    ----------
    stays
        Provider spells of the block.
    seconds
        From ``transfers_of``: the second spell of each transfer.
    """
    ends = stays.admitted + stays.nights
    ends[stays.moves_on] = seconds.admitted + seconds.nights
    order = np.lexsort((ends, stays.admitted, stays.person))
    person, admitted = stays.person[order], stays.admitted[order]
    far = 1 << 20  # more days than any date here, so that one maximum runs within each person
    latest = np.maximum.accumulate(person * far + ends[order])
    before = np.concatenate([[-1], latest[:-1]])
    close = (before // far == person) & (admitted <= before % far + GAP_NIGHTS)
    moved = order[close]
    stays.person[moved] = stays.person.max(initial=0) + 1 + np.arange(len(moved))
    seconds.person = stays.person[stays.moves_on]
    return stays.followed_by(seconds)
