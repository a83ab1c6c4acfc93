"""Delays from the indicator D41, from the report's own figures, and beside spending."""

import numpy as np
import pandas as pd
import pytest

from pooledfunds.claims.fact import DataUnavailableError, FactTables
from pooledfunds.studies.means_to_an_end.facts import delays


def indicator(*rows) -> FactTables:
    columns = ["financial_year", "cssr_code", "reason", "mean_weekly_patients", "population"]
    table = pd.DataFrame(rows, columns=columns).assign(indicator="D41")
    other = table.assign(indicator="D40", mean_weekly_patients=99.0)
    return FactTables({"delayed_transfer_indicators": pd.concat([table, other])})


D41 = indicator(
    ("2006/07", "101", "all", 8.0, 20_000.0),
    ("2006/07", "102", "all", 4.0, 10_000.0),
    ("2007/08", "101", "all", 6.0, 20_000.0),
    ("2007/08", "101", "F", 3.0, 20_000.0),
    ("2007/08", "102", "all", 2.0, 5_000.0),
    ("2007/08", "102", "F", 1.0, 5_000.0),
    ("2007/08", "103", "all", np.nan, 5_000.0),
)


def test_the_indicators_rate_is_over_the_councils_that_returned_it():
    assert delays.rate(D41, "2006/07", "D41") == pytest.approx(40)
    assert delays.rate(D41, "2007/08", "D41") == pytest.approx(32)
    with pytest.raises(DataUnavailableError, match="D41 gives no patients with their population"):
        delays.rate(D41, "2005/06", "D41")


def test_a_change_is_over_the_councils_of_both_years():
    table = D41.tables["delayed_transfer_indicators"]
    fewer = FactTables({"delayed_transfer_indicators": table[table["cssr_code"] != "102"]})
    three = indicator(("2006/07", "101", "all", 8.0, 2e4), ("2007/08", "101", "all", 6.0, 2e4),
                      ("2006/07", "102", "all", 4.0, 1e4), ("2007/08", "102", "all", 2.0, 5e3),
                      ("2007/08", "104", "all", 900.0, 5e3))  # fmt: skip
    assert delays.change(three, "2006/07", "2007/08", "D41").value == pytest.approx(-8)
    assert delays.rate(fewer, "2007/08", "D41") == pytest.approx(30)


def test_the_indicators_share_for_equipment_is_of_the_patients_of_its_year():
    assert delays.share_for_equipment(D41, "2007/08", "D41") == 50


@pytest.mark.parametrize(
    "rows",
    [
        [("2007/08", "101", "all", 6.0, 2e4)],
        [("2007/08", "101", "F", 6.0, 2e4)],
        [("2007/08", "101", "all", 6.0, 2e4), ("2007/08", "101", "F", np.nan, 2e4)],
        [("2006/07", "101", "all", 6.0, 2e4), ("2006/07", "101", "F", 3.0, 2e4)],
    ],
)
def test_an_indicator_that_does_not_part_its_reasons_says_so(rows):
    with pytest.raises(DataUnavailableError, match="D41 parts no reasons for 2007/08"):
        delays.share_for_equipment(indicator(*rows), "2007/08", "D41")


PEOPLE = pd.DataFrame(
    [
        ("council", "101", "2007/08", "65 and over", 30_000.0),
        ("council", "102", "2007/08", "65 and over", 20_000.0),
        ("council", "102", "2007/08", "18 and over", 90_000.0),
        ("council", "102", "2006/07", "65 and over", 70_000.0),
        ("region", "N", "2007/08", "65 and over", 50_000.0),
    ],
    columns=["area_type", "area", "financial_year", "age_band", "persons"],
)


def test_people_are_councils_of_the_age_and_the_year():
    tables = FactTables({"council_population": PEOPLE})
    assert delays.people(tables, "2007/08", "65_plus").to_dict() == {"101": 3e4, "102": 2e4}
    with pytest.raises(DataUnavailableError, match="no population aged 18 and over for 2006/07"):
        delays.people(tables, "2006/07", "18_plus")


def test_the_printed_rate_times_the_people_is_over_the_published_admissions():
    """50 per 100,000 of 50,000 people are 25 patients; of 10,000 admissions a quarter per cent."""
    figures = ("national_totals", "emergency_FAE_65plus", "2007/08", "England", 1e4, "episodes")
    columns = ["source_id", "measure", "period", "geography", "value", "unit"]
    tables = FactTables(
        {
            "council_population": PEOPLE,
            "claims": pd.DataFrame({"claim_id": ["C115"], "published": ["50"]}),
            "national_figures": pd.DataFrame([figures], columns=columns),
        }
    )
    assert delays.printed_share_of_admissions(tables, "2007/08", 1) == pytest.approx(0.25)
    assert delays.printed_share_of_admissions(tables, "2007/08", 52) == pytest.approx(13)


def test_delays_are_ranked_against_spending_over_councils_that_have_both():
    panel = pd.DataFrame(
        {
            "area_code": list("ABCDEF"),
            "financial_year": "2007/08",
            "in_frame": True,
            "delayed_rate": [1, 2, 3, 4, 5, np.nan],
            "spend_per_head_older_people": [50.0, 40, 30, 20, np.nan, 90],
        }
    )
    found = delays.correlation_with_spending(FactTables({"panel_council": panel}), "2007/08")
    assert found.value == -1
