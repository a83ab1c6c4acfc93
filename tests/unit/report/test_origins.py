"""From a column of a panel back to the returns that are at hand."""

import pandas as pd
import pytest

from pooledfunds.catalogue.declarations import function_of
from pooledfunds.catalogue.origins import Origin
from pooledfunds.catalogue.readers import READERS, RECORDS_READ_BY
from pooledfunds.report.origins import Lineage, code_file, reader_of
from tests.conftest import ROOT

STUDY = {
    "area_types": ["council", "pct"],
    "outcomes": {},
    "hes": {"diagnosis_sets": {"stroke": "main"}},
    "financial_years": ["2006/07", "2007/08"],
    "joint_financing": {},
    "coterminosity": "one_to_one",
    "baseline_year": "2005/06",
}
MADE = pd.DataFrame(
    [
        ("crosswalk", "", "council_population"),
        ("crosswalk", "", "pct_council_pairs"),
        ("joint_financing", "", "pssex1"),
        ("panel_council", "", "bodies"),
        ("panel_council", "councils' costs", "pssex1"),
        ("panel_council", "joint financing", "joint_financing"),
        ("panel_council", "population", "council_population"),
        ("panel_council", "delayed transfers", "delayed_transfers"),
        ("panel_pct", "councils' costs", "pssex1"),
        ("panel_pct", "councils' costs", "crosswalk"),
        ("panel_council_starts", "", "joint_financing"),
        ("panel_council_starts", "", "bodies"),
    ],
    columns=["made", "part", "made_from"],
)
HERE = ["council_list", "council_population", "delayed_transfers", "pct_council_pairs", "pssex1"]


def lineage(*, at_hand=HERE):
    return Lineage(STUDY, MADE, at_hand)


def test_a_column_has_the_returns_of_its_own_part_of_the_panel_only():
    assert lineage().of_column("panel_council", "cost_older_people") == {"pssex1"}
    assert lineage().of_column("panel_council", "area_code") == {"council_list"}


def test_what_was_made_from_a_linked_table_goes_back_to_the_returns():
    assert lineage().of_column("panel_council", "joint_share_older_people") == {"pssex1"}
    assert lineage().of_table("panel_council_starts") == {"pssex1", "council_list"}


def test_a_figure_carried_to_other_areas_rests_on_the_persons_in_common():
    found = lineage().of_column("panel_pct", "cost_older_people")
    assert found == {"pssex1", "council_population", "pct_council_pairs"}


def test_a_rate_rests_on_what_it_is_over_too():
    found = lineage().of_column("panel_council", "delayed_rate")
    assert found == {"delayed_transfers", "council_population"}


def test_another_definition_of_a_column_has_the_returns_of_the_study_s_own():
    told = lineage()
    other = told.of_column("panel_council", "cost_older_people (as reported)")
    assert other == told.of_column("panel_council", "cost_older_people") != set()


def test_a_measure_of_a_study_rests_on_what_the_columns_that_it_read_were_made_from():
    study = STUDY | {"outcomes": {"cost_share": {"measure": "cost_share"}}}
    noted = MADE.iloc[[4]].assign(part="cost_share")
    made = pd.concat([MADE, noted], ignore_index=True)
    assert Lineage(study, made, HERE).of_column("panel_council", "cost_share") == {"pssex1"}


def test_a_column_that_no_entry_declares_is_a_fault():
    with pytest.raises(KeyError, match="cost_of_nothing"):
        lineage().of_column("panel_council", "cost_of_nothing")


def test_a_number_has_its_declared_returns_and_those_of_its_columns_and_says_which_it_awaits():
    columns = (("panel_council", "cost_older_people"), ("panel_council", "population"))
    origin = Origin("estimate", "a", "", "", ("council_list", "wcc"), columns)
    assert lineage().sources_of(origin) == ["council_list", "council_population", "pssex1"]
    assert lineage().missing(origin) == ["wcc"]


def test_a_return_is_read_with_the_lists_that_it_is_held_against():
    assert lineage().read_with("pssex1") == ["council_list"]
    assert lineage().read_with("council_list") == []


@pytest.mark.parametrize(
    "source", [*RECORDS_READ_BY, *(one.source for one in READERS if one.source)]
)
def test_what_reads_a_return_is_a_function_in_a_file_of_the_project(source):
    module, _, name = reader_of(source).rpartition(".")
    assert callable(function_of(f"{module}:{name}"))
    assert (ROOT / code_file(reader_of(source))).is_file()


def test_the_file_of_a_function_a_method_and_a_module():
    assert code_file("pooledfunds.claims.computed.Computed.family") == (
        "src/pooledfunds/claims/computed.py"
    )
    assert code_file("pooledfunds.report.origins") == "src/pooledfunds/report/origins.py"
    assert code_file("nowhere.at.all") == ""
