import pandas as pd
import pytest

from pooledfunds.linkage.outcomes.admission_rates import admission_rates, standardised_rates

CONDITIONS = ("asthma", "stroke")


def two_bodies(year: str = "2007/08", times: float = 1.0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return activity and persons of a young and an old body with the same rates by age."""
    persons = pd.DataFrame(
        [("5R1", "65-74", 9e4), ("5R1", "85+", 1e4), ("5R2", "65-74", 5e4), ("5R2", "85+", 5e4)],
        columns=["area_code", "age_band", "persons"],
    ).assign(financial_year=year, sex="female")
    rate = persons["age_band"].map({"65-74": 0.01, "85+": 0.1}) * times
    activity = persons.assign(
        area_type="pct", condition="stroke", admissions=rate * persons["persons"]
    )
    return activity, persons


def test_standardised_rates_of_two_bodies_that_differ_only_in_age_are_the_same():
    """Each age has the same rate in both, so the direct rates agree and both ratios are one."""
    table = standardised_rates(*two_bodies(), "pct", CONDITIONS, "2007/08")
    stroke = table[table["condition"] == "stroke"].set_index("area_code")
    assert stroke["events"].to_dict() == pytest.approx({"5R1": 1900, "5R2": 5500})
    # England's 200,000 are 140,000 at one in a hundred and 60,000 at one in ten.
    assert stroke["rate_per_100000"].to_numpy() == pytest.approx([3700, 3700])
    assert stroke["ratio"].to_numpy() == pytest.approx([1, 1])
    assert stroke["expected"].to_dict() == pytest.approx({"5R1": 1900, "5R2": 5500})
    assert stroke["population"].tolist() == [1e5, 1e5]
    for body, width in (("5R1", 0.0450), ("5R2", 0.0264)):  # 1.96 over the root of the events
        row = stroke.loc[body]
        assert row["ratio_low"] == pytest.approx(1 - width, abs=0.001)
        assert row["ratio_high"] == pytest.approx(1 + width, abs=0.002)
    assert (stroke["rate_low"] < 3700).all()
    assert (stroke["rate_high"] > 3700).all()
    assert set(table["condition"]) == {*CONDITIONS, "all_emergency"}


def both_years() -> dict[str, pd.DataFrame]:
    """Two years, in the second of which everybody has moved to the young body's ages."""
    activity, persons = two_bodies("2006/07")
    later, people = two_bodies("2007/08", times=2)
    people = people.assign(persons=people["age_band"].map({"65-74": 9e4, "85+": 1e4}))
    five_year = {"65-74": "65-69", "85+": "85+"}
    population = pd.concat([persons, people]).replace({"age_band": five_year})
    return {
        "hes_activity": pd.concat([activity, later]).drop(columns="persons"),
        "pct_population": population.rename(columns={"area_code": "pct_code"}),
    }


STUDY = {"financial_years": ["2005/06", "2006/07", "2007/08"],
         "hes": {"diagnosis_sets": dict.fromkeys(CONDITIONS)}}  # fmt: skip


def test_the_standard_is_the_population_of_the_studys_last_year():
    """Nine in ten of the last year are 65 to 74: 900 and 1,000 of 100,000 at the first's rates."""
    table = admission_rates("pct", both_years(), STUDY)
    chosen = (table["condition"] == "stroke") & (table["financial_year"] == "2006/07")
    assert table.loc[chosen, "rate_per_100000"].to_numpy() == pytest.approx([1900, 1900])


@pytest.mark.parametrize("absent", ["hes_activity", "pct_population"])
def test_without_records_or_people_there_are_no_rates(absent):
    tables = both_years()
    assert len(admission_rates("pct", tables, STUDY))
    del tables[absent]
    assert admission_rates("pct", tables, STUDY).empty
