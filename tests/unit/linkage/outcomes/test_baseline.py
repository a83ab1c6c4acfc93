import pandas as pd

from pooledfunds.linkage.outcomes.baseline import baseline, residential_care

STUDY = {"baseline_year": "2003/04", "financial_years": ["2005/06", "2006/07"]}


def figures(*rows):
    return pd.DataFrame(rows, columns=["area_code", "financial_year", "weeks"])


def test_one_years_figures_stand_beside_every_year():
    table = figures(("101", "2003/04", 50.0), ("101", "2005/06", 70.0), ("102", "2003/04", 10.0))
    assert baseline(table, STUDY).values.tolist() == [
        ["101", 50.0, "2005/06"],
        ["101", 50.0, "2006/07"],
        ["102", 10.0, "2005/06"],
        ["102", 10.0, "2006/07"],
    ]


def test_a_year_that_is_not_there_gives_columns_without_rows():
    table = baseline(figures(("101", "2005/06", 70.0)), STUDY)
    assert table.empty
    assert set(table) == {"area_code", "financial_year", "weeks_baseline"}


def test_weeks_of_the_year_and_of_the_baseline_though_a_council_lacks_one():
    weeks = figures(("101", "2003/04", 50.0), ("101", "2005/06", 70.0), ("102", "2006/07", 9.0))
    weeks = weeks.rename(columns={"area_code": "cssr_code", "weeks": "weeks_supported"})
    table = residential_care(None, {"residential_weeks": weeks}, STUDY)
    column = "residential_weeks_learning_disability"
    found = table.set_index(["area_code", "financial_year"])[[column, f"{column}_baseline"]]
    assert found.loc[("101", "2005/06")].tolist() == [70.0, 50.0]
    assert found[column].isna()[("101", "2006/07")]
    assert found.loc[("101", "2006/07"), f"{column}_baseline"] == 50.0
    assert found[f"{column}_baseline"].isna()[("102", "2006/07")]
