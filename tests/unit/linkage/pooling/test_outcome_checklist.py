import pandas as pd
import pytest

from pooledfunds.catalogue.panel import panel_contract
from pooledfunds.core.codelists import read_table
from pooledfunds.core.settings import read_study
from pooledfunds.linkage.pooling.outcome_checklist import outcome_checklist
from tests.unit.staging.returns import CONFIG

ITEMS = read_table(CONFIG / "codelists/outcome_checklist.csv")
YEARS = ["2005/06", "2006/07", "2007/08"]
NONE = float("nan")


def panel(**columns):
    """Return councils 991 to 993, three years each, with columns that have a value a row."""
    codes = [code for code in ("991", "992", "993") for _ in YEARS]
    return pd.DataFrame({"area_code": codes, "financial_year": YEARS * 3, **columns})


@pytest.fixture(scope="module")
def checklist():
    councils = panel(
        share_on_time=[0.80, 0.85, 0.90, 0.90, 0.80, 0.895, NONE, NONE, 0.7],
        delayed_rate=[30.0, 20.0, 20.0, 20.0, 25.0, 30.0, NONE, NONE, NONE],
    )
    table = outcome_checklist({"council": councils}, ITEMS, {"unchanged_within": 0.01})
    return table.set_index(["area_code", "item"])


@pytest.mark.parametrize(
    ("council", "item", "state"),
    [
        ("991", "equipment", "improved"),  # 0.80 to 0.90, higher is better
        ("992", "equipment", "unchanged"),  # 0.90 to 0.895: within a hundredth of it
        ("993", "equipment", "one_year"),
        ("991", "rehabilitation", "improved"),  # delays fell
        ("992", "rehabilitation", "worse"),
        ("993", "rehabilitation", "not_known"),  # the return does not give it
        ("991", "living_at_home", "not_known"),  # the return is not available
        ("991", "skill_mix", "no_return"),
    ],
)
def test_the_state_of_an_item(checklist, council, item, state):
    assert checklist.loc[(council, item), "state"] == state


def test_an_item_has_its_source_its_years_and_the_middle_of_all_areas(checklist):
    row = checklist.loc[("991", "equipment")]
    assert (row["source"], row["report_sources"]) == ("equipment_delivery", "PAF D54")
    assert (row["base_year"], row["financial_year"]) == ("2005/06", "2007/08")
    assert row["england_value"] == 0.895


def test_every_area_has_every_item_once(checklist):
    assert len(checklist) == 3 * len(ITEMS)
    assert checklist.index.is_unique


def test_every_indicator_is_a_column_of_the_councils_panel_with_a_direction():
    columns = set(panel_contract("council", read_study("means_to_an_end")).columns)
    measured = ITEMS[ITEMS["indicator"] != ""]
    assert set(measured["indicator"]) <= columns
    assert set(measured["direction"]) <= {"higher", "lower"}
    assert (ITEMS["indicator"] == "").eq(ITEMS["fit"] == "none").all()
