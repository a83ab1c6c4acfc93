"""What was read as each table was made is noted as it is made."""

import pandas as pd

from pooledfunds.linkage.build import link
from tests.unit.linkage.conftest import STUDY

PRINTED = ["made", "part", "made_from"]


def origins(tables: dict, made: str, part: str = "") -> set[str]:
    table = link(tables, STUDY)["table_origins"]
    assert list(table.columns) == PRINTED
    return set(table.loc[(table["made"] == made) & (table["part"] == part), "made_from"])


def test_a_linked_table_names_what_it_was_made_from(staged):
    assert origins(staged, "joint_financing") == {"pssex1"}
    assert origins(staged, "crosswalk") == {"council_population", "pct_council_pairs"}


def test_each_part_of_a_panel_names_its_own(staged):
    assert origins(staged, "panel_council", "councils' costs") == {"pssex1"}
    assert origins(staged, "panel_council", "deprivation") == {"council_deprivation"}


def test_what_is_apportioned_names_the_persons_in_common(staged):
    assert origins(staged, "panel_pct", "councils' costs") == {"pssex1", "crosswalk"}
    assert origins(staged, "panel_pct", "deprivation") == {"council_deprivation", "crosswalk"}


def test_what_is_not_at_hand_is_not_named(staged):
    without = {name: table for name, table in staged.items() if name != "pssex1"}
    found = link(without, STUDY)["table_origins"]
    assert "pssex1" not in set(found["made_from"])
    assert not found.duplicated().any()
    pd.testing.assert_frame_equal(found, found.sort_values(PRINTED, ignore_index=True))
