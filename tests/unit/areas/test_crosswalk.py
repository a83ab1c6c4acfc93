import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pooledfunds.areas.crosswalk import (
    apportion,
    crosswalk,
    crosswalks,
    draw_shares,
    linked_areas,
    share_of_band,
    weight_of,
    weighted_crosswalk,
)
from pooledfunds.catalogue.returns import crosswalk_contract
from pooledfunds.core.schema import enforce

# PCT 5A is one with council 101; 5B covers 102 and 103 whole; 104 holds 5C and 5D; the county 105
# has 5E, and 5F that takes in the unitary 106 as well.
PAIRS = pd.DataFrame(
    [
        ("5A1", "101"), ("5B1", "102"), ("5B1", "103"), ("5C1", "104"), ("5D1", "104"),
        ("5E1", "105"), ("5F1", "105"), ("5F1", "106"),
    ],
    columns=["pct_code", "cssr_code"],
)  # fmt: skip
COUNCILS = pd.Series(
    {"101": 10.0, "102": 20.0, "103": 30.0, "104": 100.0, "105": 80.0, "106": 40.0}
)
PCTS = pd.Series({"5A1": 10.0, "5B1": 50.0, "5C1": 70.0, "5D1": 30.0, "5E1": 60.0, "5F1": 60.0})


def persons(pcts=PCTS) -> dict:
    table = crosswalk(PAIRS, COUNCILS, pcts)
    return {(r.pct_code, r.cssr_code): pytest.approx(r.persons) for r in table.itertuples()}


def test_the_only_table_that_fits_both_totals_is_found():
    assert persons() == {
        ("5A1", "101"): 10, ("5B1", "102"): 20, ("5B1", "103"): 30, ("5C1", "104"): 70,
        ("5D1", "104"): 30, ("5E1", "105"): 60, ("5F1", "105"): 20, ("5F1", "106"): 40,
    }  # fmt: skip


def test_without_totals_of_pcts_a_council_is_shared_equally():
    found = persons(pcts=None)
    assert found["5C1", "104"] == found["5D1", "104"] == 50
    assert found["5F1", "105"] == 40


def test_money_is_split_and_says_how_much_of_it_was():
    spent = pd.Series({"101": 1.0, "102": 2.0, "103": 3.0, "104": 10.0, "105": 8.0, "106": 4.0})
    table = apportion(spent, crosswalk(PAIRS, COUNCILS, PCTS), "pct", "total").set_index(
        "area_code"
    )
    assert table["value"].to_dict() == pytest.approx(
        {"5A1": 1, "5B1": 5, "5C1": 7, "5D1": 3, "5E1": 6, "5F1": 6}
    )
    assert table["value"].sum() == pytest.approx(spent.sum())
    assert table["apportioned_share"].to_dict() == pytest.approx(
        {"5A1": 0, "5B1": 0, "5C1": 1, "5D1": 1, "5E1": 1, "5F1": 2 / 6}
    )


def test_rates_are_averaged_by_persons():
    rates = pd.Series({"101": 5.0, "102": 1.0, "103": 2.0, "104": 4.0, "105": 3.0, "106": 6.0})
    table = apportion(rates, crosswalk(PAIRS, COUNCILS, PCTS), "pct", "rate").set_index("area_code")
    assert table.loc["5B1", "value"] == pytest.approx((20 * 1 + 30 * 2) / 50)
    assert table.loc["5C1", "value"] == 4
    assert table.loc["5F1", "value"] == pytest.approx((20 * 3 + 40 * 6) / 60)
    assert table.loc["5F1", "apportioned_share"] == pytest.approx(20 / 60)


def test_from_pcts_to_councils():
    beds = pd.Series({"5A1": 1.0, "5B1": 5.0, "5C1": 7.0, "5D1": 3.0, "5E1": 6.0, "5F1": 6.0})
    table = apportion(beds, crosswalk(PAIRS, COUNCILS, PCTS), "council", "total")
    found = table.set_index("area_code")
    assert found.loc["104", "value"] == pytest.approx(10)
    assert found.loc["104", "apportioned_share"] == 0
    assert found.loc["102", "value"] == pytest.approx(2)
    assert found.loc["102", "apportioned_share"] == 1


def test_a_missing_value_stays_missing():
    spent = pd.Series({"102": 2.0, "104": 10.0})
    table = apportion(spent, crosswalk(PAIRS, COUNCILS, PCTS), "pct", "total").set_index(
        "area_code"
    )
    assert table["value"].isna()["5B1"]
    assert table["value"].notna()["5C1"]
    assert table["apportioned_share"].isna()["5B1"]


@pytest.mark.parametrize(
    ("band", "weight", "share"),
    [
        ("60-64", "65_plus", 0),
        ("65-69", "65_plus", 1),
        ("85+", "65_plus", 1),
        ("15-19", "18_plus", 0.4),
        ("0-4", "all", 1),
    ],
)
def test_which_part_of_a_band_weighs(band, weight, share):
    assert share_of_band(band, weight) == pytest.approx(share)


def test_the_weight_is_a_setting():
    older = {"104": 100.0}
    councils = pd.DataFrame(
        {
            "area": ["104", "104"],
            "financial_year": "2007/08",
            "age_band": ["65 and over", "all ages"],
            "persons": [older["104"], 600.0],
        }
    )
    people = pd.DataFrame(
        [
            ("5C1", "65-69", 70.0),
            ("5D1", "65-69", 30.0),
            ("5C1", "0-4", 80.0),
            ("5D1", "0-4", 420.0),
        ],
        columns=["pct_code", "age_band", "persons"],
    ).assign(financial_year="2007/08", sex="female")
    tables = {
        "pct_council_pairs": PAIRS[PAIRS["cssr_code"] == "104"],
        "council_population": councils,
        "pct_population": people,
    }
    by_older = weighted_crosswalk(tables, "2007/08", "65_plus", "pct")
    assert by_older["share_of_council"].tolist() == pytest.approx([0.7, 0.3])
    by_all = weighted_crosswalk(tables, "2007/08", "all", "pct")
    assert by_all["share_of_council"].tolist() == pytest.approx([0.25, 0.75])


@st.composite
def worlds(draw):
    councils = draw(st.integers(1, 6))
    pcts = draw(st.integers(1, 6))
    every = [(f"5A{p}", f"10{c}") for p in range(pcts) for c in range(councils)]
    pairs = draw(st.lists(st.sampled_from(every), min_size=1, unique=True))
    pairs = pd.DataFrame(pairs, columns=["pct_code", "cssr_code"])
    people = st.floats(1, 1000)
    return (
        pairs,
        pd.Series({code: draw(people) for code in pairs["cssr_code"].unique()}),
        pd.Series({code: draw(people) for code in pairs["pct_code"].unique()}),
    )


@settings(max_examples=40, deadline=None)
@given(worlds(), st.booleans())
def test_no_person_and_no_pound_is_lost(world, known):
    pairs, councils, pcts = world
    shares = crosswalk(pairs, councils, pcts if known else None)
    fitted = shares.groupby("cssr_code")["persons"].sum()
    assert fitted.to_dict() == pytest.approx(councils.to_dict())
    money = councils * 3
    table = apportion(money, shares, "pct", "total")
    assert table["value"].sum() == pytest.approx(money.sum())
    assert table["apportioned_share"].between(0, 1 + 1e-9).all()


def test_a_service_is_weighed_by_those_whom_it_is_for():
    settings = {"weight": "65_plus", "by_client_group": {"mental_health": "18_to_64"}}
    assert weight_of("cost_mental_health", settings) == "18_to_64"
    assert weight_of("items_on_time", settings) == "65_plus"
    bands = pd.DataFrame({"age_band": ["65 and over", "18 to 64"], "persons": [100.0, 600.0]})
    tables = {
        "pct_council_pairs": PAIRS[PAIRS["cssr_code"] == "104"],
        "council_population": bands.assign(area="104", financial_year="2007/08"),
        "pct_population": pd.DataFrame(
            [("5C1", "65-69", 70.0), ("5D1", "65-69", 30.0), ("5C1", "40-44", 150.0),
             ("5D1", "40-44", 450.0)],
            columns=["pct_code", "age_band", "persons"],
        ).assign(financial_year="2007/08"),
    }  # fmt: skip
    study = {"area_types": ["council", "pct"], "crosswalk": settings}
    table = enforce(crosswalks(tables, "2007/08", study), crosswalk_contract(study)).set_index(
        "weight"
    )
    assert table.loc["65_plus", "share_of_council"].tolist() == pytest.approx([0.7, 0.3])
    assert table.loc["18_to_64", "share_of_council"].tolist() == pytest.approx([0.25, 0.75])


def test_a_linked_area_is_what_the_pairs_join():
    areas = linked_areas(PAIRS).set_index(["area_type", "area_code"])["linked_area"]
    assert areas.loc["pct"].to_dict() == {
        "5A1": "101", "5B1": "102", "5C1": "104", "5D1": "104", "5E1": "105", "5F1": "105",
    }  # fmt: skip
    assert areas.loc["council"]["106"] == "105"


def test_drawn_shares_add_up_and_vary_as_declared():
    shares = crosswalk(PAIRS, COUNCILS, PCTS)
    rng = np.random.default_rng(1)
    drawn = pd.concat([draw_shares(shares, "council", 100, rng) for _ in range(2000)])
    by_pair = drawn.groupby(["cssr_code", "pct_code"])["share_of_council"]
    assert by_pair.mean()["104", "5C1"] == pytest.approx(0.7, abs=0.005)
    assert by_pair.std()["104", "5C1"] == pytest.approx(np.sqrt(0.21 / 101), rel=0.05)
    # A council within one PCT stays whole.
    assert by_pair.std()["102", "5B1"] == pytest.approx(0, abs=1e-9)
    one = draw_shares(shares, "council", 100, rng)
    assert one.groupby("cssr_code")["share_of_council"].sum().tolist() == pytest.approx([1] * 6)
