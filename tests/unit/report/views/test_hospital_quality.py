import pandas as pd

from pooledfunds.report.views.hospital_quality import hospital_quality_view

YEARS = ["2006/07", "2007/08"]
QUALITY = pd.DataFrame(
    [
        *[(year, "sex", 1.0, 0.0) for year in YEARS],
        *[(year, "epiend", 0.9672, 0.0) for year in YEARS],
        *[("2006/07", "district", 0.995, 0.0), ("2007/08", "district", 0.9, 0.0)],
        *[("2006/07", "bedyear", 1.0, 0.0), ("2007/08", "bedyear", 1.0, 0.004)],
    ],
    columns=["financial_year", "field", "share_complete", "share_contradicted"],
)
BREAKS = pd.DataFrame({"field": ["district"], "financial_year": ["2007/08"]})


def test_fields_that_are_whole_are_counted_and_the_others_listed_worst_first():
    view = hospital_quality_view(QUALITY, BREAKS)
    assert (view["years"], view["fields"], view["whole"]) == (YEARS, 4, 2)
    assert [row["field"] for row in view["rows"]] == ["DISTRICT", "EPIEND"]
    assert [cell["text"] for cell in view["rows"][0]["cells"]] == ["99.5%", "90.0%"]


def test_a_break_is_marked_in_its_year():
    view = hospital_quality_view(QUALITY, BREAKS)
    assert view["breaks"] == 1
    assert [cell["broken"] for cell in view["rows"][0]["cells"]] == [False, True]


def test_days_that_gave_way_to_the_dates_are_told_by_the_worst_year():
    assert hospital_quality_view(QUALITY, BREAKS)["contradicted"] == "0.4%"


def test_without_hospital_records_there_is_nothing_to_say():
    assert hospital_quality_view(None, None) is None
