import numpy as np
import pandas as pd
import pytest

from pooledfunds.catalogue.pssex1 import PSSEX1_AUDIT, PSSEX1_COMPARED
from pooledfunds.core.errors import BadInput
from pooledfunds.core.schema import enforce
from pooledfunds.staging.pssex1.audit import audit
from pooledfunds.staging.pssex1.read import read_pssex1
from tests.unit.staging.layouts.workbooks import (
    AREAS,
    NO_CORRECTIONS,
    WORDS,
    across,
    read,
    sheets,
    write,
)

FIELDS = ["check", "financial_year", "area", "line", "measure", "reason"]
NOTHING_KNOWN = pd.DataFrame(columns=FIELDS)


def held(tmp_path, content, known=NOTHING_KNOWN, rounding=0.5):
    cubes, _ = read(write(tmp_path / "a.xlsx", content))
    return audit(cubes, {"150": "x", "151": "x"}.get, known, rounding)


def test_a_right_return_has_no_difference_and_counts_what_agreed(tmp_path):
    differences, compared = held(tmp_path, sheets())
    assert differences.empty
    counts = dict(zip(compared["check"], compared["compared"], strict=True))
    assert counts == {"councils to england": 15, "lines to total": 3 * 5}
    assert compared["not_checked"].tolist() == [0, 0]


def test_totals_that_do_not_add_up_stop_the_run_with_one_message_a_workbook(tmp_path):
    content = sheets()
    content["TOTAL England"][10][2] += 3
    content["Appleby"][12][5] = 6.0
    with pytest.raises(BadInput) as caught:
        held(tmp_path, content)
    (fault,) = caught.value.faults
    # England's C1 and C3 (joint arrangements) over councils, and the sums of lines in two sheets.
    assert (fault.file, fault.place, fault.count) == ("a.xlsx", "2006/07", 4)
    assert "councils to england, 2 in 1 area, the largest in England, line C1, " in fault.rule
    assert "own_provision_including_capital: 163 printed, 160 summed" in fault.rule
    assert "lines to total, 2 in 2 areas" in fault.rule
    assert "the reason in pssex1_known_differences.csv" in fault.rule


def test_the_message_names_the_file_to_edit(tmp_path):
    content = sheets()
    content["Appleby"][12][5] = 6.0
    known = NOTHING_KNOWN.copy()
    known.attrs["file"] = "config/bases/official/pssex1_known_differences.csv"
    rule = r"reason in config/bases/official/pssex1_known_differences\.csv"
    with pytest.raises(BadInput, match=rule):
        held(tmp_path, content, known)


@pytest.mark.parametrize(("off", "differing"), [(0.4, 0), (0.5, 0), (0.6, 2)])
def test_what_rounding_explains_is_no_difference(tmp_path, off, differing):
    content = sheets()
    content["TOTAL England"][10][2] += off
    content["TOTAL England"][12][2] += off
    known = NOTHING_KNOWN
    if differing:
        known = pd.DataFrame([["*", "2006/07", "England", "*", "*", "known"]], columns=FIELDS)
    differences, _ = held(tmp_path, content, known)
    assert len(differences) == differing


def test_a_known_difference_is_listed_with_its_reason(tmp_path):
    content = sheets()
    content["TOTAL England"][11][4] += 2
    content["TOTAL England"][12][4] += 2
    row = ["councils to england", "2006/07", "England", "*", "client_contributions", "late return"]
    known = pd.DataFrame([row], columns=FIELDS)
    differences, _ = held(tmp_path, content, known)
    assert differences["difference"].tolist() == [2.0, 2.0]
    assert set(differences["known"]) == {"late return"}
    assert set(differences["status"]) == {"differs"}


@pytest.mark.parametrize(
    "change",
    [
        {"check": "lines to total"},
        {"area": "150"},
        {"line": "C3"},
        {"measure": "nhs_income"},
        {"financial_year": "2007/08"},
    ],
)
def test_a_known_difference_explains_only_what_fits_it_whole(tmp_path, change):
    content = sheets()
    content["TOTAL England"][11][4] += 2
    content["TOTAL England"][12][4] += 2
    row = {
        "check": "councils to england", "financial_year": "2006/07", "area": "England",
        "line": "*", "measure": "client_contributions", "reason": "late return",
    }  # fmt: skip
    with pytest.raises(BadInput, match="totals that are not the sum of their parts"):
        held(tmp_path, content, pd.DataFrame([row | change]))


def test_a_reason_that_explains_nothing_must_go(tmp_path):
    row = ["councils to england", "2006/07", "England", "C1", "*", "late return"]
    with pytest.raises(BadInput, match="explains no difference, and must go"):
        held(tmp_path, sheets(), pd.DataFrame([row], columns=FIELDS))


def test_a_reason_for_a_year_that_is_not_at_hand_waits(tmp_path):
    row = ["councils to england", "2007/08", "England", "C1", "*", "late return"]
    differences, _ = held(tmp_path, sheets(), pd.DataFrame([row], columns=FIELDS))
    assert differences.empty


def test_a_reason_is_judged_only_where_its_comparison_was_made(tmp_path):
    """Case P04: part of the returns passes."""
    rows = [
        ["across to detailed", "2006/07", "England", "C1", "*", "no such workbook at hand"],
        ["lines to total", "2006/07", "England", "T1", "*", "no such line in this return"],
        ["councils to class", "2006/07", "Outer London", "*", "*", "no class in this return"],
        ["lines to total", "2006/07", "England", "C3", "other_income", "no such measure"],
    ]
    differences, _ = held(tmp_path, sheets(), pd.DataFrame(rows, columns=FIELDS))
    assert differences.empty


def test_a_sum_that_names_what_is_not_there_is_listed_and_counted(tmp_path):
    """Case P02: a line that a printed sum names is nowhere in the return."""
    content = sheets()
    for rows in content.values():
        rows[12][1] = "TOTAL OLDER PEOPLE including Supporting People (LINES C1 to C3 + C9)"
        rows[12][0] = "C4"
    table, compared = held(tmp_path, content)
    (row,) = table.to_dict("records")
    assert (row["check"], row["area"], row["line"], row["measure"]) == (
        "lines to total", "all", "C4", "all",
    )  # fmt: skip
    assert (row["status"], row["known"]) == ("not checked", "the return has no C3, C9")
    assert np.isnan(row["difference"])
    assert compared.set_index("check")["not_checked"].to_dict() == {
        "councils to england": 0,
        "lines to total": 1,
    }
    assert compared["differing"].tolist() == [0, 0]
    assert enforce(table, PSSEX1_AUDIT) is not None
    assert enforce(compared, PSSEX1_COMPARED) is not None


def test_a_printed_sum_of_columns_is_checked_or_listed(tmp_path):
    content = sheets()
    for rows in content.values():
        rows[7][5] = "col F = E + G"  # contributions and NHS income, as joint income
        for row in rows[10:13]:
            row[5] = float(row[4] or 0) + float(row[6] or 0)
    table, compared = held(tmp_path, content)
    assert table.empty
    counts = compared.set_index("check")["compared"]
    assert counts["columns to total"] == 3 * 3  # three lines of three areas
    content["Barrow UA"][10][5] += 1
    content["Barrow UA"][12][5] += 1
    content["TOTAL England"][10][5] += 1
    content["TOTAL England"][12][5] += 1
    with pytest.raises(BadInput, match=r"columns to total, 4 in 2 areas, the largest in 151"):
        held(tmp_path, content)
    for rows in content.values():
        rows[7][5] = "col F = E + Q"
    table, compared = held(tmp_path, content)
    assert table["known"].tolist() == ["the return has no column Q"]
    assert table["measure"].tolist() == ["joint_arrangements"]
    assert compared.set_index("check")["not_checked"]["columns to total"] == 1


def test_another_family_is_held_against_the_detailed_return_of_its_year(tmp_path):
    title = "Council Sales, Fees and Charges, PSS EX1 2006-07"
    detailed = write(tmp_path / "a.xlsx", sheets())
    amounts = across(title, 4.0)
    amounts["Sheet"][3][3:] = [2.0, 2.0]
    cubes, _ = read(detailed, write(tmp_path / "b.xlsx", amounts))
    _, compared = audit(cubes, {}.get, NOTHING_KNOWN, 0.5)
    counts = compared.set_index(["check", "file"])["compared"]
    assert counts["across to detailed", "b.xlsx"] == 3
    amounts["Sheet"][3][2:] = [5.0, 2.0, 3.0]
    cubes, _ = read(detailed, write(tmp_path / "b.xlsx", amounts))
    with pytest.raises(BadInput, match="across to detailed, 2 in 2 areas"):
        audit(cubes, {}.get, NOTHING_KNOWN, 0.5)
    other_year = across(title.replace("2006-07", "2007-08"), 5.0)
    other_year["Sheet"][3][3:] = [2.0, 3.0]
    cubes, _ = read(detailed, write(tmp_path / "c.xlsx", other_year))
    _, compared = audit(cubes, {}.get, NOTHING_KNOWN, 0.5)
    assert "across to detailed" not in set(compared["check"])


def test_classes_are_the_sums_of_their_own_councils(tmp_path):
    areas = AREAS | {"TOTAL Inner London": ("class", "Inner London")}
    content = sheets()
    content["TOTAL Inner London"] = [list(row) for row in content["Appleby"]]
    path = write(tmp_path / "a.xlsx", content)
    cubes, _ = read_pssex1([path], areas.get, lambda _: set(areas.values()), WORDS, NO_CORRECTIONS)
    class_of = {"150": "Inner London", "151": "Outer London"}.get
    _, compared = audit(cubes, class_of, NOTHING_KNOWN, 0.5)
    assert compared.set_index("check")["compared"]["councils to class"] == 15
    with pytest.raises(BadInput, match="councils to class, 3 in 1 area, "):
        audit(cubes, {"151": "Inner London", "150": "Outer London"}.get, NOTHING_KNOWN, 0.5)
