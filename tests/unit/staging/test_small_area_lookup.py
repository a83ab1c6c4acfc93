import pandas as pd
import pytest

from pooledfunds.catalogue.lookups import (
    CCG_COUNCIL_PAIRS,
    LOCAL_AUTHORITY_AREAS,
    SMALL_AREA_LOOKUP,
)
from pooledfunds.core.errors import IssueList
from pooledfunds.core.schema import enforce
from pooledfunds.staging.reading import ReadingContext
from pooledfunds.staging.small_area_lookup import read_district_lookup, read_small_area_lookup
from tests.unit.staging.returns import CODELISTS, assert_told, damaged, fates, written

COUNCILS = pd.DataFrame(
    {
        "cssr_code": ["101", "102"],
        "gss": ["E10000901", "E06000902"],
        "area_code": ["101", "102"],
    }
)
SUCCESSORS = pd.DataFrame(
    [
        ("local_authority", "E07000903", "E07000904"),
        ("ccg", "01A", "09A"),
        ("ccg", "01B", "09A"),
    ],
    columns=["area_type", "code", "successor_code"],
)
DISTRICTS = """FID,LTLA19CD,LTLA19NM,UTLA19CD,UTLA19NM
1,E07000901,Ash,E10000901,Appleshire
2,E07000904,Elm,E10000901,Appleshire
3,E06000902,Birch,E06000902,Birch
4,W06000001,Cwm,W06000001,Cwm
"""
SMALL = """LSOA11CD,LSOA11NM,CCG16CD,CCG16CDH,CCG16NM,LAD16CD,LAD16NM,FID
E01000001,Ash 001A,E38000001,01A,NHS Ash CCG,E07000901,Ash,1
E01000002,Ash 001B,E38000002,01B,NHS Elm CCG,E07000901,Ash,2
E01000003,Oak 001A,E38000002,01B,NHS Elm CCG,E07000903,Oak,3
E01000004,Birch 001A,E38000003,02A,NHS Birch CCG,E06000902,Birch,4
"""


def context(faults, **tables):
    return ReadingContext(CODELISTS | {"successors": SUCCESSORS}, {}, faults, dict(tables))


def districts(paths, faults):
    return read_district_lookup([str(p) for p in paths], context(faults, councils=COUNCILS))


def small_areas(paths, faults):
    given = {"councils": COUNCILS, "local_authority_areas": KNOWN, "districts": NAMED}
    return read_small_area_lookup([str(p) for p in paths], context(faults, **given))


KNOWN = pd.DataFrame(
    {
        "ons_code": ["E10000901", "E07000901", "E07000903", "E07000904", "E06000902"],
        "area_code": ["101", "101", "101", "101", "102"],
    }
)


NAMED = pd.DataFrame({"district_code": ["E07000901"], "district_name": "Ash", "area_code": "101"})


def test_districts_are_named_by_the_lookup_of_either_year(tmp_path):
    later = districts([written(tmp_path, "tiers.csv", DISTRICTS)], IssueList())
    named = later.tables["districts"].set_index("district_name")["area_code"]
    assert named.to_dict() == {"Ash": "101", "Elm": "101", "Birch": "102"}
    # Oak merged into Elm between the years; Ash stands in the later lookup already.
    earlier = small_areas([written(tmp_path, "lsoa.csv", SMALL)], IssueList()).tables["districts"]
    assert set(earlier["district_name"]) == {"Oak", "Birch"}


def test_districts_of_every_year_have_their_area(tmp_path):
    faults = IssueList()
    found = districts([written(tmp_path, "tiers.csv", DISTRICTS)], faults)
    assert not faults
    table = enforce(found.tables["local_authority_areas"], LOCAL_AUTHORITY_AREAS)
    # Oak, which merged into Elm before the year of the lookup, is known by succession.
    expected = dict(zip(KNOWN["ons_code"], KNOWN["area_code"], strict=True))
    assert table.set_index("ons_code")["area_code"].to_dict() == expected
    assert fates(found.account) == {"submitted": 4, "outside England": 1, "kept": 3}


@pytest.mark.parametrize(
    ("change", "place", "rule"),
    [
        ({"2,E07000904": "2,E07000901"}, "column district_code, first at line 3", "given more"),
        (
            {"Elm,E10000901": "Elm,E10000909"},
            "column council_code, first at line 3",
            "the code leads to no listed council",
        ),
        ({"3,E06000902,Birch,E06000902,Birch\n": ""}, "", "no district of 1 listed areas, first"),
        ({"UTLA19CD": "UTLA2019CD"}, "line 1", "no column utla19cd"),
    ],
)
def test_each_damage_to_the_districts_is_told(tmp_path, change, place, rule):
    assert_told(districts, written(tmp_path, "t.csv", damaged(DISTRICTS, change)), place, rule)


def test_small_areas_have_their_area_and_pairs_the_ccg_that_followed(tmp_path):
    faults = IssueList()
    found = small_areas([written(tmp_path, "lsoa.csv", SMALL)], faults)
    assert not faults
    table = enforce(found.tables["small_area_lookup"], SMALL_AREA_LOOKUP)
    assert table["area_code"].tolist() == ["101", "101", "101", "102"]
    assert table["ccg_code"].tolist() == ["01A", "01B", "01B", "02A"]
    pairs = enforce(found.tables["ccg_council_pairs"], CCG_COUNCIL_PAIRS)
    assert pairs.values.tolist() == [["02A", "102", 1], ["09A", "101", 3]]


@pytest.mark.parametrize(
    ("change", "place", "rule"),
    [
        ({"E01000002": "E01000001"}, "column lsoa_code, first at line 3", "given more than once"),
        ({"E01000002": "S01000002"}, "column lsoa_code, first at line 3", "not the code of a"),
        ({",02A,": ",2,"}, "column ccg_code, first at line 5", "not the code of a CCG"),
        (
            {"01B,NHS Elm CCG,E07000903": "01B,NHS Oak CCG,E07000903"},
            "column ccg_name, first at line 4",
            "the code has another name in an earlier line",
        ),
        (
            {"E07000903": "E07000999"},
            "column district_code, first at line 4",
            "the code leads to no listed council",
        ),
        (
            {"E01000004,Birch 001A,E38000003,02A,NHS Birch CCG,E06000902,Birch,4\n": ""},
            "",
            "no small area of 1 areas, first 102",
        ),
    ],
)
def test_each_damage_to_the_small_areas_is_told(tmp_path, change, place, rule):
    assert_told(small_areas, written(tmp_path, "l.csv", damaged(SMALL, change)), place, rule)
