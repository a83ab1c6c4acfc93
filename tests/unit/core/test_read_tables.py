"""Tables that remember which of them were read."""

import pandas as pd

from pooledfunds.core.read_tables import ReadTables, part_of

TABLES = {name: pd.DataFrame({"value": [1]}) for name in ("people", "money", "beds")}


def test_only_what_was_taken_counts_as_read():
    tables = ReadTables(TABLES)
    assert "money" in tables
    assert "people" in tables and len(tables) == 3
    assert tables.get("nowhere") is None
    assert tables.read == set()
    assert tables["people"] is TABLES["people"]
    assert tables.get("beds") is TABLES["beds"]
    assert tables.read == {"people", "beds"}


def test_a_part_remembers_on_its_own():
    tables = ReadTables(TABLES)
    part_of(tables, "spending")["money"]
    part_of(tables, "spending")["people"]
    assert tables.read == set()
    assert {name: part.read for name, part in tables.parts.items()} == {
        "spending": {"money", "people"}
    }
    assert part_of(TABLES, "spending") is TABLES
