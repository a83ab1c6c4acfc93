import pandas as pd
import pytest

from pooledfunds.catalogue.council_finance import COUNCIL_EXPENDITURE, COUNCIL_EXPENDITURE_AUDIT
from pooledfunds.core.errors import IssueList
from pooledfunds.core.schema import enforce
from pooledfunds.staging.council_expenditure import read_council_expenditure
from pooledfunds.staging.reading import ReadingContext
from tests.unit.staging.returns import CODELISTS, damaged, fates

NAME = "pss-exp-eng-14-15-council.csv"
COUNCILS = pd.DataFrame(
    {
        "cssr_code": ["101", "102"],
        "council": ["Appleby", "Barrow Borough"],
        "key": ["appleby", "barrow"],
        "valid_to": pd.to_datetime([None, None]),
    }
)
HEAD = """,,,,,NE,NW
Support type,Age category,Summary,Delivery mechanism,Accounting category,101 - Appleby,102 - Barrow
"""
BLOCK = """Totals,,{0},Total,Gross total cost: own provision,60,10
Totals,,{0},Total,Gross total cost: provision by others,30,20.5
Totals,,{0},Total,Gross total cost: grants to voluntary org,10,0
Totals,,{0},Total,Gross total cost: total expenditure,100,30.5
Totals,,{0},Total,Income: client contributions,20,0
Totals,,{0},Total,Income: joint arrangements,5,0
Totals,,{0},Total,Income: Income from NHS,7,-1
Totals,,{0},Total,Income: other income,3,0
Totals,,{0},Total,Income: total,35,-1
Totals,,{0},Total,Net total expenditure,65,31.5
Totals,,{0},Total,Gross total expenditure,85,31.5
Totals,,{0},Total,Capital charges: own provision,4,0
Totals,,{0},Total,Capital charges: provision by others,1,0
Totals,,{0},Total,Gross current expenditure,80,31.5
Totals,,{0},Total,Net current expenditure,60,31.5
"""
NOTES = ",,,,,,\nNotes,,,,,,\nData are presented in £000's,,,,,,\n"
RETURN = HEAD + BLOCK.format("Carers") + BLOCK.format("Carers") + NOTES


def read(folder, text=RETURN, name=NAME, corrections=None):
    path = folder / name
    path.write_bytes(text.encode("cp1252"))
    lists = dict(CODELISTS)
    if corrections is not None:
        lists["council_finance_corrections"] = corrections
    faults = IssueList()
    settings = {"council_expenditure": {"rounding_gbp_thousand": 0.5}}
    context = ReadingContext(lists, settings, faults, {"councils": COUNCILS}, "council_expenditure")
    return read_council_expenditure([str(path)], context), [str(fault) for fault in faults]


def test_amounts_by_council_and_block(tmp_path):
    found, faults = read(tmp_path)
    assert not faults
    table = enforce(found.tables["council_expenditure"], COUNCIL_EXPENDITURE)
    assert len(table) == 2 * 15 * 2
    assert set(table["financial_year"]) == {"2014/15"}  # of the file's name
    joint = table[(table["measure"] == "joint_arrangements") & (table["cssr_code"] == "101")]
    assert joint["gbp_thousand"].tolist() == [5.0, 5.0]
    assert sorted(joint["part"]) == [1, 2]  # two blocks under the same headings
    assert fates(found.account, "lines")["kept"] == 30


def test_every_printed_sum_is_held_against_its_parts(tmp_path):
    found, _ = read(tmp_path)
    audit = enforce(found.tables["council_expenditure_audit"], COUNCIL_EXPENDITURE_AUDIT)
    assert audit["compared"].tolist() == [4] * 6
    assert set(audit["councils"]) == {2}
    assert audit["largest_difference"].max() == 0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {"Income: total,35,-1": "Income: total,36,-1"},
            ": first at line 11, council 101: income is not client_contributions + joint",
        ),
        ({"joint arrangements,5": "joint arrangements,5x"}, "column text, first at line 8"),
        ({"joint arrangements,5": "joint arrangements,"}, ": no figure given"),
        ({"joint arrangements,5,0": "joint arrangements,5"}, ": no figure given"),
        ({"102 - Barrow": "102 - Barrow,103 - Carlisle"}, ": no figure given"),
        ({"102 - Barrow": "103 - Barrow"}, ": 2014/15: no body is named '103 - Barrow'"),
        ({"102 - Barrow": "101 - Appleby"}, ": council 101 more than once"),
        ({"Income: other income": "Income: odd income"}, "no accounting category of this name"),
        ({"Delivery mechanism": "Delivery"}, "no line with the headings support type"),
    ],
)
def test_each_damage_is_told_with_its_place(tmp_path, change, told):
    _, faults = read(tmp_path, damaged(RETURN, change))
    assert any(fault.startswith(NAME) and told in fault for fault in faults), faults


def test_a_file_whose_name_has_no_year_is_told(tmp_path):
    _, faults = read(tmp_path, name="expenditure.csv")
    assert "the year stands in the file's name alone" in faults[0]


def test_a_declared_cell_is_put_right_and_one_that_is_gone_is_told(tmp_path):
    text = damaged(RETURN, {"arrangements,5,0": "arrangements,5,$0.00"})
    row = ["council_expenditure", "2014/15", "102", "8", "joint_arrangements", "$0.00", "0", "sign"]
    names = ["source", "financial_year", "area", "line", "measure", "was", "now", "reason"]
    first = pd.DataFrame([row, [*row[:3], "23", *row[4:]]], columns=names)
    _, faults = read(tmp_path, text, corrections=first)
    assert not faults
    _, faults = read(tmp_path, RETURN, corrections=first)
    assert (
        "council 102, line 8, joint_arrangements: corrects a cell that is not '$0.00'" in faults[0]
    )
