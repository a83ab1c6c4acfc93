import pandas as pd
import pytest

from pooledfunds.catalogue.derived import group_amounts, per_head
from pooledfunds.linkage.outcomes.population import (
    broad_age_bands,
    older_by_band,
    older_of_broad_bands,
    people,
    population_columns,
)


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
    persons = pd.DataFrame({"age_band": list(bands), "persons": list(bands.values())})
    row = population_columns(persons.assign(area="150", financial_year="2006/07")).iloc[0]
    assert row["population_65_plus"] == 200
    assert row["share_65_plus"] == pytest.approx(0.2)
    assert row["share_85_plus_of_65_plus"] == pytest.approx(0.15)


def test_bands_that_are_categories_become_plain_columns():
    bands = {"all ages": 1000.0, "65 and over": 200.0, "85 and over": 30.0}
    persons = pd.DataFrame({"age_band": list(bands), "persons": list(bands.values())})
    table = persons.assign(area="150", financial_year="2006/07").astype({"age_band": "category"})
    found = population_columns(table)
    assert found.assign(more=1.0)["share_65_plus"].tolist() == [0.2]
    assert not isinstance(found.columns, pd.CategoricalIndex)
    assert found.columns.name is None


FIVE_YEARS = {"10-14": 70.0, "15-19": 50.0, "20-24": 40.0, "60-64": 30.0, "65-69": 20.0,
              "70-74": 10.0, "75-79": 8.0, "80-84": 6.0, "85+": 4.0}  # fmt: skip


def by_five_years(**columns) -> pd.DataFrame:
    bands = {"age_band": list(FIVE_YEARS), "persons": list(FIVE_YEARS.values())}
    return pd.DataFrame(bands).assign(financial_year="2006/07", **columns)


def test_broad_bands_hold_the_five_year_bands_from_their_first_age():
    """Eighteen parts the band 15-19: two fifths of its fifty are adults."""
    found = broad_age_bands(by_five_years(pct_code="5A1"), "pct_code")
    assert found[["area", "financial_year"]].drop_duplicates().values.tolist() == [
        ["5A1", "2006/07"]
    ]
    assert found.set_index("age_band")["persons"].to_dict() == {
        "all ages": 238.0,
        "18 and over": 0.4 * 50 + 118,
        "18 to 64": 0.4 * 50 + 70,
        "65 and over": 48.0,
        "75 and over": 18.0,
        "85 and over": 4.0,
    }


def test_the_old_of_five_year_bands_by_the_bands_of_activity_and_sex():
    men, women = (by_five_years(area_code="5A1", sex=sex) for sex in ("male", "female"))
    women["persons"] *= 2
    found = older_by_band(pd.concat([men, women], ignore_index=True))
    assert found.set_index(["age_band", "sex"])["persons"].to_dict() == {
        ("65-74", "male"): 30.0, ("65-74", "female"): 60.0,
        ("75-84", "male"): 14.0, ("75-84", "female"): 28.0,
        ("85+", "male"): 4.0, ("85+", "female"): 8.0,
    }  # fmt: skip


def councils(area="150") -> pd.DataFrame:
    bands = {"all ages": 1000.0, "18 and over": 800.0, "18 to 64": 600.0, "65 and over": 200.0,
             "75 and over": 90.0, "85 and over": 30.0}  # fmt: skip
    persons = pd.DataFrame({"age_band": list(bands), "persons": list(bands.values())})
    return persons.assign(area=area, financial_year="2006/07")


def test_the_old_of_broad_bands_are_differences_of_open_ended_bands():
    found = older_of_broad_bands(councils())
    assert found.set_index("age_band")["persons"].to_dict() == {
        "65-74": 110.0, "75-84": 60.0, "85+": 30.0,
    }  # fmt: skip
    assert set(found["sex"]) == {"all"}
    assert set(found["area_code"]) == {"150"}


class Halved:
    """Half of council 150's persons live in the area 5A1."""

    area_type = "pct"

    def apportioned(self, counts, what):
        amounts = counts.filter(regex="^population") / 2
        return amounts.assign(
            area_code="5A1", financial_year=counts["financial_year"], apportioned_people=1.0
        )


def test_persons_are_an_areas_own_where_reported_and_else_apportioned_from_councils():
    own = people(Halved(), {"pct_population": by_five_years(pct_code="5A1"),
                            "council_population": councils()}, {})  # fmt: skip
    assert own["population"].tolist() == [238.0]
    split = people(Halved(), {"council_population": councils()}, {}).iloc[0]
    assert split["population"] == 500
    assert split["share_65_plus"] == pytest.approx(0.2)
    assert "apportioned_people" not in split
    assert people(Halved(), {}, {}) is None
