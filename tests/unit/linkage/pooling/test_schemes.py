"""What a pool is worth in a year."""

import pandas as pd

from pooledfunds.linkage.pooling.schemes import money_by_year

KEY = {"evidence_source": "survey", "financial_year": "2007/08"}


def test_expenditure_counts_before_the_fund_and_the_fund_before_contributions():
    contributions = pd.DataFrame(
        [
            KEY | {"scheme_id": "one partner", "gbp": 5.0},
            KEY | {"scheme_id": "two partners", "gbp": 5.0},
            KEY | {"scheme_id": "two partners", "gbp": 7.0},
            KEY | {"scheme_id": "fund", "gbp": 5.0},
            KEY | {"scheme_id": "spent", "gbp": 5.0},
            KEY | {"scheme_id": "amount not said", "gbp": None},
        ]
    )
    funds = pd.DataFrame(
        [
            KEY | {"scheme_id": "fund", "fund_gbp": 20.0, "expenditure_gbp": None},
            KEY | {"scheme_id": "spent", "fund_gbp": 20.0, "expenditure_gbp": 19.0},
        ]
    )
    table = money_by_year({"register_contributions": contributions, "register_funds": funds})
    worth = table.set_index("scheme_id")["gbp"]
    assert worth.dropna().to_dict() == {
        "one partner": 5.0,
        "two partners": 12.0,
        "fund": 20.0,
        "spent": 19.0,
    }
    assert worth.index[worth.isna()].tolist() == ["amount not said"]
