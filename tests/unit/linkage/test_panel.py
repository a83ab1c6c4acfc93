import pandas as pd
import pytest

from pooledfunds.catalogue.areas import BODIES
from pooledfunds.catalogue.panel import panel_contract
from pooledfunds.core.schema import enforce
from pooledfunds.linkage.build import link
from pooledfunds.linkage.outcomes import measures
from pooledfunds.linkage.outcomes.spending import cost_columns
from pooledfunds.linkage.panel import in_frame
from pooledfunds.linkage.pooling.columns import joint_columns
from tests.unit.linkage.conftest import STUDY
from tests.unit.linkage.outcomes.test_population import returned

CCG = "Clinical commissioning group"


def test_one_row_per_council_and_year_with_what_each_source_gives(staged):
    panel = link(staged, STUDY)["panel_council"].set_index(["area_code", "financial_year"])
    assert len(panel) == 4
    row = panel.loc["150", "2006/07"]
    assert row["cost_mental_health"] == 1200
    assert row["spend_per_head_mental_health"] == 20  # 1.2 million pounds, 60,000 aged 18 to 64
    assert row["spend_per_head_older_people"] == 60  # 20,000 aged 65 and over
    assert (row["joint_financing_mental_health"], row["joint_share_mental_health"]) == (1, 0.05)
    assert row["cost_less_joint_mental_health"] == 1140
    assert row["cost_less_partners_mental_health"] == 1120
    assert row["spend_per_head_less_joint_mental_health"] == 19
    assert (row["coterminous"], row["imd_score"]) == (1, 20)
    assert pd.isna(panel.loc["151", "2006/07"]["spend_per_head_mental_health"])


@pytest.mark.parametrize("absent", ["council_population", "council_deprivation", "pssex1"])
def test_a_source_that_is_not_at_hand_leaves_blanks_not_fewer_rows(staged, absent):
    del staged[absent]
    linked = link(staged, STUDY)
    panel = enforce(linked["panel_council"], panel_contract("council", STUDY))
    assert len(panel) == 4
    assert panel["spend_per_head_mental_health"].isna().all() == (absent != "council_deprivation")


def test_pcts_carry_kind_and_moderator(staged):
    panel = link(staged, STUDY)["panel_pct"]
    assert panel.groupby("area_code")["care_trust"].first().to_dict() == {"5R1": 0, "TX1": 1}
    assert panel["coterminous"].eq(1).all()


def test_the_smallest_councils_are_outside_the_frame_and_the_uncounted_are_in():
    panel = pd.DataFrame({"population": [7_000.0, 25_000.0, None]})
    assert in_frame(panel, STUDY["frame"]).tolist() == [False, True, True]


def test_a_study_without_a_frame_or_without_a_population_is_about_every_area():
    panel = pd.DataFrame({"population": [7_000.0, 25_000.0]})
    assert in_frame(panel, {}).all()
    assert in_frame(panel[[]], STUDY["frame"]).tolist() == [True, True]


def test_a_cost_that_is_net_of_partners_income_is_not_made_less_again(staged):
    amounts = {"joint_arrangements": 60.0, "nhs_income": 20.0, "net_current_expenditure": 900.0,
               "total_cost_including_capital": 1300.0, "own_provision_capital_charges": 80.0,
               "provision_by_others_capital_charges": 20.0}  # fmt: skip
    groups = ["older_people", "physical_disability", "learning_disability", "mental_health",
              "other_adults"]  # fmt: skip
    pssex1 = returned(
        *[
            ("2007/08", "150", g, measure, value)
            for g in groups
            for measure, value in amounts.items()
        ]
    )
    whole = cost_columns(pssex1, STUDY).iloc[0]
    assert whole["cost_mental_health"] == 1200
    assert whole["cost_less_partners_mental_health"] == 1120
    settings = STUDY | {"spending": {"cost": "net_current_expenditure", "line": "total"}}
    net = cost_columns(pssex1, settings).iloc[0]
    assert net["cost_less_joint_mental_health"] == net["cost_mental_health"] == 900


def test_unknown_joint_financing_stays_unknown():
    joint = pd.DataFrame(
        {
            "cssr_code": ["150", "151", "152"],
            "financial_year": "2005/06",
            "client_group": "mental_health",
            "income": "nhs_income",
            "gbp_thousand": [60.0, 0.0, None],
            "share_of_cost": [0.1, 0.0, None],
            "present": ["yes", "no", "unknown"],
        }
    )
    column = joint_columns(joint, "nhs_income")["joint_financing_mental_health"]
    assert column.tolist()[:2] == [1, 0]
    assert pd.isna(column[2])


def test_an_outcome_that_the_study_adds_is_a_column_of_its_own(staged, monkeypatch):
    monkeypatch.setattr(
        measures, "cost_in_all", lambda t: t["cost_mental_health"] * 2, raising=False
    )
    added = {"cost_in_all": {"label": "Cost", "unit": "GBP", "measure": "cost_in_all"}}
    linked = link(staged, STUDY | {"outcomes": added})
    assert set(linked["panel_council"]["cost_in_all"]) == {2400}


def test_what_a_return_gives_for_councils_is_carried_to_their_pcts(staged):
    people = staged["council_population"].drop(columns=["area", "financial_year"])
    bodies = pd.DataFrame({"area": ["150", "151"]})
    years = pd.DataFrame({"financial_year": STUDY["financial_years"]})
    staged["council_population"] = people.merge(bodies, how="cross").merge(years, how="cross")
    staged["equipment_delivery"] = pd.DataFrame(
        {"cssr_code": ["150"], "financial_year": "2006/07", "items_on_time": [9], "items": [10]}
    )
    panel = link(staged, STUDY)["panel_pct"].set_index(["area_code", "financial_year"])
    row = panel.loc["5R1", "2006/07"]
    assert (row["items"], row["share_on_time"], row["apportioned_equipment"]) == (10, 0.9, 0)
    assert pd.isna(panel.loc["TX1", "2006/07"]["items"])


def of_councils_alone(staged):
    """Return the study, and its staged tables, as they are without any PCT."""
    tables = {name: table for name, table in staged.items() if name != "pct_council_pairs"}
    return tables, STUDY | {"area_types": ["council"]}


def test_a_study_of_councils_alone_links(staged):
    linked = link(*of_councils_alone(staged))
    panel = linked["panel_council"]
    assert not {"panel_pct", "coterminosity", "crosswalk"} & set(linked)
    assert "coterminous" not in panel
    assert panel["linked_area"].tolist() == panel["area_code"].tolist()
    assert panel["spend_per_head_mental_health"].notna().sum() == 1  # as in the study with PCTs


def test_partners_of_another_era_link_as_pcts_do(staged):
    study = STUDY | {"area_types": ["council", "ccg"]}
    bands = staged["council_population"].drop(columns=["area", "financial_year"])
    areas = pd.DataFrame({"area": ["150", "151"]})
    years = pd.DataFrame({"financial_year": STUDY["financial_years"]})
    staged["council_population"] = bands.merge(areas, how="cross").merge(years, how="cross")
    codes = {"5R1": "01A", "TX1": "02B"}
    pairs = staged.pop("pct_council_pairs").rename(columns={"pct_code": "ccg_code"})
    staged["ccg_council_pairs"] = pairs.replace(codes)
    bodies = staged["bodies"].astype({"area_type": str, "area_class": str})
    bodies = bodies.replace({"area_type": {"pct": "ccg"}})
    bodies = bodies.replace(
        {"area_code": codes, "area_class": {"Care trust": CCG, "Primary care trust": CCG}}
    )
    kinds = ["area_type", "area_class"]
    staged["bodies"] = enforce(bodies.astype(dict.fromkeys(kinds, "category")), BODIES)
    linked = link(staged, study)
    panel = linked["panel_ccg"].set_index(["area_code", "financial_year"])
    assert list(linked["crosswalk"]["ccg_code"].unique()) == ["01A", "02B"]
    row = panel.loc["01A", "2006/07"]
    assert (row["cost_mental_health"], row["population"], row["coterminous"]) == (1200, 1e5, 1)
    assert row["linked_area"] == "150"
    assert "care_trust" not in panel
