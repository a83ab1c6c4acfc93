"""Why a body's code is in no list, as far as the code itself tells, and what to do about it."""

import re
from collections.abc import Collection
from functools import cache

from pooledfunds.core.codelists import read_table
from pooledfunds.core.settings import CODELISTS
from pooledfunds.core.tables import rows_of

SHOWN = 8  # codes in one message
EXPONENT_CODE = re.compile(r"[0-9]E[0-9]", re.IGNORECASE)  # a PCT's code that reads as a number
WHOLE_NUMBER = re.compile(r"[0-9]+(\.0*)?|[0-9](\.[0-9]+)?E\+?[0-9]+", re.IGNORECASE)
AS_TEXT = "format the column as text and enter the code again"
AREA_TOTAL = re.compile(r"E92[0-9]{6}|E12[0-9]{6}|england", re.IGNORECASE)


def explain_codes(codes: list[str], listed: Collection[str]) -> dict[str, list[str]]:
    """Return the rules that unlisted codes break, each with the codes that it is about.

    A code whose fate can be told has a rule of its own; the others share one that shows them.

    Parameters
    ----------
    codes
        Codes that are in no list.
    listed
        Codes that are listed.
    """
    causes = {code: likely_cause(code, listed) for code in codes}
    told = [code for code in codes if causes[code]][:SHOWN]
    rules = {f"no such body: {code or 'the code is blank'}{causes[code]}": [code] for code in told}
    others = [code for code in codes if code not in told]
    if others:
        more = f" and {len(others) - SHOWN} more" if len(others) > SHOWN else ""
        shown = ", ".join(code or "the code is blank" for code in others[:SHOWN])
        rules[f"no such body: {shown}{more}"] = others
    return rules


def likely_cause(code: str, listed: Collection[str]) -> str:
    """Return what has probably become of a code, in words that follow it, or nothing.

    Parameters
    ----------
    code
        The code as written.
    listed
        Codes that are listed.
    """
    if WHOLE_NUMBER.fullmatch(code):
        meant = [c for c in sorted(listed) if EXPONENT_CODE.fullmatch(c) and same_number(c, code)]
        if meant:
            what = " or ".join(meant)
            return f" (was it {what}, which a spreadsheet turns into a number? {AS_TEXT})"
        whole = code.split(".")[0]
        padded = [c for c in sorted(listed) if len(c) > len(whole) and c.lstrip("0") == whole]
        if padded:
            return f" (was it {padded[0]}, whose zeros a spreadsheet drops? {AS_TEXT})"
        if whole in listed:
            return f" (was it {whole}, which a spreadsheet made a decimal number? {AS_TEXT})"
    if code.upper() in listed:
        return f" (write {code.upper()})"
    if AREA_TOTAL.fullmatch(code):
        return " (a total of England or of a region, not a body: leave it out)"
    later = later_councils().get(code)
    return f" ({later})" if later else ""


def same_number(code: str, number: str) -> bool:
    """Return whether a code such as 5E1, taken for a number, is the number 50 or 5.00E+01.

    Parameters
    ----------
    code
        The code as written.
    number
        What may be the same code, taken for a number.
    """
    return float(code) == float(number)


@cache
def later_councils() -> dict[str, str]:
    """Return what is to be said of each council of a later reorganisation, by each of its codes."""
    councils = read_table(CODELISTS / "later_councils.csv")
    successors = read_table(CODELISTS / "successors.csv")
    told: dict[str, str] = {}
    for council in rows_of(councils):
        before = successors[successors["successor_code"] == council.ons_code]
        came = " and ".join(f"{row.name} ({row.code})" for row in rows_of(before))
        words = (
            f"{council.name}, {council.ons_code}, of the {before['source'].iloc[0].split(':')[0]}; "
            f"before it: {came}. Give the figures of the bodies before it"
        )
        codes = (council.ons_code, council.cssr_code, council.dfe_code)
        told |= dict.fromkeys(filter(None, codes), words)
    return told
