import pandas as pd

from pooledfunds.linkage.outcomes.lengths_of_stay import mental_health_stays


def test_mean_length_of_mental_health_stays():
    lengths = pd.DataFrame(
        {
            "area_type": "pct",
            "area_code": "5R1",
            "financial_year": "2007/08",
            "nights": [10, 40],
            "stays": [3, 1],
        }
    )
    row = mental_health_stays(lengths, "pct").iloc[0]
    assert (row["mh_stays"], row["mh_length_of_stay"]) == (4, 17.5)
