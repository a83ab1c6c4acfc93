"""Summaries of what was read, written down where it was read and put together elsewhere."""

import json
from collections import Counter
from dataclasses import asdict
from typing import Any

import numpy as np

from pooledfunds.core.errors import BadInput, Issue
from pooledfunds.staging.hes.tally import ROWS_NAMED, FieldCounts, FileReadSummary

COUNTED = ("lines", "kept", "ragged", "blank", "headings")
NAMED = ("first_ragged", "first_reordered")


def to_json(tally: FileReadSummary, fault: BadInput | None = None) -> str:
    """Return what was seen of a file, or of a share of it, as text.

    Parameters
    ----------
    tally
        What was seen.
    fault
        What stopped the reading, if anything did.
    """
    seen = {
        year: {
            "records": counts.records,
            "missing": dict(counts.missing),
            "unreadable": dict(counts.unreadable),
            "values": {name: held.tolist() for name, held in counts.values.items()},
        }
        for year, counts in tally.seen.items()
    }
    told: dict[str, Any] = {name: getattr(tally, name) for name in (*COUNTED, *NAMED)}
    told |= {"seen": seen, "faults": [asdict(one) for one in fault.faults] if fault else []}
    return json.dumps(told)


def from_json(text: str) -> dict:
    """Return what ``to_json`` has written.

    Raises
    ------
    BadInput
        When something stopped the reading.
    """
    told = json.loads(text)
    if told["faults"]:
        raise BadInput(Issue(**one) for one in told["faults"])
    return told


def add_summary(tally: FileReadSummary, told: dict) -> None:
    """Add to the summary of a file what was seen of a share of it.

    Parameters
    ----------
    tally
        Of the whole file, as far as it is known.
    told
        From ``from_json``.
    """
    for name in COUNTED:
        setattr(tally, name, getattr(tally, name) + told[name])
    for name in NAMED:
        setattr(tally, name, sorted(getattr(tally, name) + told[name])[:ROWS_NAMED])
    for year, counts in told["seen"].items():
        more = FieldCounts(
            counts["records"],
            Counter(counts["missing"]),
            Counter(counts["unreadable"]),
            {name: np.array(held) for name, held in counts["values"].items()},
        )
        tally.seen.setdefault(int(year), FieldCounts()).add(more)
