"""What each partner puts into a pool in a year, whole pounds, as far as the register says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pooledfunds.linkage.pooling.balance_rules import Pounds, whole_pounds

STATED, BY_DIFFERENCE, IN_PART = "stated", "by difference", "in part"
BASES = (STATED, BY_DIFFERENCE, IN_PART)
NOT_KNOWN = "not_known"  # the partner of money that the register attributes to none
IN_KIND = ["staff_gbp", "infrastructure_gbp", "in_kind_gbp"]
COPIED = ["area_type", "area_code", "host", "planned_gbp"]
UPLIFT = ["inflation_percent", "real_change_percent", "growth_gbp"]


@dataclass(frozen=True)
class Income:
    """The partners of a pool in a year and what they put in.

    Parameters
    ----------
    bodies
        ``area_type, area_code, host, planned_gbp, in_kind_gbp`` and the uplift, by partner.
    contributions
        Pounds, in the same order.
    basis
        How far the register attributes the money: one of ``BASES``.
    """

    bodies: dict[str, npt.NDArray[Any]]
    contributions: Pounds
    basis: str


def income_of(partners: Mapping[str, npt.NDArray[Any]], fund: float) -> Income:
    """Return the contributions of a pool's partners in a year.

    A partner without an amount has its share of the fund. The one partner of which neither is known
    has what the others leave of the fund; of several, what is left stands as attributed to none.

    Parameters
    ----------
    partners
        Columns of the partners with their row of ``register_contributions``, amounts missing where
        it has none.
    fund
        The whole fund, pounds; may be missing.
    """
    of_share = partners["share_percent"] / 100 * fund
    amounts = np.where(np.isnan(partners["gbp"]), of_share, partners["gbp"])
    missing = np.isnan(amounts)
    known = int(np.rint(np.nansum(amounts)))
    left = 0 if np.isnan(fund) else max(int(np.rint(fund)) - known, 0)
    pounds = whole_pounds(known, np.nan_to_num(amounts))
    kinds = np.column_stack([partners[name] for name in IN_KIND])
    in_kind = np.where(np.isnan(kinds).all(axis=1), np.nan, np.nansum(kinds, axis=1))
    bodies = {name: partners[name] for name in (*COPIED, *UPLIFT)} | {"in_kind_gbp": in_kind}
    if not missing.any():
        return Income(bodies, pounds, STATED)
    # A dissolved partner's successors stand for one partner as written.
    if len(set(partners["as_written"][missing])) == 1 and not np.isnan(fund):
        return Income(bodies, pounds + whole_pounds(left, missing), BY_DIFFERENCE)
    if left:
        words = {"area_type": NOT_KNOWN, "area_code": "", "host": "no"}
        bodies = {name: np.append(cells, words.get(name, np.nan)) for name, cells in bodies.items()}
        pounds = np.append(pounds, left)
    return Income(bodies, pounds, IN_PART)
