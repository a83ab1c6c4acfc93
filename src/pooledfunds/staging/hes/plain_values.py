"""How each kind of value is read: the rules of decision 47 in their plainest form.

A text is its bytes, each as the character of that number (Latin-1). The property tests hold the
compiled readers to these.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import partial

from pooledfunds.catalogue.hes_codes import encode, encode_area

MISSING, UNREADABLE = "missing", "unreadable"
NOTHING = {"", "-", "&", ".", "na", "n/a", "null", "(null)", "#n/a", "\\n"}
# Spaces, tabs and the like; in UTF-8 no-break, full-width and thin spaces, a byte order mark
BLANKS = r"(?:[\x00- ]|\xc2?\xa0|\xe3\x80\x80|\xef\xbb\xbf|\xe2\x80[\x80-\x8f])*"
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
DIGITS = "0123456789"
_64_BITS = 2**64 - 1


def read_value(kind: str, text: str) -> int | str:
    """Return the number that stands for a value, or ``MISSING`` or ``UNREADABLE``.

    Parameters
    ----------
    kind
        One of ``READERS``.
    text
        What stands between two delimiters.
    """
    for _ in range(2):  # blanks, marks around the value, and blanks and marks within these
        text = re.sub(rf"\A{BLANKS}|{BLANKS}\Z", "", text)
        if len(text) < 2 or not (text[0] == text[-1] == '"'):
            break
        text = text[1:-1]
    return MISSING if text.lower() in NOTHING else READERS[kind](text)


def _without_decimals(text: str) -> str:
    """Return a whole number without the decimal part that a spreadsheet has given it."""
    found = re.fullmatch(r"([0-9]+)\.0+", text)
    return found[1] if found and len(text) <= 16 else text


def _number(text: str, greatest: int) -> int | str:
    found = re.fullmatch(r"([0-9]+)(\.0*)?", text)
    if not found or len(text) > 16 or int(found[1]) > greatest:
        return UNREADABLE
    return int(found[1])


def _digit(text: str) -> int | str:
    value = _number(text, 254)
    return MISSING if value == 0 else value  # a code of zeros says that it is not known


def _sex(text: str) -> int | str:
    return {"m": 1, "male": 1, "f": 2, "female": 2}.get(text.lower()) or _digit(text)


def _age(text: str) -> int | str:
    value = _number(text, 7007)
    if isinstance(value, str) or 120 < value < 7001:
        return UNREADABLE
    return 0 if value > 120 else value  # 7001 to 7007 are ages under a year


def _code(width: int, text: str) -> int | str:
    text = _without_decimals(text)
    return encode(text, width) if re.fullmatch(f"[0-9A-Za-z]{{1,{width}}}", text) else UNREADABLE


def _head_code(text: str) -> int | str:
    """Return a code of three characters, or of five with its site; ``5E1`` may have become 50."""
    if len(text) not in (1, 2, 3, 5) or re.fullmatch("[0-9]{1,2}", text):
        return UNREADABLE
    return encode(text[:3], 3) if re.fullmatch("[0-9A-Za-z]+", text[:3]) else UNREADABLE


def _diagnosis(text: str) -> int | str:
    """Return an ICD-10 code without dots, fill and dagger marks; of a list the first one."""
    code = re.sub("[^0-9A-Za-z]", "", text[:16].partition(",")[0])[:4]
    if not re.match("[A-Za-z][0-9].", code):
        return UNREADABLE
    return encode(code[:3] + code[3:].upper().replace("X", ""), 4)


def _area(text: str) -> int | str:
    return encode_area(text) if re.fullmatch("[A-Za-z][0-9]{8}", text) else UNREADABLE


def _date(text: str) -> int | str:
    """Return days since 1970-01-01; a time may follow when all its digits are 0."""
    found = re.fullmatch(r"(.*?)([ T:][0:.Z+]*)?", text, re.DOTALL)
    text, time = found.groups() if found else (text, None)
    if time and not 1 <= time.count("0") <= 20:
        return UNREADABLE
    if re.fullmatch("[0-9]{7,8}", text):
        day = _day(text[-4:], text[-6:-4], text[:-6])
        return _day(text[:4], text[4:6], text[6:]) if day == UNREADABLE and text[7:] else day
    parts = re.fullmatch("([0-9]+)([/. -]?)([0-9]{1,2}|[A-Za-z]+)\\2([0-9]+)", text)
    if not parts or not (parts[2] or parts[3].isalpha()):
        return UNREADABLE
    month = parts[3]
    if month.isalpha():
        month = str(1 + MONTHS.index(month[:3].lower())) if month[:3].lower() in MONTHS else "0"
    lengths = len(parts[1]), len(parts[4])
    if lengths in ((1, 4), (2, 4)):
        return _day(parts[4], month, parts[1])
    return _day(parts[1], month, parts[4]) if lengths in ((4, 1), (4, 2)) else UNREADABLE


def _day(year: str, month: str, day: str) -> int | str:
    """Return a day's number; systems write the years 1, 9999 and those before 1900 for none."""
    if int(year) in (1, 9999):
        return MISSING
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return UNREADABLE
    if not 1500 <= found.year <= 2100:
        return UNREADABLE
    return MISSING if found.year < 1900 else (found - date(1970, 1, 1)).days


def _data_year(text: str) -> int | str:
    """Return 2007 for 0708, 708, 07/08, 2007/08, 200708, 2007/2008, 20072008 and 2007."""
    text = _without_decimals(text)
    two = re.fullmatch("([0-9]{2})[/-]?([0-9]{2})", text.zfill(4))
    two = two or re.fullmatch("([0-9]{4})[/-]?([0-9]{4}|[0-9]{2})", text)
    if two and int(two[2]) == (int(two[1]) + 1) % 10 ** len(two[2]):
        first = int(two[1])
        year = first if len(two[1]) == 4 else first + (1900 if first >= 80 else 2000)
    else:
        year = int(text) if re.fullmatch("[0-9]{4}", text) else 0
    return year if 1989 <= year <= 2100 else UNREADABLE


def _key(text: str, serial: bool = False) -> int | str:
    """Return a number for a key: for a serial of digits the one that it writes (decision 32)."""
    if len(text) >= 4 and re.search(r"[Ee]\+.{1,2}\Z", text, re.DOTALL):
        return UNREADABLE  # as a spreadsheet writes a long number: its last digits are lost
    whole = re.fullmatch(r"([0-9]*)\.0+", text)
    text = whole[1] if whole else text
    if not text.strip("0"):
        return MISSING
    if serial and re.fullmatch("[0-9]{1,16}", text):
        return int(text)
    key = 0
    for offset in range(0, len(text), 8):
        word = int.from_bytes(text[offset : offset + 8].encode("latin-1"), "little")
        key = _mix(key ^ _mix((word + offset) & _64_BITS)) if offset else _mix(word)
    key = 1 if key in (0, 2**63, 2**63 + 1) else key
    return key | 2**63 | 2 if serial else key


def _mix(word: int) -> int:
    """Return a word of 64 bits mixed, one to one: the finaliser of SplitMix64."""
    word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & _64_BITS
    word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & _64_BITS
    return word ^ (word >> 31)


READERS: dict[str, Callable[[str], int | str]] = {
    "key": _key,
    "serial": partial(_key, serial=True),
    "year": _data_year,
    "digit": _digit,
    "age": _age,
    "days": partial(_number, greatest=366),
    "date": _date,
    "code2": partial(_code, 2),
    "code3": partial(_code, 3),
    "head3": _head_code,
    "code4": partial(_code, 4),
    "diagnosis": _diagnosis,
    "area": _area,
    "sex": _sex,
}
