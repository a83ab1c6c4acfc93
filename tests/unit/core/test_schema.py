import pandas as pd
import pytest

from pooledfunds.core.schema import ContractError, count, enforce, stacked, table, text

CONTRACT = table("areas", "Areas", {"code": text("Code", r"\d{3}"), "n": count("N")}, ["code"])


def test_a_table_that_keeps_its_contract_comes_back():
    areas = pd.DataFrame({"code": ["001", "002"], "n": [1, 2]})
    assert enforce(areas, CONTRACT).equals(areas)


def test_tables_are_stacked_and_none_of_them_give_a_table_without_a_row():
    areas = pd.DataFrame({"code": ["001"], "n": [1]})
    more = pd.DataFrame({"code": ["002"], "n": [2]})
    assert stacked([areas, more], CONTRACT)["code"].tolist() == ["001", "002"]
    none = stacked([], CONTRACT)
    assert none.empty and list(none.columns) == ["code", "n"]


def test_every_breach_is_told_by_column_and_count_and_never_by_value():
    areas = pd.DataFrame({"code": ["001", "secret", "001"], "n": [1, -2, -3]})
    with pytest.raises(ContractError) as caught:
        enforce(areas, CONTRACT)
    told = str(caught.value)
    assert "areas" in told
    assert "str_matches" in told
    assert "greater_than_or_equal_to(0)" in told
    assert "secret" not in told
    assert "-2" not in told


@pytest.mark.parametrize(
    "areas",
    [
        pd.DataFrame({"code": ["001"]}),
        pd.DataFrame({"code": ["001"], "n": [1], "more": [1]}),
        pd.DataFrame({"n": [1], "code": ["001"]}),
        pd.DataFrame({"code": ["001"], "n": [1.5]}),
    ],
)
def test_a_contract_is_closed_ordered_and_typed(areas):
    with pytest.raises(ContractError):
        enforce(areas, CONTRACT)


@pytest.mark.parametrize("names", [[1, 2], pd.Series(["A", 2], dtype="object")])
def test_text_is_text_in_every_row(names):
    contract = table("names", "Names", {"name": text("Name")}, ["name"])
    assert len(enforce(pd.DataFrame({"name": ["A", "B"]}), contract)) == 2
    with pytest.raises(ContractError, match="dtype"):
        enforce(pd.DataFrame({"name": names}), contract)
