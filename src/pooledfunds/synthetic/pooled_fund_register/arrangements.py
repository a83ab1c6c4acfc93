"""The pools that exist in the invented England, and what its survey of auditors calls a pool."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pooledfunds.synthetic.pooled_fund_register.pools import (
    COTERMINOUS_ON_POOLING,
    NEED_ON_POOLING,
    draw_starts,
)

PSSEX1_ON_POOLING = 0.8  # the councils' returns witness the same arrangements, unreliably
LUCK = 0.6  # scale of the logistic chance that decides beside need
UNCOVERED = 40  # every body that is not without any pool has one: this makes sure
TWICE = "intermediate_care"  # thirteen pools over twelve PCTs
# Of three services, the share of pools in the margins that are something else, undiscovered; and
# how many more covered PCTs called something a pool that a review of the accounts found was none.
WRONGLY_CALLED = 0.06
FOUND_WRONG = {"learning_disability": 4, "mental_health": 3, "community_equipment": 3}
# Share of a service's pools that start in 2006/07 or 2007/08, so that a study of changes has bodies
# that change: of the twelve PCTs that pool intermediate care, ten.
SHARE_STARTING = {"intermediate_care": 10 / 12, "mental_health": 0.6}
SHARE_STARTING_OF_OTHERS = 0.5
NAMED_BY_PARTNER = ("learning_disability", "mental_health", "community_equipment", "older_people",
                    "children")  # fmt: skip


@dataclass(frozen=True)
class Service:
    """One service area: how many PCTs pool it, and who hosts it.

    Parameters
    ----------
    covered
        Covered PCTs with a pool, co-terminous and not: the published margins.
    others
        PCTs that the survey does not cover and that have a pool all the same.
    section
        Section of PSS EX1 that shows the same money, or "".
    hosts
        Shares of pools hosted by the council, the PCT and a mental health trust.
    """

    area: str
    covered: tuple[int, int]
    others: int
    section: str
    hosts: tuple[float, float, float]


# 46 of 107 and 23 of 45 PCTs pool learning disability, 20 of 107 and 11 of 45 mental health: the
# footnote of page 26 with its two labels swapped (claims C052 to C055).
SERVICES = (
    Service("intermediate_care", (8, 4), 4, "B", (0.45, 0.55, 0)),
    Service("learning_disability", (46, 23), 24, "D", (0.95, 0.05, 0)),
    Service("mental_health", (20, 11), 10, "E", (0.25, 0.45, 0.3)),
    Service("community_equipment", (53, 23), 28, "", (0.55, 0.45, 0)),
    Service("older_people", (9, 4), 5, "B", (0.6, 0.4, 0)),
    Service("children", (14, 6), 7, "", (0.8, 0.2, 0)),
    Service("continuing_care", (3, 2), 0, "", (0.2, 0.8, 0)),
    Service("physical_disability", (5, 3), 2, "C", (0.7, 0.3, 0)),
    Service("substance_misuse", (4, 2), 2, "", (0.5, 0.5, 0)),
    Service("public_health", (1, 1), 0, "", (0.5, 0.5, 0)),
    Service("other", (3, 1), 1, "", (0.5, 0.5, 0)),
)
FILLING = ("older_people", "children")  # what a place that has nothing else pools


def declare_pools_by_pct(
    rng: np.random.Generator, pcts: pd.DataFrame, councils_in: pd.Series, frame: pd.DataFrame,
    shown: pd.DataFrame,
) -> pd.DataFrame:  # fmt: skip
    """Return one row per PCT and service in which there is a pool, or something called so.

    Parameters
    ----------
    rng
        Generator of this theme alone, drawn from in a fixed order.
    pcts
        ``pct_code, need, coterminous``.
    councils_in
        By PCT, the codes of the councils that its pools have as partners.
    frame
        From ``declare_frame``.
    shown
        The councils' pools as PSS EX1 shows them, from ``pools.declare_pools``.

    Returns
    -------
    DataFrame
        ``pct_code, service_area, since`` (calendar year in which the financial year opens),
        ``true`` (it is a pool) and ``found_wrong`` (a review found that it is none: the published
        margins leave these out).
    """
    replied = set(frame.loc[frame["covered"], "body_code"])
    covered = pcts["pct_code"].isin(replied).to_numpy()
    poolless = pcts["pct_code"].isin(frame.loc[frame["poolless"], "body_code"]).to_numpy()
    heard = np.array([bool(replied & set(councils_in[code])) for code in pcts["pct_code"]])
    whole = pcts["coterminous"].to_numpy()
    has = np.zeros(len(pcts), bool)
    rows = []
    for service in SERVICES:
        wish = (
            NEED_ON_POOLING * pcts["need"].to_numpy()
            + COTERMINOUS_ON_POOLING * whole
            + PSSEX1_ON_POOLING * _witnessed(pcts, councils_in, shown, service.section)
            + rng.logistic(0, LUCK, len(pcts))
        )
        open_to = ~poolless
        if service.area in FILLING:
            wish = wish + UNCOVERED * ~has
        quotas = [(covered & whole, service.covered[0]), (covered & ~whole, service.covered[1])]
        unheard = ~covered if service.area in NAMED_BY_PARTNER else ~covered & ~heard
        quotas.append((unheard, service.others))
        for stratum, wanted in quotas:
            able = np.flatnonzero(stratum & open_to)
            chosen = able[np.argsort(-wish[able], kind="stable")[:wanted]]
            starting = SHARE_STARTING.get(service.area, SHARE_STARTING_OF_OTHERS)
            since = draw_starts(rng, len(chosen), round(starting * len(chosen)))
            codes = pcts["pct_code"].iloc[chosen]
            rows += [(code, service.area, year) for code, year in zip(codes, since, strict=True)]
            has[chosen] = True
    pools = pd.DataFrame(rows, columns=["pct_code", "service_area", "since"])
    visited = set(frame.loc[frame["visited"], "body_code"])
    doubtful = pools["service_area"].isin(list(FOUND_WRONG)) & ~pools["pct_code"].isin(visited)
    pools["true"] = ~(doubtful & (rng.random(len(pools)) < WRONGLY_CALLED))
    pools["found_wrong"] = False
    open_pcts = set(pcts.loc[covered & ~poolless, "pct_code"])
    for area, number in FOUND_WRONG.items():
        without = sorted(open_pcts - set(pools.loc[pools["service_area"].eq(area), "pct_code"]))
        wrong = {
            "pct_code": rng.choice(without, number, replace=False),
            "service_area": area,
            "since": draw_starts(rng, number, round(SHARE_STARTING_OF_OTHERS * number)),
            "true": False,
            "found_wrong": True,
        }
        pools = pd.concat([pools, pd.DataFrame(wrong)])
    return pools.sort_values(["service_area", "pct_code"], ignore_index=True)


def _witnessed(
    pcts: pd.DataFrame, councils_in: pd.Series, shown: pd.DataFrame, section: str
) -> np.ndarray:
    """Return which PCTs have a council whose return shows joint money for the section."""
    if not section:
        return np.zeros(len(pcts))
    councils = set(shown.loc[shown["section"].eq(section) & shown["pooled"], "cssr_code"])
    return np.array([bool(councils & set(councils_in[code])) for code in pcts["pct_code"]], float)


def exposed(pools: pd.DataFrame, codes: pd.Series, area: str, year: int) -> np.ndarray:
    """Return which PCTs have a pool of a service area in the year that opens in `year`.

    Parameters
    ----------
    pools
        ``pct_code, service_area, since, true``, a row a pool.
    codes
        PCT codes (PCTs,).
    area
        Service area.
    year
        Calendar year in which the financial year opens.
    """
    running = pools["service_area"].eq(area) & pools["since"].le(year) & pools["true"]
    return codes.isin(pools.loc[running, "pct_code"]).to_numpy()


def councils_exposed(
    pools: pd.DataFrame, councils_in: pd.Series, codes: pd.Series, area: str, year: int
) -> np.ndarray:
    """Return which councils are partners in a true pool of a service area in a year.

    Parameters
    ----------
    pools
        ``pct_code, service_area, since, true``, a row a pool.
    councils_in
        By PCT, the codes of the councils that its pools have as partners.
    codes
        Council codes (councils,).
    area
        Service area.
    year
        Calendar year in which the financial year opens.
    """
    running = pools["service_area"].eq(area) & pools["since"].le(year) & pools["true"]
    partners = {code for pct in pools.loc[running, "pct_code"] for code in councils_in[pct]}
    return codes.isin(partners).to_numpy()
