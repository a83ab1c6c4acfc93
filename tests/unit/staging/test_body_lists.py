import pandas as pd
import pytest

from pooledfunds.core.errors import IssueList
from pooledfunds.staging.body_lists import (
    area_class,
    bodies_table,
    display_name,
    read_councils,
    read_pairs,
    read_pcts,
)
from tests.unit.staging.returns import call

CLASSES = pd.DataFrame(
    [
        ("Shire Counties", "E06", "906", "906"),
        ("Inner London", "E09", "702", "714"),
        ("Outer London", "E09", "716", "735"),
        ("Unitary Authorities", "E06", "000", "999"),
    ],
    columns=["area_class", "gss_prefix", "cssr_from", "cssr_to"],
)
COUNCILS = """cssr_code,council,key,ons_old,gss,match
702,Camden,camden,00AG,E09000007,list
906,Isles of Scilly,isles of scilly,15UH,E06000053,list
914,Torbay UA,torbay,00HH,E06000027,county abolished 31/3/2009 (for the test)
"""
PCTS = """pct_code,pct_name,sha_code,sha_name,ons_code_2012
5K7,CAMDEN PCT,Q36,London,E16000010
5QP,CORNWALL AND ISLES OF SCILLY PCT,Q39,South West,E16000144
TAL,TORBAY CARE TRUST,Q39,South West,E17000003
"""
PAIRS = "pct_code,cssr_code\n5K7,702\n5QP,906\nTAL,914\n"


@pytest.fixture
def lists(tmp_path):
    def write(councils=COUNCILS, pcts=PCTS, pairs=PAIRS):
        faults = IssueList()
        paths = [tmp_path / name for name in ("councils.csv", "pcts.csv", "pairs.csv")]
        for path, text in zip(paths, (councils, pcts, pairs), strict=True):
            path.write_text(text)
        council_table = call(read_councils, paths[:1], faults)[0]
        pct_table = call(read_pcts, paths[1:2], faults)[0]
        lists = {"councils": council_table, "pcts": pct_table}
        pair_table = call(read_pairs, paths[2:], faults, **lists)[0]
        return council_table, pct_table, pair_table, faults

    return write


@pytest.mark.parametrize(
    ("code", "gss", "expected"),
    [
        ("906", "E06000053", "Shire Counties"),
        ("914", "E06000027", "Unitary Authorities"),
        ("714", "E09000001", "Inner London"),
        ("716", "E09000002", "Outer London"),
        ("716", "W06000001", ""),
    ],
)
def test_class_in_which_a_council_is_totalled(code, gss, expected):
    assert area_class(code, gss, CLASSES) == expected


def test_bodies_have_type_class_region_and_dates(lists):
    councils, pcts, pairs, faults = lists()
    assert not faults
    bodies = bodies_table(pcts, councils, pairs, {"pct": "2006-10-01"}).set_index("area_code")
    assert bodies.loc["TAL", "area_class"] == "Care trust"
    assert bodies.loc["914", "name"] == "Torbay"
    assert bodies.loc["914", "region"] == "South West"
    assert bodies.loc["914", "valid_to"] == pd.Timestamp("2009-03-31")
    assert bodies.loc["5K7", "valid_from"] == pd.Timestamp("2006-10-01")
    assert pd.isna(bodies.loc["702", "valid_to"])


def test_every_fault_of_the_lists_is_told(lists):
    _, _, _, faults = lists(
        councils=COUNCILS + "702,Camden,camden,00AG,E09000007,list\n",
        pcts=PCTS + "9XX,ELSEWHERE PCT,Q39,South West,E16000999\n",
        pairs=PAIRS + "5K7,999\n5ZZ,702\n",
    )
    told = [str(fault) for fault in faults]
    assert "councils.csv: column cssr_code, first at line 5: given more than once" in told
    assert "pcts.csv: column pct_code, first at line 5: not a PCT's code" in told
    assert "pairs.csv: column cssr_code, first at line 5: no such body: 999" in told
    assert "pairs.csv: column pct_code, first at line 6: no such body: 5ZZ" in told
    assert "pairs.csv: column pct_code: a listed body is in no pair" in told


def test_names_in_capitals_read_as_in_a_sentence():
    assert display_name("CITY AND HACKNEY TEACHING PCT") == "City and Hackney Teaching PCT"
    assert display_name("NORTH EAST LINCOLNSHIRE CARE TRUST PLUS") == (
        "North East Lincolnshire Care Trust Plus"
    )


ERA = """cssr_code,council,key,ons_old,gss,study_area,\
study_area_name,region_code,region,valid_from,valid_to
809,Dorset,dorset,19,E10000009,809,Wessex,E12000009,South West,,2019-03-31
810,Bournemouth,bournemouth,00HN,E06000028,809,Wessex,E12000009,South West,,
326,Cheshire East,cheshire east,00EQ,E06000049,326,Cheshire East,E12000002,North West,2009-04-01,
"""
NO_PCTS = pd.DataFrame(columns=["pct_code", "pct_name", "sha_code", "sha_name", "ons_code_2012"])
NO_PAIRS = pd.DataFrame(columns=["pct_code", "cssr_code"])


def era(tmp_path, text=ERA):
    (tmp_path / "councils.csv").write_text(text)
    faults = IssueList()
    councils, areas, _ = call(read_councils, [tmp_path / "councils.csv"], faults)
    return councils, areas, faults


def test_councils_that_are_one_area_of_the_study_are_one_body(tmp_path):
    councils, areas, faults = era(tmp_path)
    assert not faults
    assert areas.values.tolist() == [["809", "809"], ["810", "809"], ["326", "326"]]
    bodies = bodies_table(NO_PCTS, councils, NO_PAIRS).set_index("area_code")
    assert bodies["name"].to_dict() == {
        "326": "Cheshire East",
        "809": "Wessex",
    }
    assert bodies.loc["809", "area_class"] == "Shire Counties"
    assert bodies.loc["326", "region"] == "North West"
    assert bodies.loc["326", "valid_from"] == pd.Timestamp("2009-04-01")


def test_an_area_that_is_no_council_of_the_list_is_told(tmp_path):
    *_, faults = era(tmp_path, ERA.replace("E06000028,809", "E06000028,807"))
    assert "column study_area, first at line 3: no such body: 807" in str(faults[0])
