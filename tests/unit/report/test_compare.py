import pandas as pd
import pytest

from pooledfunds.report.compare import (
    ComparisonError,
    compare,
    format_comparison,
    moved,
    write_comparison,
)

BLANK = float("nan")


def facts(**values):
    return pd.DataFrame({"fact": list(values), "value": list(values.values())})


def report(folder, value=1.0, verdict="reproduced", conclusion="inconclusive"):
    folder.mkdir()
    facts(a=value, b=2.0).to_csv(folder / "facts.csv", index=False)
    pd.DataFrame(
        [
            {
                "specification": "s", "term": "t", "estimate": value, "std_error": 1.0,
                "p_value": 0.5, "nobs": 10, "conclusion": conclusion,
            }
        ]
    ).to_csv(folder / "estimates.csv", index=False)  # fmt: skip
    table = pd.DataFrame(
        [
            {
                "claim_id": "C001", "component": "", "reading": "", "computed": value,
                "verdict": verdict, "evidence": "returns", "n_agree": 1, "n_readings": 1,
            }
        ]
    )  # fmt: skip
    for name in ("claims", "readings"):
        table.to_csv(folder / f"{name}.csv", index=False)
    return folder


def test_a_fact_that_moved_says_by_how_much():
    (row,) = moved(facts(a=10.0, b=2.0), facts(a=12.0, b=2.0), "facts").to_dict("records")
    assert (row["fact"], row["what"]) == ("a", "moved")
    assert (row["change"], row["percent"]) == (2.0, pytest.approx(20.0))


def test_facts_that_came_and_went_are_told_apart_and_a_blank_that_stays_blank_has_not_moved():
    rows = moved(facts(a=1.0, c=BLANK), facts(b=1.0, c=BLANK), "facts")
    assert dict(zip(rows["fact"], rows["what"], strict=True)) == {"a": "gone", "b": "new"}


def test_a_value_that_is_found_where_there_was_none_has_moved():
    assert list(moved(facts(a=BLANK), facts(a=1.0), "facts")["fact"]) == ["a"]


def test_the_same_report_twice_has_no_difference(tmp_path):
    found = compare(report(tmp_path / "x"), report(tmp_path / "y"))
    assert all(rows.empty for rows in found.values())
    assert "facts: 0 moved, 0 new, 0 gone" in format_comparison(found)


def test_a_verdict_that_turned_is_listed_and_written(tmp_path):
    before = report(tmp_path / "x")
    after = report(tmp_path / "y", 1.5, "contradicted", "different")
    words = write_comparison(before, after, tmp_path / "out")
    claims = pd.read_csv(tmp_path / "out" / "claims.csv")
    assert claims.loc[0, "verdict_before"] == "reproduced"
    assert claims.loc[0, "verdict_after"] == "contradicted"
    assert claims.loc[0, "percent"] == 50
    assert "claims: 1 moved" in words


def test_a_folder_that_is_no_report_is_named_with_what_it_lacks(tmp_path):
    with pytest.raises(
        ComparisonError, match=r"no facts.csv, estimates.csv, claims.csv, readings.csv"
    ):
        compare(tmp_path, tmp_path)


def test_nothing_named_asks_for_the_two_folders():
    with pytest.raises(ComparisonError, match="before=FOLDER after=FOLDER"):
        compare("", "")
