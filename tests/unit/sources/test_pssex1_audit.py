import pandas as pd
import pytest

from pooledfunds.faults import BadInput
from pooledfunds.sources.pssex1_audit import audit
from tests.unit.sources.workbooks import read, sheets, write

FIELDS = ["check", "financial_year", "area", "line", "measure", "reason"]
NOTHING_KNOWN = pd.DataFrame(columns=FIELDS)


def held(tmp_path, content, known=NOTHING_KNOWN, rounding=0.5):
    cubes, _ = read(write(tmp_path / "a.xlsx", content))
    return audit(cubes, {"150": "x", "151": "x"}.get, known, rounding)


def test_a_right_return_has_no_difference_and_counts_what_agreed(tmp_path):
    differences, compared = held(tmp_path, sheets())
    assert differences.empty
    counts = dict(zip(compared["check"], compared["compared"], strict=True))
    assert counts == {"councils to england": 15, "lines to total": 3 * 5}


def test_a_total_that_does_not_add_up_stops_the_run(tmp_path):
    content = sheets()
    content["TOTAL England"][10][2] += 3
    content["Appleby"][12][5] = 6.0
    with pytest.raises(BadInput) as caught:
        held(tmp_path, content)
    text = str(caught.value)
    assert "a.xlsx: 2006/07, England, line C1, own_provision_including_capital: " in text
    assert "councils to england: 163 printed, 160 summed" in text
    assert "2006/07, 150, line C3, joint_arrangements: lines to total: 6 printed, 5 summed" in text


def test_rounding_is_no_difference(tmp_path):
    content = sheets()
    content["TOTAL England"][10][2] += 0.4
    content["TOTAL England"][12][2] += 0.4
    differences, _ = held(tmp_path, content)
    assert differences.empty


def test_a_known_difference_is_listed_with_its_reason(tmp_path):
    content = sheets()
    content["TOTAL England"][11][4] += 2
    content["TOTAL England"][12][4] += 2
    row = ["councils to england", "2006/07", "England", "*", "client_contributions", "late return"]
    known = pd.DataFrame([row], columns=FIELDS)
    differences, _ = held(tmp_path, content, known)
    assert differences["difference"].tolist() == [2.0, 2.0]
    assert set(differences["known"]) == {"late return"}


def test_a_reason_that_explains_nothing_must_go(tmp_path):
    row = ["councils to england", "2006/07", "England", "C1", "*", "late return"]
    with pytest.raises(BadInput, match="explains no difference, and must go"):
        held(tmp_path, sheets(), pd.DataFrame([row], columns=FIELDS))


def test_a_reason_for_a_year_that_is_not_at_hand_waits(tmp_path):
    row = ["councils to england", "2007/08", "England", "C1", "*", "late return"]
    differences, _ = held(tmp_path, sheets(), pd.DataFrame([row], columns=FIELDS))
    assert differences.empty
