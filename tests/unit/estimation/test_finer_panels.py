import pandas as pd

from pooledfunds.estimation.finer_panels import plain_panels


def test_text_is_read_as_plain_objects_and_numbers_as_they_are():
    panel = pd.DataFrame({"a": pd.Series(["x"], dtype="str"), "b": [1.5]})
    found = plain_panels({"panel_pct": panel, "crosswalk": panel})
    assert list(found) == ["panel_pct"]
    assert [str(kind) for kind in found["panel_pct"].dtypes] == ["object", "float64"]
