import pandas as pd

from pooledfunds.report.views.records import records_view

TITLES = {"hes_apc": "Hospital records"}


def accounts(*rows):
    table = pd.DataFrame(rows, columns=["stage", "file", "fate", "rows"])
    return table.astype({"rows": "Int64"})


def view():
    return records_view(
        accounts(
            ("places", "c.csv", "submitted", 10),
            ("places", "c.csv", "kept", 10),
            ("places (lines)", "c.csv", "submitted", 11),
            ("hes_apc", "a.txt", "submitted", 100),
            ("hes_apc", "a.txt", "no admission date", 3),
            ("hes_apc", "a.txt", "duplicate", 7),
            ("hes_apc", "a.txt", "kept", 90),
            ("hes_apc", "b.txt", "submitted", 50),
            ("hes_apc", "b.txt", "duplicate", 0),
            ("hes_apc", "b.txt", "kept", 50),
        ),
        {},
        TITLES,
    )


def test_files_are_added_up_and_returns_with_records_set_aside_come_first():
    first, second = view()["rows"]
    assert first == {
        "title": "Hospital records",
        "submitted": "150",
        "kept": "140",
        "percent": "93.3",
        "aside": ["7 duplicate", "3 no admission date"],
    }
    assert (second["title"], second["percent"], second["aside"]) == ("places", "100.0", [])


def test_all_returns_add_up_and_lines_are_no_records():
    assert (view()["submitted"], view()["kept"], view()["returns"]) == ("160", "150", 2)


def test_a_share_that_rounds_to_all_is_not_called_all():
    lost = accounts(
        ("a", "f", "submitted", 100_000), ("a", "f", "kept", 99_999), ("a", "f", "blank", 1)
    )
    assert records_view(lost, {}, {})["rows"][0]["percent"] == "just under 100"


def test_a_fate_that_is_withheld_is_named_without_its_number_and_is_none_of_the_sums():
    told = accounts(
        ("hes_apc", "a.txt", "submitted", 1005),
        ("hes_apc", "a.txt", "duplicate", None),
        ("hes_apc", "a.txt", "kept", 1000),
    )
    [row] = records_view(told, {}, TITLES)["rows"]
    assert row["aside"] == ["few (withheld) duplicate"]
    told["rows"] = told["rows"].mask(told["fate"] == "kept")
    assert records_view(told, {}, TITLES) is None
