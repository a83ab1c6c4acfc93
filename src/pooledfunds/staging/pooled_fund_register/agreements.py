"""The record of an agreement: which of its elements are there, and where in it."""

import pandas as pd

from pooledfunds.core.errors import IssueList
from pooledfunds.staging.layouts.checks import (
    files_of,
    note_repeated,
    note_unknown_words,
    report_violations,
)

SCHEME = ["evidence_source", "scheme_id"]
STATES = ["present", "partly", "absent", "not_known"]
SIGNATURE = "signature"
SAYS = {"yes": "present", "no": "absent"}  # of a signature, what the arrangement's row says


def read_agreements(table: pd.DataFrame, elements: pd.DataFrame, faults: IssueList) -> pd.DataFrame:
    """Return the record of each agreement with its states known; a blank state is not known.

    Parameters
    ----------
    table
        The table ``agreements`` as text.
    elements
        The code list ``agreement_elements``.
    faults
        Gets what is wrong, each with its place and what to do.
    """
    table = table.assign(state=table["state"].mask(table["state"] == "", "not_known"))
    note_unknown_words(faults, table, "element", elements["element"].tolist())
    note_unknown_words(faults, table, "state", STATES)
    note_repeated(faults, table, [*SCHEME, "element"])
    there = table["state"].isin(["present", "partly"])
    rule = "present or partly, without a reference: write the clause, or not_known"
    report_violations(faults, table, "reference", rule, there & (table["reference"] == ""))
    return table


def note_signatures(
    faults: IssueList, agreements: pd.DataFrame, arrangements: pd.DataFrame
) -> None:
    """Note agreements whose signature is there in one table and not in the other.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    agreements, arrangements
        Staged tables.
    """
    signed = agreements[agreements["element"] == SIGNATURE]
    says = arrangements.drop_duplicates(SCHEME).set_index(SCHEME)["signed_agreement"]
    other = signed.join(says, on=SCHEME)["signed_agreement"].map(SAYS)
    clash = other.notna() & signed["state"].isin(SAYS.values()) & (signed["state"] != other)
    rule = f"the signature is otherwise in signed_agreement of {files_of(arrangements)}"
    report_violations(faults, signed, "state", rule, clash)


def whole_records(agreements: pd.DataFrame, elements: pd.DataFrame) -> pd.DataFrame:
    """Return every element of each agreement that has a record; what is not written is not known.

    Parameters
    ----------
    agreements
        From ``read_agreements``.
    elements
        The code list ``agreement_elements``.
    """
    words = elements[["element", "label"]].assign(
        in_table_1=elements["table_1"] == "yes", in_checklist=elements["checklist"] == "yes"
    )
    whole = agreements[SCHEME].drop_duplicates().merge(words, how="cross")
    given = agreements[[*SCHEME, "element", "state", "reference"]]
    whole = whole.merge(given, on=[*SCHEME, "element"], how="left")
    return whole.fillna({"state": "not_known", "reference": ""})
