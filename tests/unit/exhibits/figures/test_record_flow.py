import pandas as pd

from pooledfunds.exhibits.figures import record_flow


def numbers():
    rows = [
        ("hes_apc", "a.txt", "submitted", 100),
        ("hes_apc", "a.txt", "no admission date, and a long reason for it", 3),
        ("hes_apc", "a.txt", "duplicate", 7),
        ("hes_apc", "a.txt", "kept", 90),
        ("hes_apc", "b.txt", "submitted", 50),
        ("hes_apc", "b.txt", "duplicate", 0),
        ("hes_apc", "b.txt", "kept", 50),
        ("places", "c.csv", "submitted", 10),
        ("places", "c.csv", "kept", 10),
    ]
    accounts = pd.DataFrame(rows, columns=["stage", "file", "fate", "rows"])
    return record_flow.table({"row_accounts": accounts}, {})


def test_fates_add_up_to_the_records_submitted_over_all_files():
    table = numbers()
    assert (
        table.groupby("stage")["rows"].sum() == table.groupby("stage")["submitted"].first()
    ).all()
    assert list(table["fate"])[:2] == ["kept", "duplicate"]


def test_the_words_name_each_reason_and_the_returns_kept_whole():
    words = record_flow.describe(numbers())
    assert "hes apc: 140 of 150 kept, 7 duplicate; 3 no admission date" in words
    assert "Every record was kept of: places (10)." in words


def test_a_fate_that_is_withheld_is_named_without_its_number():
    rows = {"submitted": 1005, "duplicate": None, "kept": 1000}
    accounts = pd.DataFrame({"fate": list(rows), "rows": pd.array([*rows.values()], dtype="Int64")})
    accounts = accounts.assign(stage="hes_apc", file="a.txt")
    told = record_flow.table({"row_accounts": accounts}, {})
    assert told.set_index("fate")["rows"].isna().to_dict() == {"kept": False, "duplicate": True}
    assert "1,000 of 1,005 kept, few (withheld) duplicate" in record_flow.describe(told)
    accounts["rows"] = accounts["rows"].mask(accounts["fate"] == "kept")
    assert record_flow.table({"row_accounts": accounts}, {}).empty


def test_nothing_is_clipped(drawing):
    drawn = drawing(record_flow, numbers())
    assert drawn.clipped() == []
    assert "140 of 150 kept (93.3%)" in drawn.words
