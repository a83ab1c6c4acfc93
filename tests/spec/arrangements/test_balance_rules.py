"""Who bears what is over or left of a pool: each rule worked by hand, in whole pounds.

The pool throughout: the council hosts and puts in £600,000, the PCT £300,000, a trust £100,000.
"""

import numpy as np
import pytest

from pooledfunds.core.codelists import read_table
from pooledfunds.linkage.pooling.balance_rules import (
    BALANCE_RULES,
    Terms,
    uplifted,
    whole_pounds,
)
from tests.unit.staging.returns import CONFIG

#                      council  PCT      trust
CONTRIBUTIONS = np.array([600_000, 300_000, 100_000])
HOST = np.array([True, False, False])

#  rule, spent, cap, reserve; charged at year-end, carried on, change of the reserve
HAND_WORKED = [
    # Chapter 6: no year-end balance stays in the pool, so £50,000 goes to the partners' accounts.
    ("in_proportion", 1_050_000, 0, 0, [30_000, 15_000, 5_000], [0, 0, 0], 0),
    ("in_proportion", 980_000, 0, 0, [-12_000, -6_000, -2_000], [0, 0, 0], 0),
    # The host alone, as where it manages the service and took the risk with it.
    ("host_bears", 1_050_000, 0, 0, [50_000, 0, 0], [0, 0, 0], 0),
    ("host_bears", 980_000, 0, 0, [-20_000, 0, 0], [0, 0, 0], 0),
    # Nobody but the host pays over 3 per cent: the PCT £9,000 of its £15,000, the trust £3,000 of
    # its £5,000; the host its £30,000 and the £8,000 that are left.
    ("capped", 1_050_000, 3, 0, [38_000, 9_000, 3_000], [0, 0, 0], 0),
    # A cap that nobody reaches changes nothing.
    ("capped", 1_050_000, 10, 0, [30_000, 15_000, 5_000], [0, 0, 0], 0),
    # The reserve of £20,000 goes first, then £30,000 in proportion.
    ("risk_reserve", 1_050_000, 0, 20_000, [18_000, 9_000, 3_000], [0, 0, 0], -20_000),
    ("risk_reserve", 1_050_000, 0, 80_000, [0, 0, 0], [0, 0, 0], -50_000),
    ("risk_reserve", 980_000, 0, 20_000, [0, 0, 0], [0, 0, 0], 20_000),
    # Nothing is paid; each partner has its part in its own accounts, for next year.
    ("carry_forward", 980_000, 0, 0, [0, 0, 0], [12_000, 6_000, 2_000], 0),
    ("carry_forward", 1_050_000, 0, 0, [0, 0, 0], [-30_000, -15_000, -5_000], 0),
]


@pytest.mark.parametrize(
    ("rule", "spent", "cap", "reserve", "charged", "carried", "change"), HAND_WORKED
)
def test_a_balance_under_each_rule(rule, spent, cap, reserve, charged, carried, change):
    balance = int(CONTRIBUTIONS.sum()) - spent
    outcome = BALANCE_RULES[rule](balance, CONTRIBUTIONS, Terms(HOST, cap, reserve))
    assert outcome.charged.tolist() == charged
    assert outcome.carried.tolist() == carried
    assert outcome.reserve_change == change


@pytest.mark.parametrize("rule", BALANCE_RULES)
@pytest.mark.parametrize("balance", [-1_000_003, -7, -1, 1, 2, 99_999])
def test_no_pound_is_lost_under_any_rule(rule, balance):
    uneven = np.array([333_333, 333_333, 333_334])
    outcome = BALANCE_RULES[rule](balance, uneven, Terms(HOST, 1.5, 5))
    kept = outcome.carried.sum() + outcome.reserve_change - outcome.charged.sum()
    assert kept == balance


def test_every_rule_of_the_word_list_is_a_function_and_no_other():
    assert set(read_table(CONFIG / "codelists/balance_rules.csv")["balance_rule"]) == set(
        BALANCE_RULES
    )


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (100, [1, 1, 1], [34, 33, 33]),  # three equal remainders: the first has the odd pound
        (10, [6, 3, 1], [6, 3, 1]),
        (11, [6, 3, 1], [7, 3, 1]),  # 6.6, 3.3, 1.1
        (-100, [1, 1, 1], [-34, -33, -33]),
        (5, [0, 0], [3, 2]),  # nothing to go by: equal shares
        (0, [1, 2], [0, 0]),
    ],
)
def test_pounds_are_shared_by_largest_remainder(total, weights, shares):
    assert whole_pounds(total, weights).tolist() == shares


@pytest.mark.parametrize(
    ("inflation", "real_change", "growth", "next_year"),
    [
        (2.5, 0, 0, 307_500),  # inflation alone
        (0, -4, 0, 288_000),  # a partner that must cut in real terms, prices standing still
        (2.5, -4, 0, 295_200),  # 300,000 x 1.025 x 0.96
        (2.5, 0, 50_000, 357_500),  # a new service of £50,000 on top
    ],
)
def test_what_a_contribution_of_300_000_becomes(inflation, real_change, growth, next_year):
    assert uplifted(300_000, inflation, real_change, growth) == pytest.approx(next_year)
