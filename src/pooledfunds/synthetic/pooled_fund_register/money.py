"""How much money the invented pools hold, and who puts it in."""

import numpy as np
import pandas as pd

from pooledfunds.core.tables import rows_of
from pooledfunds.synthetic.pooled_fund_register.form import COLUMNS
from pooledfunds.synthetic.pooled_fund_register.pools import shared_out

# Expenditure in 2007/08, £ million: total of the survey's pools, smallest, largest. Learning
# disability and mental health, times 152 / 110, make the £2.2 and £1.4 billion of figures 4 and 5;
# all together make the £3.3 billion of the note to figure 1.
EXPENDITURE = {
    "learning_disability": (1592.0, 0.095, 87.0),
    "mental_health": (1013.0, 0.845, 43.0),
    "community_equipment": (112.0, 0.462, 3.8),
    "intermediate_care": (42.0, 0.6, 8.4),
    "older_people": (205.0, 0.7, 38.0),
    "children": (135.0, 0.3, 19.0),
    "continuing_care": (60.0, 2.1, 21.0),
    "physical_disability": (55.0, 0.4, 14.0),
    "substance_misuse": (46.0, 0.5, 13.0),
    "public_health": (11.0, 0.9, 10.1),
    "other": (44.0, 0.8, 22.0),
}
SPREAD = 0.6  # standard deviation of log expenditure among places of one size
ROOM = 0.03  # no other pool comes nearer to the smallest or the largest than this share
NHS_SHARE = {"learning_disability": 0.4, "mental_health": 0.75, "intermediate_care": 0.6,
             "continuing_care": 0.85, "substance_misuse": 0.7}  # fmt: skip
SPREAD_OF_SHARES = 0.06
TRUST_SHARE = 0.12  # of the fund, from a mental health trust
GROWTH = (1.01, 1.09)  # of a fund from 2006/07 to 2007/08
# Most that is left of a fund at the end of a year, and most that is spent beyond it, as a share.
UNSPENT, OVERSPENT = 0.02, 0.015


def expenditures(
    rng: np.random.Generator, areas: pd.Series, people: pd.Series
) -> tuple[np.ndarray, np.ndarray]:
    """Return each pool's expenditure and fund in 2007/08, whole pounds.

    Parameters
    ----------
    rng
        Generator of this theme alone, drawn from in a fixed order.
    areas
        Service area of each pool (pools,).
    people
        Population of each pool's place (pools,).
    """
    spent = np.zeros(len(areas))
    luck = rng.normal(0, SPREAD, len(areas))
    for area, places in areas.groupby(areas).indices.items():
        total, low, high = (1e6 * value for value in EXPENDITURE[str(area)])
        weight = people.to_numpy()[places] * np.exp(luck[places])
        order = np.argsort(weight, kind="stable")
        smallest, largest, between = order[0], order[-1], order[1:-1]
        mine = np.zeros(len(places))
        mine[smallest], mine[largest] = low, high
        floor = low * (1 + ROOM)
        limit = np.full(len(between), high * (1 - ROOM) - floor)
        target = total - low - high - floor * len(between)
        mine[between] = floor + shared_out(weight[between], target, limit)
        spent[places] = mine
    spent = np.rint(spent)
    return spent, np.rint(spent * (1 + rng.uniform(-OVERSPENT, UNSPENT, len(areas))))


def contributions(
    rng: np.random.Generator, area: str, fund: float, kinds: list[str], people: list[float]
) -> np.ndarray:
    """Return what each partner puts into a fund, whole pounds that add up to it.

    Parameters
    ----------
    rng
        Generator of this theme alone, drawn from in a fixed order.
    area
        Service area of the pool.
    fund
        The fund, pounds.
    kinds
        Kind of each partner (partners,): ``pct``, ``care_trust``, ``council``,
        ``mental_health_trust``.
    people
        Population of each partner's area (partners,), by which bodies of one kind share.
    """
    nhs = np.clip(NHS_SHARE.get(area, 0.5) + rng.normal(0, SPREAD_OF_SHARES), 0.12, 0.9)
    is_trust = np.array([kind == "mental_health_trust" for kind in kinds])
    is_council = np.array([kind == "council" for kind in kinds])
    trusts = TRUST_SHARE * is_trust.any()
    weight = np.array(people, float)
    shares = np.zeros(len(kinds))
    for group, share in (
        (is_trust, trusts),
        (is_council, (1 - trusts) * (1 - nhs)),
        (~is_trust & ~is_council, (1 - trusts) * nhs),
    ):
        if group.any():
            shares[group] = share * weight[group] / weight[group].sum()
    ends = np.rint(fund * np.cumsum(shares) / shares.sum())
    return np.diff(ends, prepend=0)


def money_by_year(
    rng: np.random.Generator, schemes: pd.DataFrame, partners: pd.DataFrame, people: pd.Series
) -> dict[str, pd.DataFrame]:
    """Return contributions and funds by year, for the years in which a scheme ran.

    Parameters
    ----------
    rng
        Generator of this theme alone, drawn from in a fixed order.
    schemes
        ``scheme_id, evidence_source, service_area, since, fund, spent``, numbered from nought.
    partners
        ``scheme_id, body_code, body_name, partner_kind``.
    people
        Population by code of PCTs and councils.

    Returns
    -------
    dict
        ``contributions`` and ``funds``, whole pounds.
    """
    members: dict[str, list] = {}
    for partner in rows_of(partners):
        members.setdefault(partner.scheme_id, []).append(partner)
    sizes = people.to_dict()
    growth = rng.uniform(*GROWTH, len(schemes))
    left = rng.uniform(-OVERSPENT, UNSPENT, len(schemes))
    given, funds = [], []
    for scheme in rows_of(schemes):
        listed = members[scheme.scheme_id]
        kinds = [partner.partner_kind for partner in listed]
        size = [sizes.get(partner.body_code, 1.0) for partner in listed]
        before = np.rint(scheme.fund / growth[scheme.Index])
        years = {"2007/08": (scheme.fund, scheme.spent)}
        if scheme.since < 2007:
            years["2006/07"] = (before, np.rint(before * (1 - left[scheme.Index])))
        for year, (fund, spent) in sorted(years.items()):
            parts = contributions(rng, scheme.service_area, fund, kinds, size)
            head = (scheme.scheme_id, scheme.evidence_source)
            funds.append((*head, year, int(fund), int(spent)))
            given += [
                (*head, partner.body_code, partner.body_name, year, int(part))
                for partner, part in zip(listed, parts, strict=True)
            ]
    return {
        "contributions": pd.DataFrame(given, columns=COLUMNS["contributions"][:6]),
        "funds": pd.DataFrame(funds, columns=COLUMNS["funds"][:5]),
    }
