import pandas as pd
import pytest

from pooledfunds.report.structure import StudyReport, read_study_report
from pooledfunds.report.views.area_table import areas_table, indicator_percentiles
from pooledfunds.report.views.areas import areas_view
from tests.conftest import ROOT

REPORT = read_study_report(ROOT / "config/studies/means_to_an_end/report.yaml")
OUTCOMES = {"spend_per_head_older_people": {"label": "Spend", "unit": "GBP"}}


def panel(codes, **columns):
    table = pd.DataFrame({"area_code": codes, "name": [f"Body {code}" for code in codes]})
    keys = {"area_class": "Unitary", "region": "Here", "financial_year": "2007/08"}
    return table.assign(**(keys | {"in_frame": True, "coterminous": 1.0} | columns))


def tables(**columns):
    return {
        "panel_council": panel(["701", "702", "703"], **columns),
        "panel_pct": panel(["5AA", "5BB"]),
        "pct_council_pairs": pd.DataFrame(
            {"pct_code": ["5AA", "5AA", "5BB"], "cssr_code": ["702", "701", "703"]}
        ),
    }


def view_of(panels, outcomes):
    """The finder's view of a study of councils and PCTs that counts one condition."""
    study = {
        "area_types": ["council", "pct"],
        "outcomes": outcomes,
        "hes": {"diagnosis_sets": {"stroke": "main"}},
    }
    return areas_view(panels, study, REPORT)


def councils(**columns):
    return view_of(tables(**columns), OUTCOMES)["council"]


def test_a_body_knows_who_shares_its_ground():
    view = view_of(tables(), {})
    assert view["pct"]["bodies"][0]["partners"] == ["701", "702"]
    assert view["council"]["bodies"][2]["partners"] == ["5BB"]


def test_a_district_leads_to_its_council_unless_its_name_leads_to_two():
    names = [
        ("E1", "Ash", "702"),
        ("E2", "Elm", "702"),
        ("E3", "Elm", "703"),  # which one is meant nobody can tell
        ("E4", "Body 701", "701"),  # a council without districts is its own
        ("E5", "Oak", "999"),  # an area that is not compared
    ]
    found = pd.DataFrame(names, columns=["district_code", "district_name", "area_code"])
    view = view_of(tables() | {"districts": found}, {})
    assert view["council"]["districts"] == {"Ash": 1}
    assert view["pct"]["districts"] == {}
    assert view_of(tables(), {})["council"]["districts"] == {}


def test_bodies_outside_the_frame_are_not_compared():
    view = councils(in_frame=[True, True, False])
    assert [body["code"] for body in view["bodies"]] == ["701", "702"]


def test_a_share_has_limits_that_are_narrower_for_a_larger_body():
    view = councils(items_on_time=[90.0, 900.0, 45.0], items=[100.0, 1000.0, 50.0])
    (indicator,) = view["indicators"]
    assert indicator["values"] == [[90.0, 90.0, 90.0]]
    assert indicator["centre"] == pytest.approx(90)
    assert indicator["error"] == pytest.approx([3.0, 0.94868, 4.2426], rel=1e-4)
    assert indicator["in_table"].startswith("Table 2 of the report: ")
    assert "D54" in indicator["in_table"]


def test_a_share_and_a_count_of_people_have_an_interval_of_their_own():
    (share,) = councils(items_on_time=[90.0, 900.0, None], items=[100.0, 1000.0, 50.0])[
        "indicators"
    ]
    low, high = share["interval"]
    assert (low[0], high[0]) == pytest.approx((82.56, 94.48), abs=0.01)
    assert low[1] > low[0]  # the larger council's is the narrower
    assert low[2] is None
    count = {"admissions_stroke": [100.0, 0.0, 400.0], "expected_admissions_stroke": 100.0}
    (people,) = councils(**count)["indicators"]
    assert people["interval"][0] == pytest.approx([81.36, 0, 361.8], abs=0.1)
    (days,) = councils(bed_days_stroke=[100.0] * 3, expected_bed_days_stroke=100.0)["indicators"]
    assert "interval" not in days  # one long stay is many bed days


def test_over_dispersion_widens_the_limits():
    plain = councils(items_on_time=[90.0, 90.0, 90.0], items=100.0)["indicators"][0]["error"][0]
    apart = councils(items_on_time=[60.0, 90.0, 99.0], items=100.0)["indicators"][0]["error"][0]
    assert apart > 2 * plain


def test_the_table_has_every_known_value_with_limits_that_a_share_can_reach():
    share = {"items_on_time": [99.0, 900.0, None], "items": [100.0, 1000.0, 50.0]}
    table = areas_table(view_of(tables(**share), {})).set_index("area_code")
    assert list(table.index) == ["701", "702"]
    assert table.loc["701", "value"] == pytest.approx(99)
    assert table.loc["701", "limit_high"] == 100
    assert table.loc["702", "limit_low"] < table.loc["702", "value"]


def test_what_is_usual_is_told_of_all_bodies():
    told = indicator_percentiles(
        view_of(tables(spend_per_head_older_people=[1.0, 2.0, 6.0]), OUTCOMES)
    )
    assert list(told["median"]) == [2.0]
    assert list(told["bodies"]) == [3]
    assert indicator_percentiles({}).empty


def test_an_unknown_value_stays_unknown_and_an_indicator_never_known_is_left_out():
    view = councils(spend_per_head_older_people=[900.0, None, 1100.0], imd_score=float("nan"))
    assert [one["values"] for one in view["indicators"]] == [[[900.0, None, 1100.0]]]


def test_apportioned_values_are_marked():
    view = councils(imd_score=[10.0, 20.0, 30.0], apportioned_deprivation=[0.0, 0.4, 0.0])
    assert view["indicators"][0]["apportioned"] == [1]


def test_an_outcome_that_the_study_adds_is_an_indicator_without_further_code():
    view = view_of(tables(falls=[1.0, 2.0, 3.0]), {"falls": {"label": "Falls", "unit": "n"}})
    assert view["council"]["indicators"][0]["label"] == "Falls"


def test_a_pool_is_yes_no_or_unknown_under_each_rule():
    pools = pd.DataFrame(
        {
            "rule": "survey",
            "area_type": "council",
            "area_code": ["701", "702"],
            "service_area": "mental_health",
            "financial_year": "2007/08",
            "pooled": ["yes", "no"],
        }
    )
    (view,) = view_of(tables() | {"pool_exposure": pools}, {})["council"]["arrangements"]
    assert view["answers"] == ["y", "n", "u"]
    assert view["label"].startswith("Pooled funds, 2007/08")


def test_a_study_of_councils_alone_has_no_partners():
    panels = {"panel_council": panel(["701", "702"], items_on_time=9.0, items=10.0)}
    study = {"area_types": ["council"], "outcomes": {}, "hes": {"diagnosis_sets": {}}}
    view = areas_view(panels, study, REPORT)
    assert list(view) == ["council"]
    assert (view["council"]["one"], view["council"]["many"]) == ("council", "councils")
    assert [body["partners"] for body in view["council"]["bodies"]] == [[], []]
    assert len(view["council"]["indicators"]) == 1


def test_without_a_declared_report_the_outcomes_are_compared():
    study = {"area_types": ["council"], "outcomes": OUTCOMES, "hes": {"diagnosis_sets": {}}}
    panels = {"panel_council": panel(["701", "702"], spend_per_head_older_people=[1.0, 2.0])}
    (indicator,) = areas_view(panels, study, StudyReport())["council"]["indicators"]
    assert indicator["label"] == "Spend"
