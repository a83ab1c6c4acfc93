"""Rules of over- and underspend: who bears what is over or left of a pool at the year-end.

Whole pounds throughout. A balance is income less expenditure: below nought it is an overspend.
The rules are those of ``config/codelists/balance_rules.csv``, with their sources.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Pounds = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Terms:
    """What an agreement says of its balance, beside the name of the rule.

    Parameters
    ----------
    host
        By partner: whether it hosts the pool.
    cap_percent
        Most that a partner other than the host bears, per cent of its contribution.
    reserve
        The risk reserve before the balance, pounds.
    """

    host: npt.NDArray[np.bool_]
    cap_percent: float = 0.0
    reserve: int = 0


@dataclass(frozen=True)
class Settlement:
    """What becomes of a balance: ``balance = sum(carried) + reserve_change - sum(charged)``.

    Parameters
    ----------
    charged
        By partner, pounds that it pays at the year-end; below nought they are returned to it.
    carried
        By partner, pounds that it takes into the next year; below nought a deficit.
    reserve_change
        What the risk reserve gains, pounds.
    """

    charged: Pounds
    carried: Pounds
    reserve_change: int = 0


Rule = Callable[[int, Pounds, Terms], Settlement]


def whole_pounds(total: int, weights: npt.ArrayLike) -> Pounds:
    """Return a total shared by weights in whole pounds that add up to it.

    By largest remainder (Hamilton's method); of equal remainders the first has the pound. Without
    any weight the shares are equal.

    Parameters
    ----------
    total
        Pounds; may be below nought.
    weights
        Not below nought.
    """
    weight = np.asarray(weights, float)
    weight = weight if weight.sum() > 0 else np.ones(len(weight))
    exact = abs(total) * weight / weight.sum()
    shares = np.floor(exact).astype(np.int64)
    over = np.argsort(-(exact - shares), kind="stable")[: abs(total) - int(shares.sum())]
    shares[over] += 1
    return shares if total >= 0 else -shares


def host_bears(balance: int, contributions: Pounds, terms: Terms) -> Settlement:
    """Charge an overspend to the host, which keeps an underspend.

    Parameters
    ----------
    balance
        Income less expenditure, pounds.
    contributions
        Pounds by partner.
    terms
        Host, cap and reserve.
    """
    return Settlement(whole_pounds(-balance, terms.host), np.zeros_like(contributions))


def in_proportion(balance: int, contributions: Pounds, terms: Terms) -> Settlement:
    """Charge or return a balance in proportion to contributions.

    Parameters
    ----------
    balance
        Income less expenditure, pounds.
    contributions
        Pounds by partner.
    terms
        Host, cap and reserve.
    """
    return Settlement(whole_pounds(-balance, contributions), np.zeros_like(contributions))


def capped(balance: int, contributions: Pounds, terms: Terms) -> Settlement:
    """Charge an overspend in proportion, others up to their cap; the host bears the rest.

    Parameters
    ----------
    balance
        Income less expenditure, pounds.
    contributions
        Pounds by partner.
    terms
        Host, cap and reserve.
    """
    shares = whole_pounds(-balance, contributions)
    limit = np.floor(contributions * terms.cap_percent / 100).astype(np.int64)
    borne = np.where(terms.host, 0, np.minimum(shares, limit))
    rest = whole_pounds(-balance - int(borne.sum()), terms.host)
    return Settlement(borne + rest, np.zeros_like(contributions))


def risk_reserve(balance: int, contributions: Pounds, terms: Terms) -> Settlement:
    """Pay an underspend into the reserve, an overspend from it; charge what it does not hold.

    Parameters
    ----------
    balance
        Income less expenditure, pounds.
    contributions
        Pounds by partner.
    terms
        Host, cap and reserve.
    """
    change = max(balance, -terms.reserve)
    charged = whole_pounds(change - balance, contributions)
    return Settlement(charged, np.zeros_like(contributions), change)


def carry_forward(balance: int, contributions: Pounds, terms: Terms) -> Settlement:
    """Take a balance into the next year, by partner in proportion to contributions.

    Parameters
    ----------
    balance
        Income less expenditure, pounds.
    contributions
        Pounds by partner.
    terms
        Host, cap and reserve.
    """
    return Settlement(np.zeros_like(contributions), whole_pounds(balance, contributions))


BALANCE_RULES: dict[str, Rule] = {
    "host_bears": host_bears,
    "in_proportion": in_proportion,
    "capped": capped,
    "risk_reserve": risk_reserve,
    "carry_forward": carry_forward,
}


def uplifted(
    base: float, inflation_percent: float = 0, real_change_percent: float = 0, growth_gbp: float = 0
) -> float:
    """Return what a contribution becomes next year under the agreement's uplift.

    Inflation need not be the same for all partners; a partner may cut its part in real terms, and
    growth of its own is a sum (joint funding guide of 2007, chapter 4).

    Parameters
    ----------
    base
        This year's contribution, pounds.
    inflation_percent, real_change_percent
        Per cent of it; the second on top of the first.
    growth_gbp
        Pounds for particular new services.
    """
    return base * (1 + inflation_percent / 100) * (1 + real_change_percent / 100) + growth_gbp
