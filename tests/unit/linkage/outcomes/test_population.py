import pandas as pd
import pytest

from pooledfunds.catalogue.derived import group_amounts, per_head
from pooledfunds.linkage.outcomes.population import population_columns


def returned(*rows):
    columns = ["financial_year", "area", "client_group", "measure", "gbp_thousand"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(family="detailed", area_type="council", service_line="total", line="")


def test_total_cost_is_printed_until_2006_07_and_derived_in_2007_08():
    amounts = group_amounts(
        returned(
            ("2006/07", "150", "mental_health", "total_cost", 90.0),
            ("2006/07", "150", "mental_health", "total_cost_including_capital", 100.0),
            ("2007/08", "150", "mental_health", "total_cost_including_capital", 100.0),
            ("2007/08", "150", "mental_health", "own_provision_capital_charges", 7.0),
            ("2007/08", "151", "mental_health", "total_cost_including_capital", 50.0),
            ("2007/08", "151", "mental_health", "provision_by_others_capital_charges", 1.0),
        )
    )
    cost = amounts["total_cost"].droplevel(["area_type", "client_group"]).to_dict()
    assert cost == {("150", "2006/07"): 90.0, ("150", "2007/08"): 93.0, ("151", "2007/08"): 49.0}


def test_a_blank_is_nought_but_a_column_that_a_year_lacks_is_unknown():
    amounts = group_amounts(
        returned(
            ("2005/06", "150", "mental_health", "total_cost", 90.0),
            ("2006/07", "150", "mental_health", "total_cost", 90.0),
            ("2006/07", "151", "mental_health", "total_cost", 90.0),
            ("2006/07", "151", "mental_health", "nhs_income", 4.0),
            ("2006/07", "150", "mental_health", "total_cost_including_capital", 90.0),
            ("2006/07", "150", "mental_health", "own_provision_capital_charges", 0.0),
            ("2006/07", "150", "mental_health", "provision_by_others_capital_charges", 0.0),
        )
    )
    nhs = amounts["nhs_income"].droplevel(["area_type", "client_group"])
    assert nhs["150", "2006/07"] == 0
    assert pd.isna(nhs["150", "2005/06"])


def test_pounds_per_head():
    heads = per_head(pd.Series([5.0, 5.0]), pd.Series([100.0, 0.0]))
    assert heads[0] == 50
    assert pd.isna(heads[1])


def test_age_structure():
    bands = {"all ages": 1000.0, "18 and over": 800.0, "18 to 64": 600.0, "65 and over": 200.0,
             "75 and over": 90.0, "85 and over": 30.0}  # fmt: skip
    people = pd.DataFrame({"age_band": list(bands), "persons": list(bands.values())})
    row = population_columns(people.assign(area="150", financial_year="2006/07")).iloc[0]
    assert row["population_65_plus"] == 200
    assert row["share_65_plus"] == pytest.approx(0.2)
    assert row["share_85_plus_of_65_plus"] == pytest.approx(0.15)
