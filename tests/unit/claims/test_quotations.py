"""The report's own words stand above every claim: that they are there, short, and placed."""

import re

import pytest

from pooledfunds.core.codelists import read_table
from pooledfunds.core.settings import schema_faults
from tests.conftest import ROOT

STUDIES = ("means_to_an_end", "ten_years_on")  # both go by the report
LONGEST = 240
PLACE = re.compile(
    r"(paragraph \d+|Figure \d|Box \d|Summary|Case stud(y \d|ies \d and \d)|Appendix \d)"
    r"(, footnote i{1,3})?"
)


def claims_of(study):
    return read_table((ROOT / f"config/studies/{study}/claims.csv").as_posix())


@pytest.mark.parametrize("study", STUDIES)
def test_every_claim_has_the_report_s_own_words_and_their_place(study):
    claims = claims_of(study).set_index("claim_id")
    assert claims.index[claims["quotation"] == ""].tolist() == []
    assert claims["quotation"].str.len().between(15, LONGEST).all()
    placed = claims["quoted_from"].map(lambda place: bool(PLACE.fullmatch(place)))
    assert claims["quoted_from"][~placed].tolist() == []


def test_words_are_left_out_between_words_only():
    for study in STUDIES:
        parts = claims_of(study)["quotation"].str.split("[...]", regex=False).explode()
        assert (parts.str.strip(" ;,.") != "").all()


@pytest.mark.parametrize(
    ("claim", "number"), [("C001", "3.4 per cent"), ("C016", "86 per cent"), ("C057", "107 PCTs")]
)
def test_a_quotation_has_the_number_that_its_claim_is_about(claim, number):
    own = claims_of("means_to_an_end").set_index("claim_id")
    assert number in own.loc[claim, "quotation"]


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"quotation": "Some words of a report."}, "quoted_from: '' should be non-empty"),
        ({"quoted_from": "paragraph 1"}, "quoted_from: '' was expected"),
        ({"quotation": "word " * 60 + "end", "quoted_from": "paragraph 1"}, "is too long"),
        ({"quotation": " Some words", "quoted_from": "paragraph 1"}, "does not match"),
    ],
)
def test_words_without_a_place_or_with_too_many_are_a_fault(cells, fault):
    row = read_table((ROOT / "tests/workflow/toy_study/settings/claims.csv").as_posix()).iloc[0]
    assert schema_faults(row.to_dict(), "claims", "claims.csv") == []
    [said] = schema_faults(row.to_dict() | cells, "claims", "claims.csv")
    assert fault in said
