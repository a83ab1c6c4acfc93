import pandas as pd
import pytest
import xlsxwriter

from pooledfunds.catalogue.areas import COUNCIL_DEPRIVATION
from pooledfunds.core.errors import IssueList
from pooledfunds.core.schema import enforce
from pooledfunds.staging.council_imd import read_council_imd
from pooledfunds.staging.reading import ReadingContext
from tests.unit.staging.returns import CODELISTS, fates

HEADINGS = [
    "Upper Tier Local Authority District code (2013)",
    "Upper Tier Local Authority District name (2013)",
    "IMD - Average score",
]
SCORES = [
    ["E06000901", "Ash", 30.5],
    ["E10000902", "Elmshire", 10],
    ["E06000903", "Elmton", 20],
]
AREAS = pd.DataFrame(
    {"ons_code": ["E06000901", "E10000902", "E06000903"], "area_code": ["101", "102", "102"]}
)
# The county has the 30 small areas of its districts, the council within its ground has 10.
LOOKUP = pd.DataFrame(
    {
        "district_code": ["E06000901"] * 5 + ["E07000909"] * 30 + ["E06000903"] * 10,
        "area_code": ["101"] * 5 + ["102"] * 40,
    }
)


def read(folder, scores=SCORES, headings=HEADINGS, sheet="IMD"):
    path = folder / "imd.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("Notes").write(0, 0, "Notes")
    page = book.add_worksheet(sheet)
    for number, row in enumerate([headings, *scores]):
        page.write_row(number, 0, row)
    book.close()
    faults = IssueList()
    given = {"local_authority_areas": AREAS, "small_area_lookup": LOOKUP}
    context = ReadingContext(CODELISTS, {}, faults, given, "council_imd")
    return read_council_imd([str(path)], context), [str(fault) for fault in faults]


def test_an_area_of_several_councils_has_their_mean_by_small_areas(tmp_path):
    found, faults = read(tmp_path)
    assert not faults
    table = enforce(found.tables["council_deprivation"], COUNCIL_DEPRIVATION)
    assert table.values.tolist() == [["101", 30.5, 5], ["102", (10 * 30 + 20 * 10) / 40, 40]]
    assert fates(found.account) == {"submitted": 3, "kept": 3}
    assert fates(found.account, "lines")["sheet of another index"] == 1


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"scores": [*SCORES[:2], ["E06000999", "Oak", 3]]}, "first at line 4: the code leads to"),
        ({"scores": [*SCORES[:2], ["E10000902", "Elm", 3]]}, "first at line 4: given more than"),
        ({"scores": [*SCORES[:2], ["E06000903", "Elm", ""]]}, "first at line 4: no figure given"),
        ({"scores": [*SCORES[:2], ["E06000903", "Elm", 120]]}, "first at line 4: above 100"),
        ({"scores": SCORES[1:]}, "no score of 1 areas, first 101"),
        ({"headings": [*HEADINGS[:2], "Score"]}, "line 1: no column imd - average score"),
        ({"sheet": "Ranks"}, "no sheet imd; there are Notes, Ranks"),
    ],
)
def test_each_damage_is_told_with_its_place(tmp_path, given, told):
    _, faults = read(tmp_path, **given)
    assert any(fault.startswith("imd.xlsx") and told in fault for fault in faults), faults
