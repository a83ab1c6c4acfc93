import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pooledfunds.areas.coterminosity import (
    coterminosity,
    coterminosity_by_small_areas,
    coterminous_shares,
)
from pooledfunds.catalogue.areas import COTERMINOSITY
from pooledfunds.catalogue.lookups import COTERMINOUS_SHARES
from pooledfunds.core.schema import enforce


def shared(pairs) -> dict:
    table = coterminosity(pd.DataFrame(pairs, columns=["pct_code", "cssr_code"]))
    keys = zip(table["area_type"], table["area_code"], table["definition"], strict=True)
    return dict(zip(keys, table["coterminous"], strict=True))


def test_the_four_ways_in_which_boundaries_meet():
    found = shared(
        [
            ("5AA", "101"),  # one PCT, one council
            ("5BB", "102"), ("5BB", "103"),  # a PCT of two whole councils
            ("5CC", "104"), ("5DD", "104"),  # a council of two PCTs
            ("5EE", "105"), ("5EE", "104"),  # a whole council and part of another
        ]
    )  # fmt: skip
    strict = {code for (kind, code, rule), yes in found.items() if rule == "one_to_one" and yes}
    whole = {code for (kind, code, rule), yes in found.items() if rule == "whole_councils" and yes}
    assert strict == {"5AA", "101"}
    assert whole == {"5AA", "101", "5BB", "102", "103"}


PCT = st.sampled_from(["5AA", "5BB", "5CC", "5DD"])
COUNCIL = st.sampled_from(["101", "102", "103", "104"])


@given(st.sets(st.tuples(PCT, COUNCIL), min_size=1))
def test_the_strict_definition_is_symmetric_and_implies_the_wide_one(pairs):
    found = shared(sorted(pairs))
    for pct, council in pairs:
        if found["pct", pct, "one_to_one"]:
            assert found["council", council, "one_to_one"]
            assert found["pct", pct, "whole_councils"]
        if found["pct", pct, "whole_councils"]:
            assert found["council", council, "whole_councils"]
    strict = [key for key, yes in found.items() if key[2] == "one_to_one" and yes]
    assert sum(kind == "pct" for kind, *_ in strict) == sum(k == "council" for k, *_ in strict)


def small_areas(*rows):
    """Return a lookup from how many small areas a CCG and an area have in common."""
    pairs = [(ccg, area) for ccg, area, number in rows for _ in range(number)]
    return pd.DataFrame(pairs, columns=["ccg_code", "area_code"])


ERA = small_areas(
    ("01A", "101", 96),  # of 101 alone, but for a few across the boundary,
    ("01A", "102", 4),
    ("02A", "102", 40),  # and 102 of two CCGs, of which one is its own
    ("03A", "102", 56),
    ("03A", "103", 60),
    ("04A", "103", 40),
)
LIMITS = {"partner_own_from": 0.95, "coterminous_from": 0.95}


def test_the_share_of_an_areas_small_areas_in_ccgs_that_are_its_own():
    shares = enforce(coterminous_shares(ERA, 0.95), COTERMINOUS_SHARES).set_index("area_code")
    assert shares["coterminous_share"].to_dict() == {"101": 1.0, "102": 0.4, "103": 0.4}
    assert shares["small_areas"].to_dict() == {"101": 96, "102": 100, "103": 100}
    assert shares["ccgs"].to_dict() == {"101": 1, "102": 3, "103": 2}
    # A CCG of which 96 per cent are one council's is its own only up to that share.
    stricter = coterminous_shares(ERA, 0.97).set_index("area_code")["coterminous_share"]
    assert stricter.to_dict() == {"101": 0.0, "102": 0.4, "103": 0.4}


def test_an_area_is_coterminous_from_the_declared_share_on():
    table = enforce(coterminosity_by_small_areas(ERA, LIMITS), COTERMINOSITY)
    areas = table[table["area_type"] == "council"]
    yes = areas[areas["coterminous"]].groupby("definition", observed=True)["area_code"].agg(list)
    # Four small areas of a hundred across a boundary make no second CCG of a council.
    assert yes.to_dict() == {
        "one_to_one": ["101"],
        "small_area_share": ["101"],
        "whole_councils": ["101"],
    }
    wide = coterminosity_by_small_areas(ERA, LIMITS | {"coterminous_from": 0.4})
    shared = wide[wide["definition"] == "small_area_share"]
    assert shared["coterminous"].tolist() == [True, True, True]
