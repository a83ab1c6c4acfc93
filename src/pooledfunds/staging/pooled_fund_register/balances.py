"""Rules of over- and underspend as a register states them: known, whole, with what they need."""

import pandas as pd

from pooledfunds.core.errors import IssueList
from pooledfunds.core.tables import rows_of
from pooledfunds.staging.layouts.checks import report_violations

SIDES = ("overspend", "underspend")


def note_balance_rules(faults: IssueList, funds: pd.DataFrame, rules: pd.DataFrame) -> None:
    """Note rules that are none, or lack what they need, and balances without a rule.

    A register that states rules has to state one for each balance; one that states none at all is
    read as before, and the study says what holds (decision 100).

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    funds
        Staged funds, GBP.
    rules
        The code list ``balance_rules``.
    """
    spent, fund = funds["expenditure_gbp"], funds["fund_gbp"]
    off = {"overspend": spent > fund, "underspend": spent < fund}
    for side in SIDES:
        column = f"{side}_rule"
        allowed = rules.loc[rules[side] == "yes", "balance_rule"]
        given = funds[column] != ""
        rule = f"not one of {', '.join(allowed)}"
        report_violations(faults, funds, column, rule, given & ~funds[column].isin(allowed))
        stated = given.groupby(funds["file"]).transform("any").astype(bool)
        rule = f"an {side} without a rule, where other funds of the file have one: write who has it"
        report_violations(faults, funds, column, rule, stated & off[side] & ~given)
        for one in rows_of(rules[rules["needs"] != ""]):
            lacks = (funds[column] == one.balance_rule) & funds[one.needs].isna()
            rule = f"{one.balance_rule} needs {one.needs}, which is blank"
            report_violations(faults, funds, column, rule, lacks)
