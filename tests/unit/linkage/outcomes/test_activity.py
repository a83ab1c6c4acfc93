import pandas as pd
import pytest

from pooledfunds.linkage.outcomes.activity import (
    delayed_patients,
    emergency_activity,
    mental_health_stays,
    programme_spending,
    share_by_reason,
    standardised_rates,
)

COUNT = {"financial_year": "2007/08", "basis": "council", "age": "65_plus", "responsible": "all",
         "measure": "delayed_patients", "body_code": "150", "care_type": "all",
         "frequency": "week"}  # fmt: skip


def delays(*rows) -> pd.DataFrame:
    return pd.DataFrame([COUNT | row for row in rows])


CONDITIONS = ("asthma", "stroke")


def test_patients_add_up_over_censuses_and_a_printed_total_is_not_added_to_its_parts():
    table = delays(
        {"period": "2007-04-05", "reason": "A", "value": 2},
        {"period": "2007-04-05", "reason": "F", "value": 3},
        {"period": "2007-04-05", "reason": "all", "value": 5},
        {"period": "2007-04-12", "reason": "A", "value": 4},
        {"period": "2007-04-12", "reason": "F", "value": 0},
    )
    row = delayed_patients(table, "council").iloc[0]
    assert (row["delayed_patients"], row["censuses"]) == (9, 2)


def test_quarterly_censuses_are_not_added_to_weekly_ones():
    table = delays(
        {"period": "2007-04-05", "reason": "all", "value": 5},
        {"period": "2007/08 Q1", "reason": "all", "value": 6, "frequency": "quarter"},
    )
    assert delayed_patients(table, "council")["delayed_patients"].tolist() == [5]


def test_other_ages_bodies_and_measures_stay_out():
    table = delays(
        {"period": "2007-04-05", "reason": "all", "value": 5},
        {"period": "2007-04-05", "reason": "all", "value": 7, "age": "18_plus"},
        {"period": "2007-04-05", "reason": "all", "value": 9, "basis": "provider"},
        {"period": "2007-04-05", "reason": "all", "value": 99, "measure": "delayed_days"},
    )
    assert delayed_patients(table, "council")["delayed_patients"].tolist() == [5]


def test_share_of_patients_whom_equipment_delays():
    table = delays(
        {"period": "2007-04-05", "reason": "A", "value": 97},
        {"period": "2007-04-05", "reason": "F", "value": 3},
        {"period": "2007-04-05", "reason": "all", "value": 100},
    )
    assert share_by_reason(table, "F", "2007/08") == pytest.approx(0.03)


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


def test_expected_bed_days_are_england_rates_on_a_bodys_own_ages():
    """Two PCTs of the same rates by age: the older one has more, and just as many as expected."""
    persons = pd.DataFrame(
        [("5R1", "65-74", 900), ("5R1", "85+", 100), ("5R2", "65-74", 500), ("5R2", "85+", 500)],
        columns=["body_code", "age_band", "persons"],
    ).assign(financial_year="2007/08", sex="female")
    activity = persons.assign(
        area_type="pct",
        condition="stroke",
        body=persons["body_code"],
        admissions=persons["persons"] / 100,
        bed_days=persons["persons"] * persons["age_band"].map({"65-74": 0.1, "85+": 0.5}),
    ).drop(columns=["body_code", "persons"])
    table = emergency_activity(activity, persons, "pct", CONDITIONS, "2007/08").set_index(
        "body_code"
    )
    assert table["bed_days_stroke"].to_dict() == {"5R1": 140, "5R2": 300}
    assert table["expected_bed_days_stroke"].to_dict() == pytest.approx({"5R1": 140, "5R2": 300})
    assert table["bed_days_asthma"].eq(0).all()


def test_the_conditions_asked_for_are_counted_and_no_others():
    activity, persons = falling_rates()
    both = pd.concat([activity, activity.assign(condition="stroke_with_sequelae")])
    table = emergency_activity(both, persons, "council", ["stroke"], "2006/07")
    measures = [f"{measure}_stroke" for measure in ("admissions", "bed_days")]
    expected = [f"expected_{name}{rates}" for name in measures for rates in ("", "_at_fixed_rates")]
    assert set(table) == {"body_code", "financial_year", *measures, *expected}


def falling_rates() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return activity and people of two PCTs over two years: older people, rates a tenth lower."""
    cells = [
        (body, year, band, persons * growth, rate * level)
        for body, persons in (("5R1", 10_000), ("5R2", 40_000))
        for year, growth, level in (("2006/07", 1.0, 1.0), ("2007/08", 1.2, 0.9))
        for band, rate in (("65-74", 0.01), ("85+", 0.05))
    ]
    columns = ["body_code", "financial_year", "age_band", "persons", "rate"]
    persons = pd.DataFrame(cells, columns=columns).assign(sex="all")
    activity = persons.assign(
        area_type="council",
        condition="stroke",
        body=persons["body_code"],
        admissions=persons["persons"] * persons["rate"],
        bed_days=persons["persons"] * persons["rate"] * 20,
    )
    return activity.drop(columns=["body_code", "persons"]), persons


def test_a_national_trend_cancels_at_each_years_rates_and_shows_at_fixed_ones():
    table = emergency_activity(*falling_rates(), "council", CONDITIONS, "2006/07").set_index(
        "financial_year"
    )
    own = table["bed_days_stroke"] / table["expected_bed_days_stroke"]
    fixed = table["bed_days_stroke"] / table["expected_bed_days_stroke_at_fixed_rates"]
    assert own.to_numpy() == pytest.approx(1)
    assert fixed["2006/07"].to_numpy() == pytest.approx(1)
    assert fixed["2007/08"].to_numpy() == pytest.approx(0.9)


def test_rates_of_a_year_that_is_not_at_hand_leave_blanks():
    table = emergency_activity(*falling_rates(), "council", CONDITIONS, "2005/06")
    assert table["expected_bed_days_stroke_at_fixed_rates"].isna().all()
    assert table["expected_bed_days_stroke"].notna().all()


def test_each_variant_is_expected_at_its_own_rates():
    activity, persons = falling_rates()
    doubled = activity.assign(variant="spells=york", bed_days=activity["bed_days"] * 2)
    both = pd.concat([activity.assign(variant="spells=other"), doubled])
    table = emergency_activity(both, persons, "council", CONDITIONS, "2006/07").set_index("variant")
    assert len(table) == 8
    plain, twice = (table.loc[f"spells={name}"] for name in ("other", "york"))
    for column in ("bed_days_stroke", "expected_bed_days_stroke"):
        assert twice[column].to_numpy() == pytest.approx(2 * plain[column].to_numpy())
    assert twice["admissions_stroke"].tolist() == plain["admissions_stroke"].tolist()


def test_standardised_rates_of_two_bodies_that_differ_only_in_age_are_the_same():
    """Each age has the same rate in both, so the direct rates agree and both ratios are one."""
    persons = pd.DataFrame(
        [("5R1", "65-74", 9e4), ("5R1", "85+", 1e4), ("5R2", "65-74", 5e4), ("5R2", "85+", 5e4)],
        columns=["body_code", "age_band", "persons"],
    ).assign(financial_year="2007/08", sex="female")
    rate = persons["age_band"].map({"65-74": 0.01, "85+": 0.1})
    activity = persons.rename(columns={"body_code": "body"}).assign(
        area_type="pct", condition="stroke", admissions=rate * persons["persons"]
    )
    table = standardised_rates(activity, persons, "pct", CONDITIONS, "2007/08")
    stroke = table[table["condition"] == "stroke"].set_index("body_code")
    assert stroke["events"].to_dict() == pytest.approx({"5R1": 1900, "5R2": 5500})
    # England's 200,000 are 140,000 at one in a hundred and 60,000 at one in ten.
    assert stroke["rate_per_100000"].to_numpy() == pytest.approx([3700, 3700])
    assert stroke["ratio"].to_numpy() == pytest.approx([1, 1])
    assert (stroke["rate_low"] < 3700).all()
    assert (stroke["rate_high"] > 3700).all()


def test_mean_length_of_mental_health_stays():
    lengths = pd.DataFrame(
        {
            "area_type": "pct",
            "body": "5R1",
            "financial_year": "2007/08",
            "nights": [10, 40],
            "stays": [3, 1],
        }
    )
    row = mental_health_stays(lengths, "pct").iloc[0]
    assert (row["mh_stays"], row["mh_length_of_stay"]) == (4, 17.5)
