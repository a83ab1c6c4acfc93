"""Which body a name as written stands for, across spelling drift and across years."""

import re
from collections.abc import Callable

import pandas as pd

AREA_TOTAL = re.compile(r"^(?:total )?(england|inner london|outer london|metropolitan districts"
                        r"|shire counties|unitary authorities)$")  # fmt: skip


def plain_name(name: str) -> str:
    """Return a council's name in plain words: no case, code, punctuation or closing "UA"."""
    words = re.sub(r"^\s*\d{3}\s*-", "", str(name)).lower().replace("&", " and ")
    words = re.sub(r"[^a-z0-9]+", " ", words).strip()
    return re.sub(r" ua$", "", words)


def council_finder(
    councils: pd.DataFrame, aliases: pd.DataFrame
) -> Callable[[str], tuple[str, str] | None]:
    """Return a function from a name as written to ``(area_type, area)``.

    Councils are found by any of their listed names, or by their three-digit code with the name
    agreeing; England and the five classes by the words of the TOTAL sheets.

    Parameters
    ----------
    councils
        ``cssr_code, council, key``: the list of councils with two spellings of each.
    aliases
        ``as_written, council``: further spellings, both as plain names.
    """
    code_of: dict[str, str] = {
        plain_name(row[name]): row["cssr_code"]
        for row in councils.to_dict("records")
        for name in ("council", "key")
    }
    known = aliases[aliases["council"].isin(code_of)]
    code_of |= {row["as_written"]: code_of[row["council"]] for row in known.to_dict("records")}

    def area_of(name: str) -> tuple[str, str] | None:
        total = AREA_TOTAL.match(plain_name(name))
        if total:
            words = total[1].title()
            return ("england", words) if words == "England" else ("class", words)
        code = code_of.get(plain_name(name))
        written = re.match(r"\s*(\d{3})\s*-", str(name))
        if code is None or (written and written[1] != code):
            return None
        return "council", code

    return area_of
