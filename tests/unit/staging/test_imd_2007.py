import pandas as pd

from pooledfunds.core.errors import IssueList
from pooledfunds.staging.imd_2007 import read_council_imd
from tests.unit.staging.returns import call, context, fates

COUNCILS = pd.DataFrame({"cssr_code": ["702", "102"], "ons_old": ["00AG", "16"]})
HEADING = "lsoa01_code,lad07_code,lad07_name,IMD_score,IMD_rank,IMD_decile\n"


def read(tmp_path, rows):
    path = tmp_path / "imd.csv"
    path.write_text(HEADING + rows)
    faults = IssueList()
    scores, areas, _, account = call(read_council_imd, [path], faults, councils=COUNCILS)
    return scores, areas, account, faults


def test_a_county_is_the_average_of_its_districts_small_areas(tmp_path):
    rows = """E01000001,00AG,Camden,30,1,1
E01000002,00AG,Camden,10,2,1
E01000003,16UB,Allerdale,5,3,1
E01000004,16UC,Barrow,20,4,1
E01000005,16UC,Barrow,50,5,1
"""
    scores, areas, account, faults = read(tmp_path, rows)
    assert not faults
    assert areas["cssr_code"].tolist() == ["702", "702", "102", "102", "102"]
    assert scores.set_index("cssr_code")["imd_score"].to_dict() == {"702": 20.0, "102": 25.0}
    assert fates(account) == {"submitted": 5, "kept": 5}
    assert fates(account, "lines") == {"submitted": 6, "headings": 1, "kept": 5}


def test_districts_are_named_with_the_council_they_lie_in(tmp_path):
    path = tmp_path / "imd.csv"
    rows = """E01000001,00AG,Camden,30,1,1
E01000003,16UB,Allerdale,5,3,1
E01000004,16UC,,20,4,1
E01000005,16UB,Allerdale,50,5,1
"""
    path.write_text(HEADING + rows)
    given = context(IssueList(), councils=COUNCILS)
    found = read_council_imd([path.as_posix()], given).tables["districts"]
    assert found.to_numpy().tolist() == [["00AG", "Camden", "702"], ["16UB", "Allerdale", "102"]]
    path.write_text("lsoa01_code,lad07_code,IMD_score\nE01000001,00AG,30\nE01000003,16UB,5\n")
    assert read_council_imd([path.as_posix()], given).tables["districts"].empty


def test_faults_of_small_areas(tmp_path):
    rows = """E01000001,00AG,Camden,30,1,1
E01000001,00AG,Camden,,2,1
E01000003,99ZZ,Nowhere,5,3,1
E01000004,00AG,Camden,101,3,1
"""
    _, _, account, faults = read(tmp_path, rows)
    assert [str(fault) for fault in faults] == [
        "imd.csv: column lsoa01_code, first at line 3: given more than once",
        "imd.csv: column imd_score, first at line 3: no figure given",
        "imd.csv: column imd_score, first at line 5: above 100, the most that a score can be",
        "imd.csv: column lad07_code, first at line 4: the district lies in no listed council",
        "imd.csv: a listed council has no small area",
    ]
    assert fates(account) == {"submitted": 4, "no score or no council": 2, "kept": 2}
