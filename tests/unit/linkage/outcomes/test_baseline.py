import pandas as pd

from pooledfunds.linkage.outcomes.baseline import baseline

YEARS = ["2005/06", "2006/07"]


def figures(*rows):
    return pd.DataFrame(rows, columns=["area_code", "financial_year", "weeks"])


def test_one_years_figures_stand_beside_every_year():
    table = figures(("101", "2003/04", 50.0), ("101", "2005/06", 70.0), ("102", "2003/04", 10.0))
    assert baseline(table, "2003/04", YEARS).values.tolist() == [
        ["101", 50.0, "2005/06"],
        ["101", 50.0, "2006/07"],
        ["102", 10.0, "2005/06"],
        ["102", 10.0, "2006/07"],
    ]


def test_a_year_that_is_not_there_gives_columns_without_rows():
    table = baseline(figures(("101", "2005/06", 70.0)), "2003/04", YEARS)
    assert table.empty
    assert set(table) == {"area_code", "financial_year", "weeks_baseline"}
