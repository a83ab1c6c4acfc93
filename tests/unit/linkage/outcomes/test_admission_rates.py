import pandas as pd
import pytest

from pooledfunds.linkage.outcomes.admission_rates import standardised_rates

CONDITIONS = ("asthma", "stroke")


def test_standardised_rates_of_two_bodies_that_differ_only_in_age_are_the_same():
    """Each age has the same rate in both, so the direct rates agree and both ratios are one."""
    persons = pd.DataFrame(
        [("5R1", "65-74", 9e4), ("5R1", "85+", 1e4), ("5R2", "65-74", 5e4), ("5R2", "85+", 5e4)],
        columns=["area_code", "age_band", "persons"],
    ).assign(financial_year="2007/08", sex="female")
    rate = persons["age_band"].map({"65-74": 0.01, "85+": 0.1})
    activity = persons.assign(
        area_type="pct", condition="stroke", admissions=rate * persons["persons"]
    )
    table = standardised_rates(activity, persons, "pct", CONDITIONS, "2007/08")
    stroke = table[table["condition"] == "stroke"].set_index("area_code")
    assert stroke["events"].to_dict() == pytest.approx({"5R1": 1900, "5R2": 5500})
    # England's 200,000 are 140,000 at one in a hundred and 60,000 at one in ten.
    assert stroke["rate_per_100000"].to_numpy() == pytest.approx([3700, 3700])
    assert stroke["ratio"].to_numpy() == pytest.approx([1, 1])
    assert (stroke["rate_low"] < 3700).all()
    assert (stroke["rate_high"] > 3700).all()
