"""Why a comparison could not be made, in the words of a reader and not of the tables."""

import re
from collections.abc import Mapping
from typing import Any

COLUMN = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")
MISSING = re.compile(r"^no (.+) available$")


def labels_of(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return the label of each outcome and exposure by its name, and by its column.

    Parameters
    ----------
    settings
        ``outcomes`` and ``exposures`` of the study.
    """
    declared = [
        (name, entry)
        for part in ("exposures", "outcomes")
        for name, entry in settings.get(part, {}).items()
        if entry.get("label")
    ]
    columns = {entry["column"]: entry["label"] for _, entry in declared if "column" in entry}
    return columns | {name: entry["label"] for name, entry in declared}


def in_plain_words(conclusion: str, labels: Mapping[str, str]) -> str:
    """Return a conclusion whose reason names figures by their labels, and no column of a table.

    Parameters
    ----------
    conclusion
        Such as ``not testable: no spending_balance_before available``.
    labels
        From :func:`labels_of`; a column without one is written with blanks.
    """
    word, colon, reason = conclusion.partition(": ")
    missing = MISSING.match(reason)
    if missing and COLUMN.fullmatch(missing[1]):
        reason = f"the available returns do not give: {missing[1]}"
    named = COLUMN.sub(lambda name: labels.get(name[0], name[0].replace("_", " ")), reason)
    return f"{word}{colon}{named}"
