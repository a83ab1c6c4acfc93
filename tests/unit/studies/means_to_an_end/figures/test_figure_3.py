import pandas as pd
import pytest

from pooledfunds.studies.means_to_an_end.figures import figure_3


def pools():
    rows = [
        ("survey", "S1", "mental_health", 1, "2007/08", 4e6),
        ("survey", "S2", "mental_health", 2, "2007/08", 6e6),
        ("survey", "S2", "older_people", 2, "2007/08", 6e6),
        ("fieldwork", "S1", "mental_health", 1, "2007/08", 9e6),
        ("fieldwork", "S3", "children", 1, "2007/08", None),
        ("notification", "N1", "mental_health", 1, "2007/08", 9e6),
        ("survey", "S1", "mental_health", 1, "2006/07", 9e6),
    ]
    columns = ["evidence_source", "scheme_id", "service_area", "services", "financial_year", "gbp"]
    return figure_3.table({"pool_list": pd.DataFrame(rows, columns=columns)}, {})


def test_a_pool_told_twice_counts_once_and_shares_its_money_between_services():
    numbers = pools().set_index("service_area")
    assert list(numbers.loc["mental_health", ["pools", "gbp_million"]]) == [2, 7.0]
    assert numbers.loc["older_people", "gbp_million"] == 3.0
    assert numbers.loc["children", "pools_with_money"] == 0


def test_the_three_services_that_the_report_names_are_weighed():
    assert figure_3.three(pools()) == (pytest.approx(50.0), pytest.approx(70.0))


def test_every_service_is_named_in_the_picture(drawing):
    drawn = drawing(figure_3, pools())
    assert drawn.illegible() == []
    assert all(word in drawn.words for word in ("Mental health", "Older people", "Children"))
