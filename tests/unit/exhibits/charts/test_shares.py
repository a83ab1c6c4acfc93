import pandas as pd

from pooledfunds.exhibits.charts import shares
from pooledfunds.studies.means_to_an_end.figures import coterminosity_joint, coterminosity_pools


def pct_panel():
    nan = float("nan")
    table = pd.DataFrame({"coterminous": [1.0, 1.0, 1.0, 0.0, 0.0, 1.0]})
    for column in coterminosity_pools.SERVICES:
        table[column] = [1.0, 0.0, nan, 1.0, 1.0, 1.0]
    years = ["2007/08"] * 5 + ["2006/07"]
    return table.assign(financial_year=years, in_frame=True)


def numbers():
    return coterminosity_pools.table({"panel_pct": pct_panel()}, {})


def test_every_body_stands_in_one_bar_and_silence_in_its_own():
    table = numbers()
    one = table[table["service"] == "Mental health"].set_index(["coterminous", "answer"])["bodies"]
    assert one.sum() == 5
    assert (one["yes", "yes"], one["yes", "no"], one["yes", "unknown"], one["no", "yes"]) == (
        1,
        1,
        1,
        2,
    )


def test_shares_are_of_a_side():
    one = numbers().set_index(["service", "coterminous", "answer"])["percent"]
    assert one["Mental health", "no", "yes"] == 100


def test_the_words_are_of_those_known():
    assert "Mental health: 1 of 2 co-terminous and 2 of 2 others" in coterminosity_pools.describe(
        numbers()
    )


def test_no_bodies_leave_nothing_to_draw():
    assert shares.counts(pd.DataFrame(columns=["service", "coterminous", "answer"])).empty


def test_nothing_is_clipped(drawing):
    assert drawing(coterminosity_pools, numbers()).illegible() == []


def test_councils_are_told_by_client_group():
    panel = pct_panel().rename(
        columns=dict(zip(coterminosity_pools.SERVICES, coterminosity_joint.GROUPS, strict=False))
    )
    table = coterminosity_joint.table({"panel_council": panel}, {})
    assert list(dict.fromkeys(table["service"])) == list(coterminosity_joint.GROUPS.values())
