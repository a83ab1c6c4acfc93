"""Delayed transfers of care in the invented England: SitRep counts, and the indicators of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pooledfunds.synthetic.tables import write_table

if TYPE_CHECKING:  # the world is declared with what stands here
    from pooledfunds.synthetic.planted_effects import Truth
    from pooledfunds.synthetic.world import World

# Delayed patients aged 65 and over per 100,000, mean of weekly counts: falling over three years,
# 29 and 27 in the two years that the report prints.
RATES = {"2005/06": 31.0, "2006/07": 29.0, "2007/08": 27.0, "2008/09": 26.4}
# Shares of the reasons; equipment and adaptations (F) are three per cent.
REASONS = {"A": 0.19, "B": 0.06, "C": 0.20, "DI": 0.11, "DII": 0.13, "E": 0.10, "F": 0.03,
           "G": 0.14, "H": 0.01, "I": 0.03}  # fmt: skip
ACUTE = 0.62
YOUNGER = 0.22  # adults under 65, as a share of those aged 65 and over
NEED = 0.15  # log rate by standard deviation of need
# Elasticity on social care spending per person aged 65 and over: where there is more care to go
# to, fewer wait. The report says that there is such a relationship (claim C118).
SUPPLY = -0.6
SPREAD, SPREAD_BY_YEAR = 0.38, 0.10  # of a council's log rate, lasting and of one year
CENSUS_WEEKDAY = 3  # Thursdays
PROVIDERS = tuple(f"{kind}I{mark}" for kind in "RN" for mark in "0123456789ABCDEFGHJKLMNPQRSTU")
NEAREST = 0.8  # share of a council's acute patients in the hospital nearest by
NI131_YEAR = "2008/09"


@dataclass(frozen=True)
class Delays:
    """Counts of delayed patients aged 65 and over.

    Parameters
    ----------
    weeks
        Census days as text, and the financial year of each.
    counts
        Patients by week, council, reason and kind of care (acute, non-acute).
    younger
        Patients aged 18 to 64 by week and council.
    """

    weeks: list[tuple[str, str]]
    counts: np.ndarray
    younger: np.ndarray

    def quarters(self) -> list[tuple[str, int]]:
        """Return each quarter with the place of its last census day in ``weeks``."""
        ends = {}
        for place, (day, year) in enumerate(self.weeks):
            ends[f"{year} Q{(int(day[5:7]) - 4) % 12 // 3 + 1}"] = place
        return list(ends.items())


def declare_delays(
    rng: np.random.Generator, councils: pd.DataFrame, people: dict[str, np.ndarray],
    supply: np.ndarray, pooled: dict[str, np.ndarray], truth: Truth,
) -> Delays:  # fmt: skip
    """Return delayed patients by week, council, reason and kind of care.

    Parameters
    ----------
    rng
        Generator of this theme alone, drawn from in a fixed order.
    councils
        ``cssr_code, need``.
    people
        By financial year, persons aged 65 and over by council.
    supply
        Log of social care spending less joint money per person aged 65 and over, by council.
    pooled
        By financial year, which councils are partners in an intermediate-care pool.
    truth
        Whose ``delays_pool`` is planted: a log effect on delayed patients.
    """
    days = pd.date_range("2005-04-01", "2009-03-31")
    days = days[days.day_of_week == CENSUS_WEEKDAY]
    opening = days.year - (days.month < 4)
    years = [f"{year}/{(year + 1) % 100:02d}" for year in opening]
    weeks = list(zip(days.strftime("%Y-%m-%d"), years, strict=True))
    own = rng.normal(0, SPREAD, len(councils))
    mixes = rng.dirichlet([60 * share for share in REASONS.values()], len(councils))
    mixes *= np.array(list(REASONS.values())) / mixes.mean(axis=0)
    mixes /= mixes.sum(axis=1, keepdims=True)
    acute = np.clip(ACUTE + rng.normal(0, 0.08, len(councils)), 0.2, 0.95)
    parts = mixes[:, :, None] * np.stack([acute, 1 - acute], axis=1)[:, None, :]
    expected = {}
    for year, rate in RATES.items():
        level = own + rng.normal(0, SPREAD_BY_YEAR, len(councils))
        level = level + NEED * councils["need"].to_numpy() + SUPPLY * supply
        level = level + truth.delays_pool * pooled[year]
        weight = people[year] * np.exp(level)
        expected[year] = rate / 1e5 * people[year].sum() * weight / weight.sum()
    means = np.array([expected[year] for year in years])
    counts = rng.poisson(means[:, :, None, None] * parts)
    return Delays(weeks, counts, rng.poisson(YOUNGER * means))


def write_weekly(path: Path, world: World) -> None:
    """Write the weekly counts by council: all reasons and kinds of care, aged 65 and over.

    Parameters
    ----------
    path
        ``.csv`` of the situation report's weekly censuses.
    world
        Whose ``delays.counts`` (weeks, councils, reasons, kinds of care) are summed.
    """
    delays = world.delays
    number = len(world.councils)
    table = pd.DataFrame(
        {
            "period": np.repeat([day for day, _ in delays.weeks], number),
            "basis": "council",
            "body_code": np.tile(world.councils["cssr_code"], len(delays.weeks)),
            "body_name": np.tile(world.councils["council"], len(delays.weeks)),
            "reason": "all",
            "care_type": "all",
            "age": "65_plus",
            "delayed_patients": delays.counts.sum(axis=(2, 3)).ravel(),
        }
    )
    write_table(path, table)


def write_quarterly(path: Path, world: World) -> None:
    """Write the last census of each quarter by council: reasons, kinds of care and ages.

    Parameters
    ----------
    path
        ``.csv`` of the situation report's quarterly censuses.
    world
        Whose ``delays`` are written at the last census of each quarter.
    """
    delays, councils = world.delays, world.councils
    parts = []

    def add(period: str, values: np.ndarray, **words: str) -> None:
        parts.append(
            pd.DataFrame(
                {
                    "period": period,
                    "basis": "council",
                    "body_code": councils["cssr_code"].to_numpy(),
                    "body_name": councils["council"].to_numpy(),
                    **words,
                    "delayed_patients": values,
                }
            )
        )

    for period, place in delays.quarters():
        counts = delays.counts[place]
        older, by_care = counts.sum(axis=(1, 2)), counts.sum(axis=1)
        for number, reason in enumerate(REASONS):
            patients = counts[:, number].sum(axis=1)
            add(period, patients, reason=reason, care_type="all", age="65_plus")
        for number, care in enumerate(("acute", "non_acute")):
            add(period, by_care[:, number], reason="all", care_type=care, age="65_plus")
        add(period, older, reason="all", care_type="all", age="65_plus")
        add(period, older + delays.younger[place], reason="all", care_type="all", age="18_plus")
    write_table(path, pd.concat(parts))


def write_providers(path: Path, world: World) -> None:
    """Write the last census of each quarter by provider, who are acute trusts and PCTs.

    A council's acute patients lie in the nearest hospital and the next one; the others in the
    community hospitals of its PCT.

    Parameters
    ----------
    path
        ``.csv`` of the quarterly censuses by provider.
    world
        Whose ``delays`` and pairs of PCT and council say which beds patients lie in.
    """
    delays, councils = world.delays, world.councils
    near = np.arange(len(councils)) * len(PROVIDERS) // len(councils)
    first = world.bodies.pairs.drop_duplicates("cssr_code").set_index("cssr_code")["pct_code"]
    pct = first[councils["cssr_code"]].to_numpy()
    rows = []
    for period, place in delays.quarters():
        acute, community = delays.counts[place].sum(axis=1).T
        stay = np.rint(NEAREST * acute).astype(int)
        by_trust = np.bincount(near, stay, len(PROVIDERS))
        by_trust += np.bincount((near + 1) % len(PROVIDERS), acute - stay, len(PROVIDERS))
        rows += [(period, code, "acute", int(n)) for code, n in
                 zip(PROVIDERS, by_trust, strict=True)]  # fmt: skip
        by_pct = pd.Series(community).groupby(pct).sum()
        rows += [(period, str(code), "non_acute", int(n)) for code, n in by_pct.items()]
    table = pd.DataFrame(rows, columns=["period", "body_code", "care_type", "delayed_patients"])
    table = table.assign(basis="provider", reason="all", age="65_plus", note="invented")
    order = ["period", "basis", "body_code", "reason", "care_type", "age", "delayed_patients",
             "note"]  # fmt: skip
    write_table(path, table[order])


def write_d41(path: Path, world: World) -> None:
    """Write PAF D41: mean weekly patients aged 65 and over by council, year and reason.

    Parameters
    ----------
    path
        ``.csv`` of the indicator, all years together.
    world
        Whose ``delays`` are averaged over the weeks of a year and divided by ``older_people``.
    """
    delays, councils = world.delays, world.councils
    parts = []
    for year in [name for name in RATES if name != NI131_YEAR]:
        weeks = [place for place, (_, of) in enumerate(delays.weeks) if of == year]
        means = delays.counts[weeks].sum(axis=3).mean(axis=0)
        people = world.older_people[year]
        columns = [("all", means.sum(axis=1)), *zip(REASONS, means.T, strict=True)]
        parts += [_indicator(councils, year, reason, mean, people) for reason, mean in columns]
    table = pd.concat(parts).rename(columns={"rate": "rate_per_100000_65_plus"})
    write_table(path, table)


def write_ni131(path: Path, world: World) -> None:
    """Write National Indicator 131: mean weekly patients aged 18 and over by council.

    Parameters
    ----------
    path
        ``.csv`` of the indicator, one year.
    world
        Whose ``delays`` of all adults are averaged over the weeks and divided by ``adults``.
    """
    delays, councils = world.delays, world.councils
    weeks = [place for place, (_, of) in enumerate(delays.weeks) if of == NI131_YEAR]
    patients = delays.counts.sum(axis=(2, 3)) + delays.younger
    mean = patients[weeks].mean(axis=0)
    table = _indicator(councils, NI131_YEAR, "all", mean, world.adults[NI131_YEAR])
    write_table(path, table.rename(columns={"rate": "rate_per_100000_18_plus"}))


def _indicator(
    councils: pd.DataFrame, year: str, reason: str, mean: np.ndarray, people: np.ndarray
) -> pd.DataFrame:
    """Return one year and reason of an indicator; the rate is of the patients as printed."""
    printed = mean.round(2)
    return pd.DataFrame(
        {
            "cssr_code": councils["cssr_code"].to_numpy(),
            "council": councils["council"].to_numpy(),
            "financial_year": year,
            "reason": reason,
            "mean_weekly_patients": printed,
            "population": people,
            "rate": (1e5 * printed / people).round(2),
            "note": "invented",
        }
    )
