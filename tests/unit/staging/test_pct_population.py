import pytest

from pooledfunds.catalogue.returns import PCT_POPULATION
from pooledfunds.core.errors import IssueList
from pooledfunds.core.schema import enforce
from pooledfunds.staging.pct_population import AGE_BANDS, read_pct_population
from tests.unit.staging.returns import PCTS, YEARS, assert_told, call, damaged, fates, written

LINES = ["pct_code,mid_year,sex,age_band,persons"]
LINES += [
    f"5A1,2007,{sex},{band},{1000 + number}"
    for sex in ("male", "female")
    for number, band in enumerate(AGE_BANDS)
]
MEN = sum(1000 + number for number in range(len(AGE_BANDS)))
LINES += [f"5A1,2007,male,all,{MEN}", "5A1,2007,persons,85+,2034"]
RETURN = "\n".join(LINES) + "\n"

ACROSS = f"pct_code,pct_name,mid_year,sex,All ages,{','.join(AGE_BANDS)}\n" + "".join(
    f"5A1,Ash PCT,2007,{sex},{MEN},{','.join(str(1000 + n) for n in range(len(AGE_BANDS)))}\n"
    for sex in ("Males", "Females")
)


def read(paths, faults):
    return call(
        read_pct_population, paths, faults, source="pct_population", years=YEARS, pcts=PCTS[:1]
    )


def test_bands_in_order_and_totals_set_aside(tmp_path):
    faults = IssueList()
    table, account = read([written(tmp_path, "pop.csv", RETURN)], faults)
    assert not faults
    enforce(table, PCT_POPULATION)
    assert table["age_band"].tolist() == AGE_BANDS * 2
    assert table["financial_year"].unique().tolist() == ["2007/08"]
    assert fates(account)["printed total, checked"] == 2


def test_ages_across_are_another_edition_and_no_other_code(tmp_path):
    faults = IssueList()
    down, _ = read([written(tmp_path, "down.csv", RETURN)], faults)
    across, _ = read([written(tmp_path, "across.csv", ACROSS)], faults)
    assert not faults
    assert across.equals(down)


@pytest.mark.parametrize(
    ("change", "place", "rule"),
    [
        (
            {"5A1,2007,male,0-4,": "5ZZ,2007,male,0-4,"},
            "column pct_code, first at line 2",
            "no such body",
        ),
        (
            {"male,5-9,1001\n5A1,2007,male,10": "male,0-4,1001\n5A1,2007,male,10"},
            "column PCT, year, sex and age, first at line 3",
            "given more than once",
        ),
        (
            {"2007,male,0-4": "1991,male,0-4"},
            "column financial_year, first at line 2",
            "outside the years 2005/06 to 2007/08",
        ),
        (
            {"2007,male,0-4": "2007,boy,0-4"},
            "column sex, first at line 2",
            "not one of male, female, persons",
        ),
        ({"2007,male,0-4": "2007,male,0-3"}, "column age_band, first at line 2", "not one of 0-4"),
        (
            {"2007,male,0-4": "2007,male,0-3"},
            "column age_band, first at line 3",
            "a PCT lacks an age band or a sex in a year",
        ),
        (
            {"85+,2034": "85+,3034"},
            "column persons, first at line 39",
            "the printed total over sex differs from its parts",
        ),
        (
            {f"all,{MEN}": f"all,{2 * MEN}"},
            "column persons, first at line 38",
            "the printed total over age_band differs from its parts",
        ),
        ({"0-4,1000": "0-4,"}, "column persons, first at line 2", "no figure given (2 times)"),
        ({"0-4,1000": "0-4,-1"}, "column persons, first at line 2", "below 0 (2 times)"),
        ({"persons\n": "people\n"}, "line 1", "no column persons (edition plain)"),
    ],
)
def test_each_damage_is_told_with_file_place_and_rule(tmp_path, change, place, rule):
    path = written(tmp_path, "pop.csv", damaged(RETURN, change))
    assert_told(read, path, place, rule)
