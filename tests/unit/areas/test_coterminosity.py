import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pooledfunds.areas.coterminosity import coterminosity


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
