import pandas as pd
import pytest

from pooledfunds.exhibits.charts import amounts
from pooledfunds.studies.means_to_an_end.figures import figure_1, figure_4, figure_5


def facts(values):
    return pd.DataFrame({"fact": list(values), "value": list(values.values()), "how": "One sum"})


def numbers(left=86.4, right=13.1, joint=3.4):
    values = dict(
        zip((fact for _, fact, _ in figure_1.PARTS.values()), (left, right, joint), strict=True)
    )
    table = figure_1.table({"facts": facts(values)}, {})
    return table.assign(published=["86.4", "13.1", "3.4"][: len(table)])


def test_bars_are_as_long_as_the_amounts(drawing):
    (axes,) = drawing(figure_1, numbers()).figure.axes
    assert [bar.get_width() for bar in axes.patches] == [86.4, 13.1, 3.4]


def test_the_joint_share_is_of_both_partners_together():
    assert amounts.share(numbers()) == pytest.approx(100 * 3.4 / 99.5)
    assert "3.4% of what both" in figure_1.caption(numbers(), {}).title


def test_a_fact_that_cannot_be_had_leaves_nothing_to_draw():
    assert numbers(joint=float("nan")).empty


@pytest.mark.parametrize(
    ("module", "group", "claims"),
    [
        (figure_4, "learning_disability", ["C031", "C032", "C033"]),
        (figure_5, "mental_health", ["C036", "C037", "C038"]),
    ],
)
def test_a_client_groups_figure_asks_for_the_claims_of_its_three_amounts(module, group, claims):
    known = {
        f"programme_budget/{group}": 2.4,
        f"gross_current_expenditure/{group}/including_sp/2007_08": 3.8,
        f"pools/spending/{group}/all_pcts": 1.9,
    }
    table = module.table({"facts": facts(known)}, {})
    assert list(table["claim_id"]) == claims
    assert list(table["gbp_billion"]) == [2.4, 3.8, 1.9]
    assert group.replace("_", " ") in module.describe(table.assign(published="1"))
    assert module.caption(table, {}).years == "2007/08"


def test_published_and_computed_stand_side_by_side(drawing):
    drawn = drawing(figure_1, numbers())
    assert "computed £3.40 billion" in drawn.words
    assert "published £3.4 billion" in drawn.words
    assert drawn.illegible() == []


def test_the_words_give_every_amount():
    assert "NHS net outturn £86.40 billion (published £86.4 billion)" in figure_1.describe(
        numbers()
    )
