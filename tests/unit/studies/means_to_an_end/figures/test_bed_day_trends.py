import pandas as pd
import pytest

from pooledfunds.core.disclosure import DisclosureRules
from pooledfunds.studies.means_to_an_end.figures import bed_day_trends

YEARS = ["2006/07", "2007/08"]


def numbers(**disclosure):
    panel = pd.DataFrame(
        {
            "area_code": ["5AA", "5BB", "TAA"],
            "financial_year": "2007/08",
            "pool_intermediate_care": [1.0, float("nan"), 1.0],
            "care_trust": [0.0, 0.0, 1.0],
        }
    )
    people = pd.DataFrame(
        [
            (code, year, sex, band, 500.0)
            for code in panel["area_code"]
            for year in YEARS
            for sex in ("male", "female")
            for band in ("60-64", "65-69", "70-74", "75-79", "85+")
        ],
        columns=["pct_code", "financial_year", "sex", "age_band", "persons"],
    )
    days = pd.DataFrame(
        [
            ("pct", code, year, "stroke", band, sex, 10)
            for code in [*panel["area_code"], "unknown"]
            for year in YEARS
            for band in ("18-64", "65-74", "75-84", "85+")
            for sex in ("male", "female")
        ],
        columns=[
            "area_type",
            "area_code",
            "financial_year",
            "condition",
            "age_band",
            "sex",
            "bed_days",
        ],
    )
    tables = {"hes_activity": days, "pct_population": people, "panel_pct": panel}
    rules = disclosure or {"apply": False}
    return bed_day_trends.table(tables, {"financial_years": YEARS, "disclosure": rules})


def test_groups_of_few_pcts_are_withheld_and_the_others_rounded():
    assert numbers(fewest_areas=2)["bed_days"].isna().all()
    told = numbers(fewest_areas=1)["bed_days"]
    assert set(told.dropna()) <= {20.0}  # the exact ones are all 20
    assert told.notna().any()


def test_what_is_withheld_is_neither_drawn_nor_described(drawing):
    hidden = numbers(fewest_areas=2)
    assert "all of them are withheld" in bed_day_trends.describe(hidden)
    assert drawing(bed_day_trends, hidden).illegible() == []


def test_rates_are_of_the_people_of_the_age():
    one = numbers().set_index(["age", "group", "financial_year"])["per_thousand"]
    assert one["65-74", "Intermediate care pool", "2007/08"] == pytest.approx(1000 * 20 / 2000)
    assert one["85+", "Intermediate care pool", "2007/08"] == pytest.approx(1000 * 20 / 1000)


def test_a_care_trust_is_in_no_other_group_and_silence_in_its_own():
    table = numbers()
    assert set(table["group"]) == {"Intermediate care pool", "Not known", "Care trust"}
    assert (table["pcts"] == 1).all()


def test_the_interval_is_of_a_ratio_over_pcts():
    # Cochran's formula by hand: r = 60/3000 = 0.02, residuals -5, 0, 5; sqrt(3/2 * 50) / 3000.
    rows = pd.DataFrame({"bed_days": [15, 20, 25], "persons": [1000, 1000, 1000]})
    days, persons, pcts, reach = bed_day_trends.sums_of(rows)
    assert (days, persons, pcts) == (60, 3000, 3)
    assert reach == pytest.approx(4.302653 * 1000 * 75**0.5 / 3000)


def test_an_interval_lies_about_what_is_told_and_does_not_lead_to_the_exact_days():
    cell = {"condition": "stroke", "age": "85+", "financial_year": "2007/08", "persons": 1000}
    rows = [
        cell | {"group": "Care trust", "bed_days": 63, "pcts": 6, "reach": 12.3456},
        cell | {"group": "Not known", "bed_days": 70, "pcts": 4, "reach": 5.0},
    ]
    shown = bed_day_trends.told(pd.DataFrame(rows), DisclosureRules())
    middle, low, high = shown.loc[0, ["per_thousand", "low", "high"]]
    assert middle in (60, 65)
    assert (low, high) == (middle - 12, middle + 12)
    assert shown.loc[1, ["bed_days", "per_thousand", "low", "high"]].isna().all()


@pytest.mark.parametrize(
    ("band", "broad"), [("60-64", None), ("65-69", "65-74"), ("80-84", "75-84"), ("85+", "85+")]
)
def test_bands_of_five_years_lie_in_bands_of_ten(band, broad):
    assert bed_day_trends.broad_age(band) == broad


def test_nothing_is_clipped(drawing):
    assert drawing(bed_day_trends, numbers()).illegible() == []
