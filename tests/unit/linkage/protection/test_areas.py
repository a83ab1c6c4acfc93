"""Counts by area: withheld with their records, and on one geography."""

import pandas as pd

from pooledfunds.core.disclosure import DisclosureRules
from pooledfunds.linkage.protection.areas import (
    DOMINATED,
    LINKED,
    MANY_SMALL,
    SMALL,
    on_one_geography,
    protected_by_area,
)

RULES = DisclosureRules()
INDEX = ["area_type", "area_code", "financial_year"]


def of_areas(rows, columns):
    """Return counts by type of area and code, all of one year."""
    table = pd.DataFrame(rows, columns=["area_type", "area_code", *columns])
    return table.assign(financial_year="2007/08").set_index(INDEX)


def test_nights_are_withheld_with_the_stays_and_where_one_stay_has_most_of_them():
    columns = ["mh_stays", "mh_nights", "mh_longest"]
    counts = of_areas(
        [("pct", "5A1", 5, 400, 50), ("pct", "5A2", 50, 800, 600), ("pct", "5A3", 50, 800, 60)],
        columns,
    ).astype(float)
    published, reasons = protected_by_area(counts, RULES)
    assert reasons["mh_nights"].tolist() == [SMALL, DOMINATED, ""]
    assert published["mh_nights"].isna().tolist() == [True, True, False]
    assert published["mh_stays"].iloc[2] == 50
    assert list(published) == ["mh_stays", "mh_nights"]


def test_ground_that_is_cut_twice_is_counted_once():
    """Council 100 has two PCTs, 200 and 201 share one; 300 and 301 share two; 400 has one."""
    pairs = pd.DataFrame(
        [("5A1", "100"), ("5A2", "100"), ("5B1", "200"), ("5B1", "201"), ("5C1", "300"),
         ("5C2", "300"), ("5C2", "301"), ("5D1", "400")],
        columns=["pct_code", "cssr_code"], dtype=str,
    )  # fmt: skip
    told = of_areas(
        [("council", code, 555.0) for code in ("100", "200", "201", "300", "301", "400")]
        + [("pct", code, 20.0) for code in ("5A1", "5A2", "5B1", "5C1", "5C2", "5D1")],
        ["admissions_stroke"],
    )
    published, reasons = on_one_geography(told, told.map(lambda _: ""), pairs, RULES)
    counts = published["admissions_stroke"].droplevel("financial_year")
    assert counts["council", "100"] == 40  # its two PCTs
    assert counts["pct", "5B1"] == 1110  # its two councils
    assert counts["council", "400"] == 20 == counts["pct", "5C1"]
    assert counts[[("council", "300"), ("council", "301")]].isna().all()
    why = reasons["admissions_stroke"].droplevel("financial_year")
    assert why["council", "300"] == LINKED
    assert (why.drop([("council", "300"), ("council", "301")]) == "").all()


def test_a_sum_of_withheld_cells_is_withheld():
    pairs = pd.DataFrame({"pct_code": ["5A1", "5A2"], "cssr_code": ["100", "100"]}, dtype=str)
    told = of_areas(
        [("council", "100", 40.0), ("pct", "5A1", 15.0), ("pct", "5A2", None)], ["mh_stays"]
    )
    published, reasons = on_one_geography(told, told.map(lambda _: ""), pairs, RULES)
    assert pd.isna(published["mh_stays"].iloc[0])
    assert reasons["mh_stays"].iloc[0] == MANY_SMALL
