import pandas as pd

from pooledfunds.linkage.outcomes.spending import programme_spending


def test_programmes_five_and_six():
    budgets = pd.DataFrame(
        {
            "pct_code": "5R1",
            "financial_year": "2007/08",
            "programme": ["5", "5a", "6", "total"],
            "gbp_thousand": [900.0, 80.0, 200.0, 9999.0],
        }
    )
    row = programme_spending(budgets).iloc[0]
    assert (row["budget_mental_health"], row["budget_learning_disability"]) == (900, 200)
