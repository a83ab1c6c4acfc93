"""Row accounts and shares of records, as they are published."""

import pandas as pd

from pooledfunds.core.disclosure import DisclosureRules
from pooledfunds.linkage.protection.accounts import protected_accounts, protected_shares

RULES = DisclosureRules()


def test_small_fates_are_blank_and_do_not_follow_from_the_others():
    accounts = pd.DataFrame(
        [("hes_apc", "APC.txt", "submitted", 1003), ("hes_apc", "APC.txt", "no end date", 3),
         ("hes_apc", "APC.txt", "kept", 1000), ("places", "list.csv", "submitted", 3),
         ("places", "list.csv", "kept", 3)],
        columns=["stage", "file", "fate", "rows"],
    )  # fmt: skip
    told = protected_accounts(accounts, RULES)["rows"]
    assert pd.isna(told[1]) and told[2] == 1000
    assert told[0] == 1005  # the sum of what is told, with five for what is not
    assert told[3:].tolist() == [3, 3]  # a list of bodies holds no patient


def test_shares_of_few_records_are_told_as_none():
    table = pd.DataFrame(
        {"financial_year": "2007/08", "field": ["sex", "age"], "share_missing": [0.003, 0.2]}
    )
    told = protected_shares(table, ["share_missing"], pd.Series({"2007/08": 1000}), RULES)
    assert told["share_missing"].tolist() == [0.0, 0.2]
