import pandas as pd
import pytest

from pooledfunds.linkage.outcomes.hospital import (
    emergency_activity,
    hospital_variants,
    older_people,
)

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


VARIANTS = {
    "area_types": ["council", "pct"],
    "hes": {"diagnosis_sets": {"stroke": "main"}},
    "trends": {"reference_year": "2006/07"},
}


def staged_variants() -> dict[str, pd.DataFrame]:
    activity, persons = falling_rates()
    five_year = {"65-74": "65-69", "85+": "85+"}
    return {
        "hes_variants": activity.assign(area_type="pct", variant="spells=york"),
        "pct_population": persons.replace({"age_band": five_year}).rename(
            columns={"area_code": "pct_code"}
        ),
    }


def test_variants_are_counted_for_the_areas_whose_population_is_at_hand():
    table = hospital_variants(staged_variants(), VARIANTS)
    assert set(table["area_type"]) == {"pct"}
    assert len(table) == 4
    keys = ["area_type", "area_code", "financial_year", "variant"]
    measures = [f"{measure}_stroke" for measure in ("admissions", "bed_days")]
    ways = [(f"expected_{m}", f"expected_{m}_at_fixed_rates") for m in measures]
    assert set(table) == {*keys, *measures, *(name for way in ways for name in way)}


def test_rows_of_two_types_of_area_are_numbered_through():
    tables = staged_variants()
    councils = tables["hes_variants"].assign(area_type="council")
    tables["hes_variants"] = pd.concat([tables["hes_variants"], councils])
    tables["council_population"] = tables["pct_population"].rename(
        columns={"pct_code": "cssr_code"}
    )
    table = hospital_variants(tables, VARIANTS)
    assert table["area_type"].tolist() == ["council"] * 4 + ["pct"] * 4
    assert table.index.tolist() == list(range(8))


@pytest.mark.parametrize("absent", ["hes_variants", "pct_population"])
def test_without_a_variant_or_a_population_there_is_an_empty_table_of_the_same_columns(absent):
    tables = staged_variants()
    columns = list(hospital_variants(tables, VARIANTS))
    tables["hes_variants"] = tables["hes_variants"][:0] if absent == "hes_variants" else (
        tables["hes_variants"]
    )  # fmt: skip
    if absent == "pct_population":
        del tables[absent]
    table = hospital_variants(tables, VARIANTS)
    assert list(table) == columns
    assert table.empty
    assert set(map(str, table.dtypes[4:])) == {"float64"}


def test_the_old_are_counted_by_sex_where_the_population_has_it_and_of_their_own_areas_only():
    bands = {"all ages": 1000.0, "18 and over": 800.0, "18 to 64": 600.0, "65 and over": 200.0,
             "75 and over": 90.0, "85 and over": 30.0}  # fmt: skip
    persons = pd.DataFrame({"age_band": list(bands), "persons": list(bands.values())})
    council = persons.assign(area="150", financial_year="2006/07", area_type="council")
    district = council.assign(area="E07000001", area_type="district")
    found = older_people("council", {"council_population": pd.concat([council, district])})
    assert found.set_index("age_band")["persons"].to_dict() == {
        "65-74": 110,
        "75-84": 60,
        "85+": 30,
    }
    assert set(found["area_code"]) == {"150"}
    by_sex = older_people("pct", staged_variants())
    assert set(by_sex["area_code"]) == {"5R1", "5R2"}


def test_years_without_any_record_are_left_out_and_a_stratum_without_a_stay_is_nought():
    activity, persons = falling_rates()
    some = activity[(activity["financial_year"] == "2007/08") & (activity["age_band"] == "85+")]
    table = emergency_activity(some, persons, "council", ["stroke"], "2007/08")
    assert set(table["financial_year"]) == {"2007/08"}
    row = table.set_index("area_code").loc["5R1"]
    assert row["admissions_stroke"] == pytest.approx(12_000 * 0.045)
