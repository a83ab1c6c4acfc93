"""Numbers in returns: one grammar, and what to do about anything else.

A number is written in the digits 0 to 9, with a point before decimals and, if at all, commas
between all its thousands. Nothing is guessed: ``12,5``, ``5E1``, ``£12``, ``(5)`` and ``60%`` could
each be meant otherwise than they would be read (decision 80).
"""

import re

import numpy as np
import pandas as pd

NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
EXACT = 1e15  # below it a double holds every whole number
# What a text that is no number looks like, in order, and what to do; the last fits all.
LOOKS_LIKE = (
    (r"[(\[]\s*[£$€]?[0-9.,]+\s*[)\]]", "a number in brackets: write a negative one with a minus"),
    (r"-?\s*[£$€]\s*[0-9.,]+", "a sign of currency: write the number alone"),
    (r"-?[0-9.,]+\s*%", "a percentage sign: write the number alone, in the column's unit"),
    (r"-?[0-9.]+[eE][+-]?[0-9]+", "a number with an exponent, as spreadsheets make: write it out"),
    (r"[-+]?(inf|infinity|nan)", "not a number (infinite or undefined)"),
    (
        r"-?[0-9]+(,[0-9]+)+(\.[0-9]+)?",
        "a comma that does not separate thousands: write decimals with a point",
    ),
    (r"-?[0-9]{1,3}([\s\u00a0\u202f'][0-9]{3})+(\.[0-9]+)?", "a blank inside a number"),
    (r"[\u2010-\u2015\u2212][0-9.,]+", "a dash for a minus sign: write a hyphen"),
    (r"[0-9.,]+\s*[-\u2212]", "a minus sign after its number: write it before"),
    (r"\+[0-9.,]+", "a plus sign: write the number alone"),
    (r"-?(\.[0-9]+|[0-9]+\.)", "a decimal point without a digit on both sides"),
    (r"-?0[0-9]+(\.[0-9]*)?", "a number that opens with a needless zero: is it a code?"),
    (r"0[xXoObB][0-9a-fA-F]+|[0-9]+(_[0-9]+)+", "a number in a programming language's notation"),
    (
        r"(?=.*[^\x00-\x7f])[\d.,\u00b2\u00b3\u00b9\u2070-\u209c-]+",
        "digits of another script, or raised ones: write 0 to 9",
    ),
    (r"#?(REF|N/A|DIV/0|VALUE|NAME|NUM|NULL)[!?]?", "a spreadsheet's error: mend the formula"),
    (r"=.*", "a formula, not its value"),
    (r"(?s).*", "not a number"),
)


def number_problem(text: str) -> str:
    """Return what keeps a text from being a number and what to do, or nothing."""
    if NUMBER.fullmatch(text):
        return "" if abs(float(text.replace(",", ""))) < EXACT else "too large to be read exactly"
    return next(rule for form, rule in LOOKS_LIKE if re.fullmatch(form, text, re.IGNORECASE))


def parse_numbers(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return texts as floating-point numbers, and what keeps each other from being one.

    Returns
    -------
    values, problems
        Both by the index of `texts`. A blank is missing and no problem.
    """
    place, written = pd.factorize(texts, use_na_sentinel=False)  # each text is judged once
    problems = np.array([number_problem(text) if text else "" for text in written], dtype=object)
    values = np.array(
        [
            float("nan") if problem or not text else float(text.replace(",", ""))
            for text, problem in zip(written, problems, strict=True)
        ],
        dtype=float,
    )
    return (
        pd.Series(values[place], index=texts.index),
        pd.Series(problems[place], index=texts.index, dtype=object),
    )
