"""Facts from budgets, surveys, equipment, delays and hospital tables of two or three bodies."""

import re

import numpy as np
import pandas as pd
import pytest

from pooledfunds.claims.compute import compute_facts
from pooledfunds.claims.confidence_intervals import (
    coefficient_of_variation,
    greatest,
    ratio_change,
    sum_change,
)
from pooledfunds.claims.fact import DataUnavailableError, Measured
from pooledfunds.claims.registry import by_id
from pooledfunds.core.disclosure import DisclosureRules
from pooledfunds.linkage.protection.england import england_activity
from pooledfunds.studies.means_to_an_end.facts import FACTS as STUDY_FACTS
from pooledfunds.studies.means_to_an_end.facts.dispersion import (
    ninety_over_ten,
    systematic_component,
)

FACTS = by_id(STUDY_FACTS)

CONDITIONS = ("lower_respiratory", "stroke", "fractured_neck_of_femur")
COUNCILS = ("101", "102")
PCTS = ("5A1", "5A2")
BODIES = pd.DataFrame(
    {
        "area_type": ["council", "council", "pct", "pct"],
        "area_code": [*COUNCILS, *PCTS],
        "name": ["North", "Torbay", "North PCT", "South PCT"],
        "area_class": "",
    }
)


def chosen(pattern):
    return {name: fact for name, fact in FACTS.items() if re.fullmatch(pattern, name)}


def facts_of(**tables):
    return compute_facts({"bodies": BODIES, **tables}, FACTS).set_index("fact")


def figures(*rows):
    """Source, measure, period, value, unit: all of England."""
    columns = ["source_id", "measure", "period", "value", "unit"]
    return pd.DataFrame(rows, columns=columns).assign(geography="England")


def test_a_printed_figure_is_told_in_the_unit_of_its_claim():
    facts = facts_of(
        national_figures=figures(
            ("dass_survey", "joint_financing", "2008/09", 4443, "GBP million"),
            ("dass_survey", "council_contributions", "2008/09", 2.074, "GBP billion"),
            ("dass_survey", "response_rate", "2008/09", 75, "%"),
            ("dass_survey", "nhs_contributions", "2008/09", 2369, "persons"),
        )
    )
    assert facts.loc["dass/joint_financing", "value"] == pytest.approx(4.443)
    assert facts.loc["dass/council_contributions", "value"] == pytest.approx(2074)
    assert facts.loc["dass/response_rate", "value"] == 75
    assert "in persons, not in GBP m" in facts.loc["dass/nhs_contributions", "how"]
    assert (
        "gives no joint financing mental health of England for 2008/09"
        in (facts.loc["dass/joint_financing/mental_health", "how"])
    )
    assert "nhs_net_outturn" not in facts.index  # another source, which is not at hand


def test_learning_disability_must_lead_in_both_sectors():
    def lead(nhs):
        rows = [
            ("council_contributions_learning_disability", 1290),
            ("council_contributions_mental_health", 330),
            ("nhs_contributions_learning_disability", nhs),
            ("nhs_contributions_mental_health", 770),
        ]
        survey = [("dass_survey", name, "2008/09", gbp, "GBP million") for name, gbp in rows]
        return facts_of(national_figures=figures(*survey)).loc["dass/learning_disability_lead"]

    assert lead(1110)["value"] == 340
    assert lead(700)["value"] == -70
    alone = figures(("dass_survey", "nhs_contributions", "2008/09", 2369, "GBP million"))
    row = facts_of(national_figures=alone).loc["dass/learning_disability_lead"]
    assert "does not part council contributions by service" in row["how"]


def test_programme_budgets_are_summed_over_pcts():
    budgets = pd.DataFrame(
        {
            "pct_code": [*PCTS, *PCTS],
            "financial_year": "2007/08",
            "programme": ["5", "5", "6", "5a"],
            "gbp_thousand": [4e6, 5e6, 1e6, 9e6],
        }
    )
    facts = facts_of(programme_budgets=budgets)
    assert facts.loc["programme_budget/mental_health", "value"] == pytest.approx(9)
    assert facts.loc["programme_budget/learning_disability", "value"] == pytest.approx(1)


@pytest.fixture(scope="module")
def equipment():
    table = pd.DataFrame(
        [
            ("101", "2003/04", 60, 100),
            ("102", "2003/04", 0, 0),
            ("101", "2007/08", 80, 100),
            ("102", "2007/08", 300, 300),
        ],
        columns=["cssr_code", "financial_year", "items_on_time", "items"],
    )
    return facts_of(equipment_delivery=table)["value"]


def test_a_share_by_items_is_not_the_mean_of_councils(equipment):
    assert equipment["equipment/share_on_time/by_items"] == 95
    assert equipment["equipment/share_on_time/by_councils"] == 90
    assert equipment["equipment/items_on_time"] == pytest.approx(380e-6)
    assert equipment["equipment/items"] == pytest.approx(400e-6)
    assert equipment["equipment/share_on_time/torbay/2007_08"] == 100


def test_a_rise_is_of_points_or_relative(equipment):
    assert equipment["equipment/rise/2003_04/points"] == pytest.approx(35)
    assert equipment["equipment/rise/2003_04/relative"] == pytest.approx(100 * 35 / 60)
    assert pd.isna(equipment["equipment/rise/2006_07/points"])


def delays():
    """Two councils: weekly 65 and over; by quarter 18 and over, and one with reasons."""
    census = {"basis": "council", "care_type": "all", "responsible": "all",
              "measure": "delayed_patients"}  # fmt: skip
    rows = []
    for year, weekly in (("2005/06", (5, 6)), ("2006/07", (4, 6)), ("2007/08", (4, 4))):
        for council, count in zip(COUNCILS, weekly, strict=True):
            for week in ("a", "b"):
                rows.append(("week", year, f"{year}{week}", council, "all", "65_plus", count))
            rows.append(("quarter", year, f"{year} Q1", council, "all", "18_plus", 2 * count))
            rows.append(("quarter", year, f"{year} Q1", council, "F", "65_plus", 1))
            rows.append(("quarter", year, f"{year} Q1", council, "A", "65_plus", count - 1))
    columns = ["frequency", "financial_year", "period", "area_code", "reason", "age", "value"]
    return pd.DataFrame(rows, columns=columns).assign(**census)


def population():
    ages = {"65 and over": 10_000, "18 and over": 40_000}
    return pd.DataFrame(
        [
            ("council", council, year, age, float(persons))
            for council in COUNCILS
            for year in ("2005/06", "2006/07", "2007/08")
            for age, persons in ages.items()
        ],
        columns=["area_type", "area", "financial_year", "age_band", "persons"],
    )


def hospital():
    """Emergency activity of two PCTs aged 65 and over, with a stay of unknown home."""
    rows = [
        ("pct", body, year, condition, band, "female", admissions, days, admissions, days)
        for condition, times in (
            ("fractured_neck_of_femur", 1),
            ("stroke", 1),
            ("lower_respiratory", 1),
            ("all_emergency", 30),
        )
        for year, growth in (("2005/06", 1), ("2006/07", 1), ("2007/08", 2))
        for body in (*PCTS, "unknown")
        for band, admissions, days in (("75-84", 10 * growth * times, 40 * growth * times),
                                       ("85+", 10 * growth * times, 60 * growth * times),
                                       ("0-64", 99, 999))
    ]  # fmt: skip
    columns = ["area_type", "area_code", "financial_year", "condition", "age_band", "sex",
               "admissions", "bed_days", "stays", "stay_days"]  # fmt: skip
    nights = pd.DataFrame(
        [
            ("pct", body, year, length, 10)
            for body in PCTS
            for year, length in (("2005/06", 60), ("2007/08", 50))
        ],
        columns=["area_type", "area_code", "financial_year", "nights", "stays"],
    )
    tables = {"hes_activity": pd.DataFrame(rows, columns=columns), "hes_lengths_of_stay": nights}
    # Exact, so that the arithmetic of facts can be followed
    return tables | {"england_activity": england_activity(tables, DisclosureRules(apply=False))}


PUBLISHED = figures(
    ("national_totals", "emergency_FAE_65plus", "2007/08", 360_000, "episodes"),
    ("national_totals", "emergency_FAE_65plus", "2006/07", 1_800, "episodes"),
)


def test_a_sample_of_records_has_no_national_number_unless_it_is_raised():
    facts = facts_of(national_figures=PUBLISHED, **hospital())
    name = "bed_days/fractured_neck_of_femur/2007_08"
    assert "1.0% of the published emergency admissions" in facts.loc[name, "how"]
    assert facts.loc[f"{name}/raised", "value"] == pytest.approx(0.06)
    # Of the year before they hold them all.
    assert facts.loc["bed_days/fractured_neck_of_femur/2006_07", "value"] == pytest.approx(300e-6)


@pytest.fixture(scope="module")
def delayed():
    return facts_of(
        delayed_transfers=delays(),
        council_population=population(),
        national_figures=PUBLISHED,
        **hospital(),
    )


def test_a_rate_is_of_a_mean_census_at_one_frequency(delayed):
    rate = delayed["value"].to_dict()
    assert rate["delayed/rate/sitrep_weekly/65_plus/2006_07"] == pytest.approx(50)
    assert rate["delayed/rate/sitrep_weekly/65_plus/2007_08"] == pytest.approx(40)
    assert rate["delayed/rate/sitrep_quarterly/18_plus/2007_08"] == pytest.approx(20)


def test_one_per_cent_is_tried_against_every_denominator(delayed):
    share = delayed["value"].to_dict()
    assert share["delayed/share/snapshot/of_people"] == pytest.approx(100 * 8 / 20_000)
    assert share["delayed/share/weekly_snapshots_added/of_people"] == pytest.approx(2.08)
    # The records hold a hundredth of the 360,000 admissions that were published.
    assert share["delayed/share/snapshot/of_admissions"] == pytest.approx(800 / 360_000)
    assert share["delayed/share/of_bed_days"] == pytest.approx(100 * 8 * 365 / 1_800_000)
    assert share["delayed/share_for_equipment/sitrep"] == pytest.approx(100 * 2 / 8)


def test_a_fall_each_year_is_judged_by_the_smaller_fall(delayed):
    row = delayed.loc["delayed/greatest_yearly_change/sitrep"]
    assert row["value"] == pytest.approx(-5)
    assert row["conf_low"] < row["value"] < row["conf_high"]


def test_returns_of_later_years_only_say_so():
    later = delays().assign(financial_year="2010/11")
    facts = facts_of(delayed_transfers=later, council_population=population())
    row = facts.loc["delayed/rate/sitrep_weekly/65_plus/2007_08"]
    assert pd.isna(row["value"])
    assert row["how"].endswith("no counts of patients aged 65 and over by week and council for "
                               "2007/08.")  # fmt: skip


@pytest.fixture(scope="module")
def beds():
    persons = pd.DataFrame(
        [
            (pct, year, sex, band, 500.0)
            for pct in PCTS
            for year in ("2005/06", "2006/07", "2007/08")
            for sex in ("male", "female")
            for band in ("65-69", "75-79", "85+")
        ],
        columns=["pct_code", "financial_year", "sex", "age_band", "persons"],
    )
    return facts_of(pct_population=persons, **hospital())


def test_shares_of_bed_days_are_of_emergency_stays_of_the_old(beds):
    share = beds["value"].to_dict()
    assert share["bed_days/share_of_three_conditions/of_all_emergency/2007_08"] == 10
    assert share["bed_days/fractured_neck_of_femur/share_of_85_plus/2005_06"] == 60
    assert share["bed_days/fractured_neck_of_femur/2007_08"] == pytest.approx(600e-6)
    for name in ("bed_days/share_of_three_conditions/of_all/2007_08",
                 "bed_days/all_fractures/2007_08"):  # fmt: skip
        assert "hold no set" in beds.loc[name, "how"]


def test_changes_are_of_known_homes_and_have_limits(beds):
    span = "2005_06-2007_08"
    number = beds.loc[f"bed_days_change/number/stroke/{span}"]
    assert (number["value"], number["conf_low"], number["conf_high"]) == (200, 200, 200)
    assert beds.loc[f"bed_days_change/rate/stroke/{span}", "value"] == pytest.approx(
        1000 * 200 / 6000
    )
    old = beds.loc[f"admissions_change/percent/fractured_neck_of_femur/85_plus/{span}"]
    assert (old["value"], old["unit"]) == (100, "%")
    stay = beds.loc[f"mental_health_length_of_stay_change/{span}"]
    assert stay["value"] == pytest.approx(-10)
    assert beds.loc["bed_days_change/number/lower_respiratory/2007_08-2008_09", "how"] == (
        "Cannot be had: no hospital records of 2008/09 are available."
    )


def test_the_jackknife_of_a_mean_is_the_limits_of_a_mean():
    # With every denominator one, the change of the ratio of sums is the change of the mean.
    before, after, one = np.array([1.0, 2, 3, 4]), np.array([2.0, 2, 5, 7]), np.ones(4)
    found = ratio_change((before, one), (after, one))
    change = after - before
    half = 3.182446 * change.std(ddof=1) / 2
    assert found == pytest.approx((1.5, 1.5 - half, 1.5 + half))
    assert sum_change(before, after) == pytest.approx([4 * number for number in found])


def test_all_of_several_changes_must_stand_to_a_bound():
    found = [Measured(1, -1, 3), Measured(2, 1, 2.5)]
    assert greatest(found) == Measured(2, 1, 3)


def test_dispersion_beyond_chance_is_nought_for_counts_like_a_poissons():
    expected = pd.Series([100.0] * 4)
    chance = pd.Series([110.0, 90, 110, 90])  # a spread of ten, the root of a hundred
    assert systematic_component(chance, expected).value == pytest.approx(0)
    wide = pd.Series([130.0, 70, 130, 70])
    assert systematic_component(wide, expected).value == pytest.approx(0.08)


def test_dispersion_has_limits_and_weighs_areas_by_what_they_expect():
    # Two small areas, one with three for the two expected, would say 0.0 to 0.25 by themselves.
    expected = pd.Series([100.0, 100, 100, 2])
    observed = pd.Series([120.0, 80, 120, 3])
    found = systematic_component(observed, expected)
    assert found.value == pytest.approx((3 * 300 - 1) / (3 * 100**2 + 4))
    assert found.conf_low < found.value < found.conf_high
    with pytest.raises(DataUnavailableError, match="fewer than two"):
        systematic_component(observed[:1], expected[:1])


def test_the_jackknife_of_a_coefficient_of_variation_leaves_out_each_body():
    values = np.array([100.0, 150, 200, 260])
    found = coefficient_of_variation(values)
    rest = np.array(
        [np.delete(values, n).std(ddof=1) / np.delete(values, n).mean() for n in range(4)]
    )
    error = (3 / 4 * ((rest - rest.mean()) ** 2).sum()) ** 0.5
    value = values.std(ddof=1) / values.mean()
    assert found == pytest.approx((value, value - 3.182446 * error, value + 3.182446 * error))
    with pytest.raises(DataUnavailableError, match="fewer than three"):
        coefficient_of_variation(values[:2])


def test_the_ninetieth_over_the_tenth_percentile_needs_a_tenth_above_nought():
    assert ninety_over_ten(pd.Series(range(1, 12))) == pytest.approx(10 / 2)
    with pytest.raises(DataUnavailableError, match="have none"):
        ninety_over_ten(pd.Series([0, 0, 0, 1]))


def panel(bodies, admissions, **columns):
    table = {f"admissions_{c}": admissions for c in CONDITIONS}
    table |= {f"expected_admissions_{c}": 100.0 for c in CONDITIONS}
    return pd.DataFrame(
        {"area_code": bodies, "financial_year": "2007/08", "in_frame": True, **table, **columns}
    )


def test_spreads_by_pct_and_by_council_are_compared_beyond_chance():
    panels = {
        "panel_pct": panel(PCTS, [130.0, 70.0]),
        "panel_council": panel(COUNCILS, [150.0, 50.0]),
    }
    tables = hospital() | {"pct_population": pd.DataFrame(), "council_population": population()}
    facts = compute_facts({"bodies": BODIES, **tables, **panels}, chosen("variation/.*stroke.*"))
    value = facts.set_index("fact")["value"]
    assert value["variation/beyond_chance/stroke/pct"] == pytest.approx(0.08)
    assert value["variation/beyond_chance/stroke/council"] == pytest.approx(0.24)
    assert value["variation/pct_over_council/stroke"] == pytest.approx((0.08 / 0.24) ** 0.5)


def test_spending_per_head_varies_by_its_coefficient():
    spending = [150.0, 200.0, 250.0]
    table = panel([*PCTS, "5A3"], 1.0, budget_per_head_mental_health=spending)
    budgets = {"programme_budgets": pd.DataFrame(), "pct_population": pd.DataFrame()}
    facts = compute_facts({"bodies": BODIES, **budgets, "panel_pct": table},
                          chosen("variation/.*spend_per_head"))  # fmt: skip
    value = facts.set_index("fact")["value"]
    assert value["variation/coefficient/mental_health_spend_per_head"] == pytest.approx(50 / 200)
