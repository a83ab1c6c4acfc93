import pandas as pd
import pytest

from pooledfunds.areas.lookups import area_of_codes, last_successor, sum_members


def successions(*pairs):
    return pd.DataFrame(pairs, columns=["code", "successor_code"])


def test_districts_and_councils_of_other_years_lie_in_the_area_that_they_became():
    found = area_of_codes(
        {"E10000009": "809", "E06000028": "809", "E07000246": "905"},
        successions(
            ("E10000009", "E06000059"),  # the county became a council
            ("E06000028", "E06000058"),
            ("E07000048", "E06000058"),  # a district that left the county for it
            ("E10000009", "E06000058"),
            ("E07000190", "E07000246"),  # a district that merged into another
            ("E09000090", "E09000091"),  # nothing is known of either
        ),
    )
    assert found["E06000059"] == found["E06000058"] == found["E07000048"] == "809"
    assert found["E07000190"] == "905"
    assert "E09000091" not in found


def test_a_council_made_of_two_areas_belongs_to_neither():
    found = area_of_codes({"A": "101", "B": "102"}, successions(("A", "C"), ("B", "C")))
    assert found == {"A": "101", "B": "102"}


def test_a_body_that_followed_another_is_followed_to_the_last():
    moved = successions(("00F", "13T"), ("13T", "16A"), ("01H", "01K"), ("01H", "01L"))
    codes = pd.Series(["00F", "16A", "99X", "01H"])
    assert last_successor(codes, moved).tolist() == ["16A", "16A", "99X", "01H"]
    with pytest.raises(ValueError, match="circle"):
        last_successor(codes, successions(("00F", "13T"), ("13T", "00F")))


def test_members_are_summed_and_one_that_is_missing_is_missed():
    areas = pd.DataFrame({"cssr_code": ["809", "810", "102"], "area_code": ["809", "809", "102"]})
    table = pd.DataFrame(
        {
            "cssr_code": ["809", "810", "102"],
            "financial_year": "2014/15",
            "spent": [10.0, 4.0, 7.0],
            "income": [1.0, None, 2.0],
        }
    )
    found = sum_members(table, areas).set_index("area_code")
    assert found["spent"].to_dict() == {"102": 7.0, "809": 14.0}
    assert found.loc["102", "income"] == 2.0
    assert pd.isna(found.loc["809", "income"])
