import pandas as pd
import pytest

from pooledfunds.catalogue.lookups import DISTRICT_SMALL_AREAS
from pooledfunds.core.errors import IssueList
from pooledfunds.core.schema import enforce
from pooledfunds.staging.district_small_areas import LATER, read_district_small_areas
from tests.unit.staging.returns import context, damaged, fates, written

# Ash and Elm made up council 101; small area 4 was drawn later, within Elm.
LOOKUP = """LSOA11CD,LSOA11NM,CCG16CD,CCG16CDH,CCG16NM,LAD16CD,LAD16NM,FID
E01000001,Ash 001A,E38000001,01A,NHS Ash CCG,E07000901,Ash,1
E01000002,Ash 001B,E38000001,01A,NHS Ash CCG,E07000901,Ash,2
E01000003,Elm 001A,E38000001,01A,NHS Ash CCG,E07000902,Elm,3
E01000004,Elm 001B,E38000001,01A,NHS Ash CCG,E07000902,Elm,4
E01000005,Birch 001A,E38000002,02B,NHS Birch CCG,E06000903,Birch,5
W01000006,Rowan 001A,W11000023,7A1,Rowan LHB,W06000001,Rowan,6
"""
SMALL_AREAS = pd.DataFrame(
    [("E01000001", "101"), ("E01000002", "101"), ("E01000003", "101"), ("E01000005", "102")],
    columns=["lsoa01_code", "cssr_code"],
)


def read(folder, text=LOOKUP):
    faults = IssueList()
    given = context(faults, "small_area_districts", small_areas=SMALL_AREAS)
    found = read_district_small_areas([str(written(folder, "lookup.csv", text))], given)
    return found, [str(fault) for fault in faults]


def test_a_district_lies_in_the_council_of_its_small_areas(tmp_path):
    found, faults = read(tmp_path)
    assert not faults
    table = enforce(found.tables["district_small_areas"], DISTRICT_SMALL_AREAS)
    assert table.to_numpy().tolist() == [
        ["E06000903", "102", 1],
        ["E07000901", "101", 2],
        ["E07000902", "101", 2],  # the new small area weighs, though no list of 2001 has it
    ]
    assert fates(found.account) == {"submitted": 6, LATER: 1, "outside England": 1, "kept": 4}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"E07000902,Elm,3": "E06000903,Birch,3"}, "first at line 4: the small areas of this"),
        ({"E01000003": "E01000009"}, "first at line 4: no small area of this district"),
        ({"E01000005": "E01000009"}, "no district of 1 councils, first 102: is the file whole?"),
        ({"E01000002": "E01000001"}, "column lsoa_code, first at line 3"),
        ({"E01000002": "Ash"}, "first at line 3: not the code of a small area of England"),
        ({"LAD16CD": "LAD17CD"}, "line 1: no column lad16cd"),
    ],
)
def test_each_damage_is_told_with_its_place(tmp_path, change, told):
    _, faults = read(tmp_path, damaged(LOOKUP, change))
    assert any("lookup.csv" in fault and told in fault for fault in faults), faults
