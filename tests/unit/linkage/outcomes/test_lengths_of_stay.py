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


def test_one_stay_has_a_length_and_no_stay_has_none():
    lengths = pd.DataFrame(
        {
            "area_type": ["pct", "pct", "council"],
            "area_code": ["5R1", "5R2", "150"],
            "financial_year": "2007/08",
            "nights": [10, 40, 70],
            "stays": [1, 0, 9],
        }
    )
    table = mental_health_stays(lengths, "pct").set_index("area_code")
    assert table["mh_stays"].to_dict() == {"5R1": 1, "5R2": 0}
    assert table["mh_length_of_stay"]["5R1"] == 10
    assert pd.isna(table["mh_length_of_stay"]["5R2"])
