"""Other definitions and other evidence stand beside the panels' own columns."""

import pandas as pd

from pooledfunds.linkage.alternatives import with_alternatives

PANEL = pd.DataFrame(
    {
        "area_code": ["5R1", "5R2"],
        "financial_year": "2007/08",
        "bed_days_stroke": [100.0, 200.0],
        "pool_older_people": [1.0, None],
    }
)


def test_a_panel_alone_is_left_as_it_is():
    found = with_alternatives({"panel_pct": PANEL, "row_accounts": pd.DataFrame()})
    assert list(found) == ["panel_pct"]
    pd.testing.assert_frame_equal(found["panel_pct"], PANEL)


def test_each_alternative_is_a_column_of_the_right_body():
    counted = pd.DataFrame(
        [("5R2", "spells=york", 220.0), ("5R1", "spells=york", 90.0)],
        columns=["area_code", "variant", "bed_days_stroke"],
    ).assign(area_type="pct", financial_year="2007/08")
    exposure = pd.DataFrame(
        [("5R1", "union", "yes"), ("5R2", "union", "unknown"), ("5R1", "survey", "yes")],
        columns=["area_code", "rule", "pooled"],
    ).assign(area_type="pct", financial_year="2007/08", service_area="older_people")
    shared = pd.DataFrame(
        [("5R1", True), ("5R2", False)], columns=["area_code", "coterminous"]
    ).assign(area_type="pct", definition="whole_councils")
    tables = {
        "panel_pct": PANEL,
        "hospital_variants": counted,
        "pool_exposure": exposure.assign(years_since_start=1.0),
        "coterminosity": shared,
    }
    panel = with_alternatives(tables)["panel_pct"].set_index("area_code")
    assert panel["bed_days_stroke"].tolist() == [100, 200]
    assert panel["bed_days_stroke (spells=york)"].tolist() == [90, 220]
    assert panel["pool_older_people (union)"].fillna(-1).tolist() == [1, -1]
    assert panel["coterminous (whole_councils)"].tolist() == [1, 0]
    assert not [name for name in panel if name.startswith("pool_years")]
