import pandas as pd
import pytest

from pooledfunds.core.errors import IssueList
from pooledfunds.staging.council_population import read_council_population
from tests.unit.staging.returns import call, fates

COUNCILS = pd.DataFrame({"cssr_code": ["150", "809"]})
HEADING = "cssr_code,council,gss,year,all,p18,p1864,p65,p75,p85,note\n"
ROWS = """150,Appleby,E06000901,2006,1000,800,600,200,90,30,
809,Dorset,E10000009,2006,,,,,,,no figure on these boundaries
,Dorset (2019),E06000059,2006,500,400,250,150,70,20,extra row
"""


def read(tmp_path, rows=ROWS):
    path = tmp_path / "population.csv"
    path.write_text(HEADING + rows)
    faults = IssueList()
    return *call(read_council_population, [path], faults, councils=COUNCILS), faults


def test_persons_by_age_band_in_the_financial_year_of_the_mid_year(tmp_path):
    table, account, faults = read(tmp_path)
    assert not faults
    appleby = table[table["area"] == "150"].set_index("age_band")
    assert appleby.loc["65 and over", "persons"] == 200
    assert set(appleby["financial_year"]) == {"2006/07"}
    later = table[table["area_type"] == "later body"]
    assert set(later["area"]) == {"E06000059"}
    own = "no figure on the body's own boundaries"
    assert fates(account) == {"submitted": 3, own: 1, "kept": 2}


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("999,Nowhere,E06000999,2006,10,8,6,2,1,0,", "no such body: 999"),
        ("150,Appleby,E06000901,2006,10,8,6,2,1,0,", "given more than once"),
        ("150,Appleby,E06000901,2007,10,10,6,2,1,0,", "not the sum of 18 to 64 and 65 and over"),
        ("150,Appleby,E06000901,2007,10,8,6,2,3,0,", "an age band is larger than the one"),
        ("150,Appleby,E06000901,2007,,8,6,2,1,0,", "some age bands given, others blank"),
        ("150,Appleby,E06000901,2007,lots,8,6,2,1,0,", "not a number"),
        ("150,Appleby,E06000901,,10,8,6,2,1,0,", "no figure given"),
    ],
)
def test_faults_are_told_with_their_line(tmp_path, row, rule):
    _, _, faults = read(tmp_path, ROWS + row + "\n")
    assert any(rule in str(fault) and "line 5" in str(fault) for fault in faults)
