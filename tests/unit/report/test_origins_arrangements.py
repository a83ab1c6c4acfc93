"""What each number on the page of arrangements is made from."""

import pytest

from pooledfunds.catalogue.declarations import function_of
from pooledfunds.catalogue.origins import Origin
from pooledfunds.catalogue.tables import TABLES
from pooledfunds.report.origins_arrangements import DECLARED, arrangement_origins
from tests.unit.report.test_origins import lineage


def test_a_kind_of_number_is_told_where_its_tables_are_at_hand():
    named = [one.name for one in arrangement_origins(["register_agreements", "outcome_checklist"])]
    assert named == ["agreement", "checklist"]
    assert list(arrangement_origins([])) == []


@pytest.mark.parametrize("name", DECLARED)
def test_its_code_and_tables_are_there(name):
    _, code, tables = DECLARED[name]
    package, _, function = f"pooledfunds.{code}".rpartition(".")
    assert callable(function_of(f"{package}:{function}"))
    assert set(tables) <= {table.name for table in TABLES}


def test_it_rests_on_the_returns_of_its_tables():
    number = Origin("arrangement", "money", "", "", tables=("joint_financing", "crosswalk"))
    assert lineage().sources_of(number) == ["council_population", "pct_council_pairs", "pssex1"]
