import pandas as pd
import pytest

from pooledfunds.linkage.outcomes.hospital import emergency_activity

CONDITIONS = ("asthma", "stroke")


def test_expected_bed_days_are_england_rates_on_a_bodys_own_ages():
    """Two PCTs of the same rates by age: the older one has more, and just as many as expected."""
    persons = pd.DataFrame(
        [("5R1", "65-74", 900), ("5R1", "85+", 100), ("5R2", "65-74", 500), ("5R2", "85+", 500)],
        columns=["area_code", "age_band", "persons"],
    ).assign(financial_year="2007/08", sex="female")
    activity = persons.assign(
        area_type="pct",
        condition="stroke",
        admissions=persons["persons"] / 100,
        bed_days=persons["persons"] * persons["age_band"].map({"65-74": 0.1, "85+": 0.5}),
    ).drop(columns="persons")
    table = emergency_activity(activity, persons, "pct", CONDITIONS, "2007/08").set_index(
        "area_code"
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
    assert set(table) == {"area_code", "financial_year", *measures, *expected}


def falling_rates() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return activity and people of two PCTs over two years: older people, rates a tenth lower."""
    cells = [
        (body, year, band, persons * growth, rate * level)
        for body, persons in (("5R1", 10_000), ("5R2", 40_000))
        for year, growth, level in (("2006/07", 1.0, 1.0), ("2007/08", 1.2, 0.9))
        for band, rate in (("65-74", 0.01), ("85+", 0.05))
    ]
    columns = ["area_code", "financial_year", "age_band", "persons", "rate"]
    persons = pd.DataFrame(cells, columns=columns).assign(sex="all")
    activity = persons.assign(
        area_type="council",
        condition="stroke",
        admissions=persons["persons"] * persons["rate"],
        bed_days=persons["persons"] * persons["rate"] * 20,
    )
    return activity.drop(columns="persons"), persons


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
