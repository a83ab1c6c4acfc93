"""How complete agreements are, on three that can be read at a glance."""

import pandas as pd
import pytest

from pooledfunds.linkage.pooling.agreements import by_element, completeness

RECORDS = pd.DataFrame(
    [
        #  agreement, element, Table 1, checklist, state
        ("S1", "host", True, True, "present"),
        ("S1", "duration", True, False, "partly"),
        ("S1", "training", False, True, "absent"),
        ("S2", "host", True, True, "present"),
        ("S2", "duration", True, False, "absent"),
        ("S2", "training", False, True, "not_known"),
        ("S3", "host", True, True, "not_known"),
        ("S3", "duration", True, False, "not_known"),
        ("S3", "training", False, True, "not_known"),
    ],
    columns=["scheme_id", "element", "in_table_1", "in_checklist", "state"],
).assign(evidence_source="survey", label="in words")


@pytest.mark.parametrize(
    ("agreement", "scope", "present", "not_known", "share"),
    [
        ("S1", "table_1", 1, 0, 1 / 2),  # host of host and duration
        ("S1", "checklist", 1, 0, 1 / 2),  # host of host and training
        ("S1", "all", 1, 0, 1 / 3),
        ("S2", "checklist", 1, 1, 1.0),  # nobody knows of training: it is not counted as absent
        ("S3", "all", 0, 3, None),  # of nothing known there is no share
    ],
)
def test_an_agreement_by_list_of_elements(agreement, scope, present, not_known, share):
    table = completeness(RECORDS)
    row = table[(table["scheme_id"] == agreement) & (table["scope"] == scope)].iloc[0]
    assert (row["present"], row["not_known"]) == (present, not_known)
    assert pd.isna(row["share_present"]) if share is None else row["share_present"] == share


def test_an_element_over_england():
    table = by_element(RECORDS).set_index("element")
    assert table["present"].to_dict() == {"duration": 0, "host": 2, "training": 0}
    assert table["share_present"].to_dict() == {"duration": 0.0, "host": 1.0, "training": 0.0}


def test_without_a_record_there_is_nothing_to_say():
    assert completeness(RECORDS.head(0)).empty
    assert by_element(RECORDS.head(0)).empty
