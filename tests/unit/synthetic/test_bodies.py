"""The bodies have the margins of 2007-08, and neither the names nor the codes of real ones."""

import itertools
from pathlib import Path

import pandas as pd
import pytest

from pooledfunds.synthetic.names import CODAS, COUNTY_ENDING, ENDINGS, MIDDLES, ONSETS

REAL = Path(__file__).parents[4] / "shared/real"


def test_the_margins_of_the_bodies(places):
    assert len(places["pct_152"]) == places["pct_152"]["pct_code"].nunique() == 152
    assert len(places["council_150"]) == places["council_150"]["cssr_code"].nunique() == 150
    assert places["pct_152"]["sha_code"].nunique() == 10
    assert set(places["pct_152"]["sha_code"]) == {f"Q{number}" for number in range(80, 90)}


def test_107_pcts_are_strictly_one_to_one_with_a_council(places):
    pairs = places["pct_to_council_2008"]
    councils = pairs.groupby("pct_code")["cssr_code"].transform("nunique")
    pcts = pairs.groupby("cssr_code")["pct_code"].transform("nunique")
    alone = councils.eq(1) & pcts.eq(1)
    assert alone.sum() == 107
    assert pairs.loc[alone, "relation"].eq("coterminous 1:1").all()
    assert not pairs.loc[~alone, "relation"].eq("coterminous 1:1").any()
    assert pairs["relation"].nunique() == 4
    assert set(pairs["cssr_code"]) == set(places["council_150"]["cssr_code"])
    assert set(pairs["pct_code"]) == set(places["pct_152"]["pct_code"])


def test_classes_can_be_told_from_the_codes(places):
    councils = places["council_150"]
    code = councils["cssr_code"].astype(int)
    london = councils["gss"].str.startswith("E09")
    assert councils["gss"].str[:3].value_counts().to_dict() == {
        "E06": 47, "E08": 36, "E10": 34, "E09": 33
    }  # fmt: skip
    assert code[london].between(750, 763).sum() == 13
    assert code[london].between(764, 783).sum() == 20
    assert code.mod(100).between(50, 99).all()
    assert councils["council"].str.endswith(" UA").sum() == 46  # the islands go without


def test_every_code_has_its_official_shape(places):
    pcts, councils = places["pct_152"], places["council_150"]
    assert pcts["pct_code"].str.fullmatch("5[R-Z][0-9A-Z]|TX[1-5]").all()
    assert councils["gss"].str.fullmatch(r"E(06|08|09|10)0009\d\d").all()
    county = councils["gss"].str.startswith("E10")
    assert councils.loc[county, "ons_old"].str.fullmatch(r"\d\d").all()
    assert councils.loc[~county, "ons_old"].str.fullmatch(r"9\d[A-Z]{2}|\d\dUZ").all()
    assert councils["ons_old"].is_unique


def test_care_trusts_are_five_of_each_kind_and_five_are_pcts(places):
    trusts = places["care_trusts"]
    assert trusts.columns.tolist() == ["code", "name", "kind", "established"]
    assert trusts["kind"].value_counts().to_dict() == {"PCT-based": 5, "mental-health-based": 5}
    years = trusts["established"].value_counts().to_dict()
    assert years == {"2002": 4, "2003": 3, "2005": 1, "2006": 1, "2007": 1}
    based = trusts.loc[trusts["kind"].eq("PCT-based"), "code"]
    assert set(based) == {code for code in places["pct_152"]["pct_code"] if code.startswith("T")}


def test_every_district_lies_in_one_council(root, world, places):
    areas = pd.read_csv(root / "deprivation/imd2007_lsoa.csv")
    assert len(areas) == areas["lsoa01_code"].nunique() == 32_482
    assert areas["lsoa01_code"].str.fullmatch(r"E019\d{5}").all()
    assert areas["IMD_rank"].is_unique
    assert areas["IMD_score"].max() < 100
    assert areas.sort_values("IMD_score", ascending=False)["IMD_decile"].is_monotonic_increasing
    county = places["council_150"].set_index("ons_old")["cssr_code"]
    districts = areas["lad07_code"].drop_duplicates()
    assert districts.isin(world.bodies.districts["lad07_code"]).all()
    assert (districts.isin(county.index) | districts.str[:2].isin(county.index)).all()


@pytest.mark.skipif(not REAL.exists(), reason="the lists of real bodies are not at hand")
@pytest.mark.official
def test_no_name_and_no_code_is_a_real_bodys(places, world):
    real_pcts = pd.read_csv(REAL / "places/pct_152.csv", dtype=str)
    real_councils = pd.read_csv(REAL / "places/council_150.csv", dtype=str)
    real_areas = pd.read_csv(REAL / "deprivation/imd2007_lsoa.csv", dtype=str)
    real_names = pd.concat(
        [real_pcts["pct_name"], real_councils["council"], real_councils["key"],
         real_areas["lad07_name"], real_pcts["sha_name"]]
    )  # fmt: skip
    councils, pcts, districts = world.bodies.councils, places["pct_152"], world.bodies.districts
    names = pd.concat([councils["name"], councils["council"], pcts["pct_name"], pcts["sha_name"],
                       places["care_trusts"]["name"], districts["lad07_name"]])  # fmt: skip
    assert not set(names.str.lower()) & set(real_names.str.lower())
    for invented, real in (
        (pcts["pct_code"], real_pcts["pct_code"]),
        (pcts["sha_code"], real_pcts["sha_code"]),
        (pcts["ons_code_2012"], real_pcts["ons_code_2012"]),
        (councils["cssr_code"], real_councils["cssr_code"]),
        (councils["gss"], real_councils["gss"]),
        (councils["ons_old"], real_councils["ons_old"]),
        (districts["lad07_code"], real_areas["lad07_code"]),
        (world.people.small_areas["lsoa01_code"], real_areas["lsoa01_code"]),
    ):
        assert not set(invented) & set(real)


@pytest.mark.skipif(not REAL.exists(), reason="the lists of real bodies are not at hand")
@pytest.mark.official
def test_no_name_that_can_be_coined_is_a_word_of_a_real_name():
    """Whatever the seed: all 16,380 names and 1,365 stems are tried."""
    columns = {"places/pct_152.csv": "pct_name", "places/council_150.csv": "council",
               "deprivation/imd2007_lsoa.csv": "lad07_name"}  # fmt: skip
    real = pd.concat([pd.read_csv(REAL / file, dtype=str)[name] for file, name in columns.items()])
    words = set(real.drop_duplicates().str.lower().str.findall("[a-z]+").explode())
    stems = {"".join(parts).lower() for parts in itertools.product(ONSETS, MIDDLES, CODAS)}
    coined = stems | {stem + end for stem in stems for end in (*ENDINGS, COUNTY_ENDING)}
    assert len(coined) == 1_365 * 14
    assert not coined & words
