import pandas as pd
import pytest

from pooledfunds.catalogue.areas import COUNCIL_POPULATION, DISTRICT_POPULATION
from pooledfunds.core.errors import IssueList
from pooledfunds.core.schema import enforce
from pooledfunds.staging.population_by_age import read_population_by_age
from pooledfunds.staging.reading import ReadingContext
from tests.unit.staging.returns import CODELISTS, assert_told, damaged, fates, written

AREAS = pd.DataFrame(
    {"ons_code": ["E07000901", "E07000902", "E06000903"], "area_code": ["101", "101", "102"]}
)
HEADING = ",".join(["name", "code", "year", *(f"Age {a}" for a in range(90)), "Aged 90+"])


def line(name: str, code: str, year: int, each: int, oldest: object = 1) -> str:
    """Return a line with as many persons of each age, and of 90 and over."""
    return ",".join([name, code, str(year), *[str(each)] * 90, str(oldest)])


LINES = [
    HEADING,
    line("Ash", "E07000901", 2011, 10),
    line("Elm", "E07000902", 2011, 20, 6),
    line("Birch", "E06000903", 2011, 30),
    line("Cwm", "W06000001", 2011, 40),
]
RETURN = "\n".join(LINES) + "\n"


def read(paths, faults):
    given = {"local_authority_areas": AREAS}
    return read_population_by_age(
        [str(p) for p in paths], ReadingContext(CODELISTS, {}, faults, given)
    )


def test_districts_are_summed_to_their_area_in_the_financial_year_of_the_mid_year(tmp_path):
    faults = IssueList()
    found = read([written(tmp_path, "population.csv", RETURN)], faults)
    assert not faults
    areas = enforce(found.tables["council_population"], COUNCIL_POPULATION)
    assert set(areas["financial_year"]) == {"2011/12"}
    of_101 = areas[areas["area"] == "101"].set_index("age_band")["persons"]
    assert of_101.to_dict() == {
        "all ages": 30 * 90 + 7,
        "18 and over": 30 * 72 + 7,
        "18 to 64": 30 * 47,
        "65 and over": 30 * 25 + 7,
        "75 and over": 30 * 15 + 7,
        "85 and over": 30 * 5 + 7,
    }
    districts = enforce(found.tables["district_population"], DISTRICT_POPULATION)
    older = districts[districts["age_band"] == "65 and over"].set_index("district_code")
    assert older.loc["E07000902", ["area_code", "persons"]].tolist() == ["101", 506]
    assert fates(found.account) == {"submitted": 4, "outside England": 1, "kept": 3}


def test_a_row_without_an_age_is_set_aside_and_its_area_missed(tmp_path):
    faults = IssueList()
    text = RETURN + line("Birch", "E06000903", 2012, 30, "-") + "\n"
    text += line("Ash", "E07000901", 2012, 10) + "\n"
    found = read([written(tmp_path, "population.csv", text)], faults)
    assert fates(found.account)["an age has no figure"] == 1
    assert "rows are missing of the 4 that its frame holds, first 102 in 2012/13" in str(faults[0])


@pytest.mark.parametrize(
    ("change", "place", "rule"),
    [
        (
            {"E07000902": "E07000901"},
            "column district_code and year, first at line 3",
            "given more than once",
        ),
        (
            {"E07000902": "E07000999"},
            "column district_code, first at line 3",
            "the code leads to no listed council",
        ),
        ({"2011,30": "1911,30"}, "column year, first at line 4", "not a year from 1981"),
        ({"2011,20": "2011,-20"}, "column age_0, first at line 3", "below 0"),
        ({"2011,20": "2011,2x"}, "column age_0, first at line 3", "not a number"),
        ({"2011,20": "2011,2.5"}, "column age_0, first at line 3", "not a whole number"),
        ({"Aged 90+": "Age 90"}, "line 1", "no column aged 90+"),
        ({"Age 7,": "", "2011,10,": "2011,", "2011,20,": "2011,"}, "line 1", "no column age 7"),
    ],
)
def test_each_damage_is_told_with_file_place_and_rule(tmp_path, change, place, rule):
    assert_told(read, written(tmp_path, "p.csv", damaged(RETURN, change)), place, rule)
