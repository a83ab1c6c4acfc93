import pandas as pd
import pytest

from pooledfunds.catalogue.pooled_fund_register import EVIDENCE_AGREEMENT
from pooledfunds.core import schema as contracts
from pooledfunds.linkage.pooling.agreement import agreement, kappa

MH = "mental_health"


def statements(source: str, year: str, answers: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "evidence_source": source,
            "area_type": "pct",
            "area_code": list(answers),
            "service_area": MH,
            "financial_year": year,
            "pooled": list(answers.values()),
        }
    )


def the_reports_152_pcts() -> pd.DataFrame:
    """Paragraph 45: 20 of 152 in the WCC data; 31 of 110 in the survey, seven of the 20 silent."""
    pcts = [f"5{number:02d}" for number in range(152)]
    wcc = dict.fromkeys(pcts, "no") | dict.fromkeys(pcts[:20], "yes")
    survey = dict.fromkeys(pcts[:2], "yes") | dict.fromkeys(pcts[2:13], "no")
    survey |= dict.fromkeys(pcts[20:49], "yes") | dict.fromkeys(pcts[49:117], "no")
    rest = dict.fromkeys(set(pcts) - set(survey), "unknown")
    return pd.concat(
        [statements("wcc", "2006/07", wcc), statements("survey", "2007/08", survey | rest)]
    )


def test_the_reports_own_comparison_comes_out_of_the_table():
    table = agreement(the_reports_152_pcts(), [("wcc", "2006/07", "survey", "2007/08")])
    row = contracts.enforce(table, EVIDENCE_AGREEMENT).iloc[0]
    assert row["a_yes_b_yes"] == 2  # consistent on two occasions,
    assert row["a_yes_b_no"] == 11  # inconsistent on eleven,
    assert row["a_yes_b_unknown"] == 7  # and seven did not answer
    assert row["a_no_b_yes"] == 31 - 2
    assert row["a_no_b_no"] == 68
    assert row["known_to_both"] == 110
    assert row["agreement"] == pytest.approx(70 / 110)
    assert round(row["kappa"], 2) == -0.09


def test_a_body_without_a_row_is_unknown_to_that_source():
    both = pd.concat(
        [
            statements("wcc", "2006/07", {"5A1": "yes", "5A2": "no"}),
            statements("survey", "2007/08", {"5A1": "yes"}),
        ]
    )
    row = agreement(both, [("wcc", "2006/07", "survey", "2007/08")]).iloc[0]
    assert row["a_yes_b_yes"] == 1
    assert row["a_no_b_unknown"] == 1


def test_nothing_is_compared_where_a_source_does_not_speak():
    only = statements("wcc", "2006/07", {"5A1": "yes"})
    assert agreement(only, [("wcc", "2006/07", "survey", "2007/08")]).empty


@pytest.mark.parametrize(
    ("square", "expected"),
    [
        ([[10, 0], [0, 10]], 1),
        ([[5, 5], [5, 5]], 0),
        ([[0, 10], [10, 0]], -1),
        ([[20, 5], [10, 15]], 0.4),  # Cohen's textbook example
    ],
)
def test_kappa(square, expected):
    assert kappa(square) == pytest.approx(expected)


def test_kappa_is_missing_where_chance_leaves_nothing_to_explain():
    assert pd.isna(kappa([[5, 0], [0, 0]]))
    assert pd.isna(kappa([[0, 0], [0, 0]]))
