"""Values of delivered fields, from the bytes of each: dates, ages, numbers, codes, keys.

A value is handed about as its first sixteen bytes in two words, first byte lowest, and its
length. Everything that is compiled stands in this one file, since the compiler's cache is
renewed by a change of the file of what it compiled, and of no other (decision 31).
"""

from dataclasses import dataclass

import numpy as np
from numba import njit, types

from pooledfunds.catalogue.hes_codes import BASE, WORTH, encode
from pooledfunds.core.caches import compiled

KEYS = ("key", "serial")  # in 64 bits
NAMES = (*KEYS, "year", "digit", "age", "days", "date", "code2", "code3", "head3", "code4")
NAMES += ("diagnosis", "area", "sex")
KEY, SERIAL, YEAR, DIGIT, AGE, DAYS, DATE, CODE2, CODE3, HEAD3, CODE4, DIAGNOSIS, AREA = range(13)
SEX = 13
PADDING = 16  # bytes after a block, so that whole words can be read at its end

# Beside every value that a field can hold
MISSING = -(2**63)
UNREADABLE = MISSING + 1
_NO_NUMBER = MISSING + 2  # bits that no serial number has

_COMMA, _DASH, _DOT, _SLASH, _NOUGHT, _SPACE, _PLUS, _QUOTE = (ord(c) for c in ',-./0 +"')
_FIRST_PLAIN, _PLAIN = np.uint64(ord("#")), np.uint64(ord("~") - ord("#"))
# Three bytes of a blank in UTF-8: full-width, no width (also a byte order mark), and thin ones
_WIDE_BLANKS = (0xE38080, 0xEFBBBF)
_THIN_BLANKS = (0xE28080, 0xE2808F)
_NO_BREAK, _BEFORE_NO_BREAK = 0xA0, 0xC2  # in Latin-1 alone, in UTF-8 after the other
_SMALL_LETTERS = np.uint64(0x2020202020202020)  # the bit that tells one from its capital
_DASH_ALONE, _AND_ALONE, _DOT_ALONE, _NA, _N_A, _NULL, _HASH_N_A, _IN_BRACKETS, _BACKSLASH_N = (
    np.uint64(int.from_bytes(word, "little") | int(_SMALL_LETTERS))
    for word in (b"-", b"&", b".", b"na", b"n/a", b"null", b"#n/a", b"(null)", b"\\n")
)
_M, _F, _MALE, _FEMALE = (
    np.uint64(int.from_bytes(word, "little") | int(_SMALL_LETTERS))
    for word in (b"m", b"f", b"male", b"female")
)
_FIRST_BYTES = np.array([(1 << 8 * n) - 1 for n in range(8)] + [2**64 - 1], dtype=np.uint64)
# Of eight digits in a word, first byte lowest
_NOUGHTS = np.uint64(0x3030303030303030)
_TO_128 = np.uint64(0x4646464646464646)  # lifts whatever is above the digit 9 over 127
_HIGH = np.uint64(0x8080808080808080)
_NO_DIGITS = np.uint64(2**64 - 1)
_ODD_PAIRS = np.uint64(0x000000FF000000FF)
_HUNDRED_MILLION = np.uint64(1_000_000 << 32 | 100)
_TEN_THOUSAND = np.uint64(10_000 << 32 | 1)
_TENS = 10 ** np.arange(9)
_LONGEST_NUMBER = 99_999
_DAYS_IN_YEAR = 366
_FIRST_LETTER = encode("A", 4)  # an ICD-10 code begins with a letter
_WORTH_X = encode("X", 1)
_TILE = 256  # lines whose text stays in fast memory while one field after the other is read
_FIRST_YEAR, _LAST_YEAR = 1500, 2100
_MONTHS = np.arange(f"{_FIRST_YEAR}-01", f"{_LAST_YEAR + 1}-02", dtype="datetime64[M]")
_MONTH_STARTS = _MONTHS.astype("datetime64[D]").astype(np.int64)
_DAY_1900 = int(np.datetime64("1900-01-01", "D").astype(np.int64))
_NO_YEAR, _OPEN_END = 1, 9999  # years of dates that systems write for "none" and "not yet"
_NAMES_OF_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_MONTH_NAMES = np.array(
    [int.from_bytes(_NAMES_OF_MONTHS[n : n + 3].encode(), "big") for n in range(0, 36, 3)]
)


@dataclass(frozen=True)
class Cells:
    """Where in a block of bytes the values of some fields start and end on each line.

    A value starts ``gap`` bytes after an end and ends at the next; the end before it is the
    one that the line's ``before`` and the field's ``places`` together tell the place of.
    The block ends with ``PADDING`` noughts.
    """

    block: np.ndarray
    ends: np.ndarray
    before: np.ndarray
    places: np.ndarray
    gap: int

    def texts(self, row: int) -> list[str]:
        """Return what one line holds of the fields, in small letters, without blanks and marks.

        It is for what is no record, such as a heading that stands among them.
        """
        firsts = self.ends[self.before[row] + self.places] + self.gap
        lasts = self.ends[self.before[row] + self.places + 1]
        held = (
            self.block[a:b].tobytes().decode("latin-1") for a, b in zip(firsts, lasts, strict=True)
        )
        return [plain_name(text) for text in held]


def plain_name(text: str) -> str:
    """Return the name of a field as it is compared: in small letters, without marks around it."""
    return text.removeprefix("\u00ef\u00bb\u00bf").strip().strip('"').strip().lower()


@dataclass(frozen=True)
class Values:
    """The values of fields (rows) on every line, and how many are missing and unreadable.

    Keys stand in 64 bits, unsigned, all others in 32, each in the order of the fields.
    """

    keys: np.ndarray
    others: np.ndarray
    missing: np.ndarray
    unreadable: np.ndarray


@njit
def _byte(head, tail, place):
    """Return a byte of a value as a signed number."""
    word = head if place < 8 else tail
    return np.int64((word >> np.uint64(8 * (place & 7))) & np.uint64(255))


@njit
def _is_nothing(head, length):
    """Tell whether a value is empty or one of - & . NA N/A NULL (NULL) #N/A \\N.

    In large or small letters; the dot is how SAS writes a missing number.
    """
    if head & np.uint64(0xF0) == _NOUGHT:  # most values begin with a digit
        return False
    if length == 0:
        return True
    if length > 6:
        return False
    small = head | _SMALL_LETTERS
    if length == 1:
        return small in (_DASH_ALONE, _AND_ALONE, _DOT_ALONE)
    return small in (_NA, _N_A, _NULL, _HASH_N_A, _IN_BRACKETS, _BACKSLASH_N)


@njit
def _pairs(word, length):
    """Return the numbers of two digits each that the first bytes of a word write, from the end on.

    From one to eight bytes, all at once: each number stands in sixteen bits, of which the upper
    eight tell nothing [Lemire 2018]. ``_NO_DIGITS`` when a byte is no digit.
    """
    room = np.uint64(64 - 8 * length)
    filled = (word << room) | (_NOUGHTS & ((np.uint64(1) << room) - np.uint64(1)))
    digits = filled - _NOUGHTS
    if ((filled + _TO_128) | digits) & _HIGH != 0:
        return _NO_DIGITS
    return digits * np.uint64(10) + (digits >> np.uint64(8))


@njit
def _pair(pairs, place):
    return np.int64((pairs >> np.uint64(16 * place)) & np.uint64(0xFF))


@njit
def _eight_digits(word, length):
    """Return the number that the first bytes of a word, from one to eight, write.

    ``UNREADABLE`` when one of them is no digit.
    """
    pairs = _pairs(word, length)
    if pairs == _NO_DIGITS:
        return UNREADABLE
    first, second = pairs & _ODD_PAIRS, (pairs >> np.uint64(16)) & _ODD_PAIRS
    return np.int64((first * _HUNDRED_MILLION + second * _TEN_THOUSAND) >> np.uint64(32))


@njit
def _digits(head, tail, length):
    """Return the number that a value writes, or ``UNREADABLE`` when it is not one to 16 digits."""
    if length <= 8:
        return _eight_digits(head, length)
    first = _eight_digits(head, 8)
    rest = _eight_digits(tail, length - 8) if length <= 16 else UNREADABLE
    return first * _TENS[length - 8] + rest if first >= 0 and rest >= 0 else UNREADABLE


@njit
def _part(head, tail, first):
    """Return the eight bytes of a value from a place on."""
    if first == 0:
        return head
    if first >= 8:
        return tail >> np.uint64(8 * (first - 8))
    return (head >> np.uint64(8 * first)) | (tail << np.uint64(64 - 8 * first))


@njit
def _number(head, tail, length):
    """Return a whole number of at most five digits; a decimal part of noughts is allowed."""
    value = _digits(head, tail, length)
    if value == UNREADABLE:
        value = _spaced_number(head, tail, length)
    return value if value <= _LONGEST_NUMBER else UNREADABLE


@njit
def _spaced_number(head, tail, length):
    """Return a number among blanks, with or without a decimal part of noughts."""
    if length > 16:
        return UNREADABLE
    first, end = 0, length
    while first < end and _byte(head, tail, first) == _SPACE:
        first += 1
    while end > first and _byte(head, tail, end - 1) == _SPACE:
        end -= 1
    if first == end:
        return MISSING
    point = first
    while point < end and _byte(head, tail, point) != _DOT:
        point += 1
    for place in range(point + 1, end):
        if _byte(head, tail, place) != _NOUGHT:
            return UNREADABLE
    if point == first:
        return UNREADABLE
    rest = _part(head, tail, first + 8) if point - first > 8 else tail
    return _digits(_part(head, tail, first), rest, point - first)


@njit
def _digit(head, tail, length):
    """Return a code of one or two digits, most often one; nought says that it is not known."""
    alone = np.int64(head) - _NOUGHT
    if length == 1 and 0 < alone <= 9:
        return alone
    value = _number(head, tail, length)
    if value == 0:
        return MISSING
    return value if value <= 254 else UNREADABLE


@njit
def _sex(head, tail, length):
    """Return the code of a sex: 1 for M and male, 2 for F and female (decision 47)."""
    small = head | _SMALL_LETTERS
    if small in (_M, _MALE):
        return 1
    return 2 if small in (_F, _FEMALE) else _digit(head, tail, length)


@njit
def _days(head, tail, length):
    """Return a number of days in a year: above 366 it counts something else."""
    value = _number(head, tail, length)
    return value if value <= _DAYS_IN_YEAR else UNREADABLE


@njit
def _age(head, tail, length):
    """Return an age in whole years; the codes 7001 to 7007, under a year, are nought.

    Left as they are they would pass any filter for people of 65 and over.
    """
    value = _number(head, tail, length)
    if 7001 <= value <= 7007:
        return 0
    return value if value <= 120 else UNREADABLE


@njit
def _code(head, length, width):
    """Return a code by its first characters (see ``hes_apc_codes``)."""
    value = 0
    for place in range(width):
        worth = np.int64(WORTH[_byte(head, head, place)])
        if worth == 0 and place < length:
            return UNREADABLE
        value = value * BASE + worth
    return value


@njit
def _exact_code(head, tail, length, width):
    """Return a code that is unreadable when longer than ``width`` characters.

    A spreadsheet that took a code of digits for a number may have given it a decimal part:
    ``21.0`` is 21 (decision 47).
    """
    value = _code(head, length, width) if length <= width else UNREADABLE
    if value == UNREADABLE:
        whole = _whole_part(head, tail, length)
        if whole < length and whole <= width:
            value = _code(head & _FIRST_BYTES[np.uint64(whole)], whole, width)
    return value


@njit
def _whole_part(head, tail, length):
    """Return how many digits stand before a decimal part of noughts; else the length."""
    point = 0
    while point < min(length, 16) and 0 <= _byte(head, tail, point) - _NOUGHT <= 9:
        point += 1
    if point == 0 or length > 16 or point > length - 2 or _byte(head, tail, point) != _DOT:
        return length
    for place in range(point + 1, length):
        if _byte(head, tail, place) != _NOUGHT:
            return length
    return point


@njit
def _head_code(head, length):
    """Return a code by its first three characters.

    A code has three characters, or five with its site. Fewer that are all digits are what a
    spreadsheet makes of a code such as ``5E1``.
    """
    if length == 4 or length > 5:
        return UNREADABLE
    if length < 3 and _eight_digits(head, length) >= 0:
        return UNREADABLE
    return _code(head, length, 3)


@njit
def _diagnosis(head, tail, length):
    """Return an ICD-10 code of three or four characters, free of dots, fill and dagger marks.

    Whatever is neither letter nor digit is struck out, the first four characters stand,
    and an ``X`` in the fourth place is the filling of a three-character code: ``I64X``,
    ``S72.0``, ``R69X6`` and ``J18.9D`` become I64, S720, R69 and J189. Of a list parted by
    commas, as in ``DIAG_4_CONCAT``, only the first code is read.
    """
    value = _code(head, length, 4) if length >= 4 else UNREADABLE
    if value == UNREADABLE:
        value = _letters_and_digits(head, tail, length)
    if value < _FIRST_LETTER or (value // BASE**2) % BASE > 10:  # a letter, then a digit
        return UNREADABLE
    fourth = value % BASE
    return value - fourth if fourth == _WORTH_X else value


@njit
def _letters_and_digits(head, tail, length):
    """Return the first four letters and digits before a comma as a code; three are enough."""
    value, characters = 0, 0
    for place in range(min(length, 16)):
        here = _byte(head, tail, place)
        if here == _COMMA or characters == 4:
            break
        worth = np.int64(WORTH[here])
        if worth > 0:
            value = value * BASE + worth
            characters += 1
    if characters < 3:
        return UNREADABLE
    return value if characters == 4 else value * BASE


@njit
def _mixed(word):
    """Return a word mixed, one to one: the finaliser of SplitMix64 (Steele et al. 2014)."""
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))


@njit
def _image(head, length, start, words):
    """Return a number for a text of any length, never nought (decision 32).

    Up to eight characters it is a one-to-one image of the text, longer texts are mixed word
    by word.
    """
    key = _mixed(head)
    for offset in range(8, length, 8):
        kept = _FIRST_BYTES[np.uint64(min(length - offset, 8))]
        more = words[np.uint64(start + offset)] & kept
        key = _mixed(key ^ _mixed(more + np.uint64(offset)))
    value = np.int64(key)
    return 1 if value == 0 or value <= UNREADABLE else value


@njit
def _area(head, tail, length):
    """Return an LSOA code as ``encode_area`` does."""
    letter = np.int64(WORTH[_byte(head, tail, 0)])
    if length != 9 or letter <= 10:
        return UNREADABLE
    number = _eight_digits(_part(head, tail, 1), 8)
    return number + ((letter - 10) << 27) if number >= 0 else UNREADABLE


@njit
def _day(year, month, day):
    """Return days since 1970-01-01; a day before 1900 or in 9999 is a null code: missing."""
    if year in (_OPEN_END, _NO_YEAR):
        return MISSING
    if year < _FIRST_YEAR or year > _LAST_YEAR or month < 1 or month > 12:
        return UNREADABLE
    at = np.uint64(12 * (year - _FIRST_YEAR) + month - 1)
    since_1970 = _MONTH_STARTS[at] + day - 1
    if day < 1 or since_1970 >= _MONTH_STARTS[at + np.uint64(1)]:
        return UNREADABLE
    return since_1970 if since_1970 >= _DAY_1900 else MISSING


@njit
def _date(head, tail, length):
    """Return days since 1970-01-01 from any of the forms that are commonly delivered.

    ``dd/mm/yyyy``, ``yyyy-mm-dd``, ``ddmmyyyy`` with or without its leading nought, and
    ``yyyymmdd``; every other is left to ``_written_date``. A date before 1900 is a null code:
    1582 and 1600 in extracts of the era, 1800 and 1801 later [sources.md, section 0].
    """
    if length in (7, 8):
        pairs = _pairs(head, length)
        found = _year_last(pairs)
        # 1500 to 2100 in the last four digits rules out a month there: one reading at most fits
        return _year_first(pairs) if found == UNREADABLE and length == 8 else found
    if length != 10:
        return UNREADABLE
    two = np.uint64(0xFFFF)
    end = (tail & two) << np.uint64(48)
    if _between_parts(_byte(head, tail, 2)) and _byte(head, tail, 5) == _byte(head, tail, 2):
        month = ((head >> np.uint64(24)) & two) << np.uint64(16)
        century = (head >> np.uint64(48)) << np.uint64(32)
        return _year_last(_pairs((head & two) | month | century | end, 8))
    if _between_parts(_byte(head, tail, 4)) and _byte(head, tail, 7) == _byte(head, tail, 4):
        month = ((head >> np.uint64(40)) & two) << np.uint64(32)
        return _year_first(_pairs((head & np.uint64(0xFFFFFFFF)) | month | end, 8))
    return UNREADABLE


@njit
def _between_parts(byte):
    """Tell whether a byte stands between the parts of a date: / - . or a blank."""
    return byte in (_SLASH, _DASH, _DOT, _SPACE)


@njit
def _byte_at(words, place):
    return np.int64(words[np.uint64(place)] & np.uint64(255))


@njit
def _digits_from(words, start, stop):
    """Return the number that digits write from a place on, and the place after them."""
    value, place = 0, start
    while place < stop and place < start + 9:
        digit = _byte_at(words, place) - _NOUGHT
        if digit < 0 or digit > 9:
            break
        value = 10 * value + digit
        place += 1
    return value, place


@njit
def _month_from(words, start, stop):
    """Return the month that a number or an English name writes, and the place after it."""
    month, place = _digits_from(words, start, stop)
    if place > start:
        return (month if place <= start + 2 else 0), place
    name = 0
    while place < stop and ord("a") <= (_byte_at(words, place) | 32) <= ord("z"):
        if place < start + 3:
            name = (name << 8) | (_byte_at(words, place) | 32)
        place += 1
    for number in range(12):
        if _MONTH_NAMES[number] == name:
            month = number + 1
    return month, place


@njit
def _written_date(words, start, stop):
    """Return days since 1970-01-01 from a date as spreadsheets, SAS and databases write it.

    ``1/04/2007``, ``2007-4-1``, ``01APR2007``, ``1-Apr-2007``, and each of these, or eight digits,
    with a time of midnight after it. A year has four digits, and a day comes before its month.
    """
    first, place = _digits_from(words, start, stop)
    figures = place - start
    if figures == 7 or figures == 8:
        day = _date(
            words[np.uint64(start)] & _FIRST_BYTES[np.uint64(figures)], np.uint64(0), figures
        )
        return day if _is_midnight(words, place, stop) else UNREADABLE
    between = _byte_at(words, place)
    apart = place < stop and _between_parts(between)
    month, after = _month_from(words, place + apart, stop)
    named = _byte_at(words, place + apart) > ord("9")
    if not (apart or named) or (apart and (after >= stop or _byte_at(words, after) != between)):
        return UNREADABLE
    last, end = _digits_from(words, after + apart, stop)
    if not _is_midnight(words, end, stop):
        return UNREADABLE
    rest = end - after - apart
    if 1 <= figures <= 2 and rest == 4:
        return _day(last, month, first)
    if figures == 4 and 1 <= rest <= 2:
        return _day(first, month, last)
    return UNREADABLE


@njit
def _is_midnight(words, place, stop):
    """Tell whether nothing follows a date, or a time of which every digit is nought.

    Any other time may be a midnight moved by a time zone, and its date then the day before.
    """
    if place == stop:
        return True
    noughts = 0
    begin = _byte_at(words, place)
    if begin != _SPACE and begin != ord("T") and begin != ord(":"):
        return False
    for at in range(place + 1, stop):
        here = _byte_at(words, at)
        if here == _NOUGHT:
            noughts += 1
        elif here != ord(":") and here != _DOT and here != ord("Z") and here != _PLUS:
            return False
    return 0 < noughts <= 20


@njit
def _year_last(pairs):
    """Return the day that eight digits write as ddmmyyyy."""
    return _day(100 * _pair(pairs, 2) + _pair(pairs, 3), _pair(pairs, 1), _pair(pairs, 0))


@njit
def _year_first(pairs):
    """Return the day that eight digits write as yyyymmdd."""
    return _day(100 * _pair(pairs, 0) + _pair(pairs, 1), _pair(pairs, 2), _pair(pairs, 3))


@njit
def _data_year(head, tail, length):
    """Return the first calendar year of the data year: 2007 for ``0708`` and for ``2007/08``.

    Two pairs of digits that do not follow each other are a calendar year. A spreadsheet may have
    taken the leading noughts (``708``), or added a decimal part.
    """
    if length != 4:
        length = _whole_part(head, tail, length)
        head &= _FIRST_BYTES[np.uint64(min(length, 8))]
    if length <= 4:
        pairs = _pairs(head, length)
        first, second = _pair(pairs, 2), _pair(pairs, 3)
        year = 100 * first + second
        if second == (first + 1) % 100:
            year = first + (1900 if first >= 80 else 2000)
        elif length < 4:
            return UNREADABLE
    else:
        year = _two_years(head, tail, length)
    return year if 1989 <= year <= 2100 else UNREADABLE


@njit
def _two_years(head, tail, length):
    """Return the first year of two that follow: 07/08, 2007/08, 200708, 2007/2008, 20072008."""
    figures = 4 if length > 5 else 2
    first = _eight_digits(head, figures)
    apart = 1 if _byte(head, tail, figures) in (_SLASH, _DASH) else 0
    rest = length - figures - apart
    if first < 0 or (rest != 2 and rest != figures):
        return UNREADABLE
    second = _eight_digits(_part(head, tail, figures + apart), rest)
    if figures == 2:
        first += 1900 if first >= 80 else 2000
    return first if second == (first + 1) % _TENS[rest] else UNREADABLE


@njit
def _value(kind, head, tail, length):
    """Return a value of any kind but keys, or ``MISSING`` or ``UNREADABLE``."""
    if _is_nothing(head, length):
        return MISSING
    if kind == DATE:
        return _date(head, tail, length)
    if kind == DIGIT:
        return _digit(head, tail, length)
    if kind == DAYS:
        return _days(head, tail, length)
    if kind == AGE:
        return _age(head, tail, length)
    if kind == CODE2:
        return _exact_code(head, tail, length, 2)
    if kind == CODE3:
        return _exact_code(head, tail, length, 3)
    if kind == CODE4:
        return _exact_code(head, tail, length, 4)
    if kind == HEAD3:
        return _head_code(head, length)
    if kind == SEX:
        return _sex(head, tail, length)
    if kind == DIAGNOSIS:
        return _diagnosis(head, tail, length)
    if kind == YEAR:
        return _data_year(head, tail, length)
    return _area(head, tail, length)


@njit
def _is_plain(word):
    """Tell whether a byte is a character that a value can begin or end with."""
    return (word & np.uint64(255)) - _FIRST_PLAIN <= _PLAIN


@njit
def _blank_at(words, place, step):
    """Return the number of bytes of a blank that begins, or with a step of -1 ends, at a place."""
    here = _byte_at(words, place)
    if here <= _SPACE:
        return 1
    if step > 0:
        if here == _NO_BREAK:
            return 1
        two = here == _BEFORE_NO_BREAK and _byte_at(words, place + 1) == _NO_BREAK
        wide = place
    else:
        two = here == _NO_BREAK and place > 0 and _byte_at(words, place - 1) == _BEFORE_NO_BREAK
        if here == _NO_BREAK and not two:
            return 1
        wide = place - 2
    if two:
        return 2
    if wide < 0:
        return 0
    three = (_byte_at(words, wide) << 16) | (_byte_at(words, wide + 1) << 8)
    three |= _byte_at(words, wide + 2)
    return 3 if three in _WIDE_BLANKS or _THIN_BLANKS[0] <= three <= _THIN_BLANKS[1] else 0


@njit
def _trimmed(words, start, stop):
    """Return where a value begins and ends without blanks around it and a pair of marks.

    Files are padded to fixed widths, carry a return at a line's end, or enclose some values in
    quotation marks; no value that is read holds either at an end.
    """
    for _ in range(2):
        while start < stop:
            blank = _blank_at(words, start, 1)
            if blank == 0:
                break
            start += blank
        while stop > start:
            blank = _blank_at(words, stop - 1, -1)
            if blank == 0:
                break
            stop -= blank
        if stop - start < 2 or _byte_at(words, start) != _QUOTE:
            break
        if _byte_at(words, stop - 1) != _QUOTE:
            break
        start, stop = start + 1, stop - 1
    return start, max(start, stop)


@njit
def _key_stop(words, start, stop):
    """Return where a key ends without a decimal part of noughts; its start when it is none.

    Noughts alone are none.
    """
    place = stop
    while place > start and _byte_at(words, place - 1) == _NOUGHT:
        place -= 1
    if place == start:
        return start
    if place == stop or _byte_at(words, place - 1) != _DOT:
        return stop
    for at in range(start, place - 1):
        if not 0 <= _byte_at(words, at) - _NOUGHT <= 9:
            return stop
    return place - 1


@njit
def _has_exponent(words, start, stop):
    """Tell whether a number is written as ``1.5E+11``, as a spreadsheet writes a long one.

    Its last digits are lost, and as keys many patients would be one.
    """
    if stop - start < 4:
        return False
    ending = words[np.uint64(stop - 4)]
    plus = np.uint64(_PLUS)
    if (ending >> np.uint64(8)) & np.uint64(255) == plus:
        return (ending & np.uint64(223)) == np.uint64(ord("E"))
    if (ending >> np.uint64(16)) & np.uint64(255) == plus:
        return ((ending >> np.uint64(8)) & np.uint64(223)) == np.uint64(ord("E"))
    return False


BYTES = types.Array(types.uint8, 1, "C", readonly=True)
PLACES = types.int32[::1]
_WORDS = types.Array(types.uint64, 1, "A", readonly=True, aligned=False)
_FIELDS = types.int64[::1]
_TEXT = (_FIELDS, _WORDS, PLACES, PLACES, types.int64)
_VALUES = (types.uint64[:, ::1], types.int32[:, ::1], _FIELDS, _FIELDS)


@njit(forceinline=True)
def _read_as(kind, first, end, words, ends, before, place, gap, none, held):
    """Write the values of one field; return how many are missing and how many unreadable."""
    missing, unreadable = 0, 0
    for row in range(np.uint64(first), np.uint64(end)):
        at = np.uint64(before[row] + place)
        start, stop = np.int64(ends[at]) + gap, np.int64(ends[at + np.uint64(1)])
        word = words[np.uint64(start)]
        if stop > start and not (_is_plain(word) & _is_plain(words[np.uint64(stop - 1)])):
            start, stop = _trimmed(words, start, stop)
            word = words[np.uint64(start)]
        length = stop - start
        head = word & _FIRST_BYTES[np.uint64(min(length, 8))]
        tail = np.uint64(0)
        if kind != KEY and length > 8:
            tail = words[np.uint64(start + 8)] & _FIRST_BYTES[np.uint64(min(length - 8, 8))]
        value = MISSING
        if kind > SERIAL:
            value = _value(kind, head, tail, length)
            if kind == DATE and value == UNREADABLE:
                value = _written_date(words, start, stop)
        elif not _is_nothing(head, length):
            value = _key(kind, head, tail, words, start, stop)
        if value == MISSING:
            missing += 1
            value = none
        elif value == UNREADABLE:
            unreadable += 1
            value = none
        held[row] = value
    return missing, unreadable


@njit
def _key(kind, head, tail, words, start, stop):
    """Return a key, or the number that a serial writes."""
    value = UNREADABLE
    if kind == SERIAL:
        value = _digits(head, tail, stop - start)
    if value > 0:
        return value
    if _has_exponent(words, start, stop):
        return UNREADABLE
    if _byte_at(words, stop - 1) == _NOUGHT:
        end = _key_stop(words, start, stop)
        if end == start:
            return MISSING
        if end < stop:
            stop = end
            head &= _FIRST_BYTES[np.uint64(min(stop - start, 8))]
            if kind == SERIAL and stop - start <= 16:
                tail &= _FIRST_BYTES[np.uint64(max(stop - start - 8, 0))]
                return _digits(head, tail, stop - start)
    value = _image(head, stop - start, start, words)
    # Published rules sort records by their serial number, which no image would do
    return value | _NO_NUMBER if kind == SERIAL else value


@njit
def _read_column(kind, *column):
    """Call ``_read_as`` for a kind: each has a loop of its own, in which nothing asks for it."""
    if kind == DATE:
        return _read_as(DATE, *column)
    if kind == DIGIT:
        return _read_as(DIGIT, *column)
    if kind == DAYS:
        return _read_as(DAYS, *column)
    if kind == AGE:
        return _read_as(AGE, *column)
    if kind == CODE2:
        return _read_as(CODE2, *column)
    if kind == CODE3:
        return _read_as(CODE3, *column)
    if kind == CODE4:
        return _read_as(CODE4, *column)
    if kind == HEAD3:
        return _read_as(HEAD3, *column)
    if kind == DIAGNOSIS:
        return _read_as(DIAGNOSIS, *column)
    if kind == YEAR:
        return _read_as(YEAR, *column)
    if kind == SEX:
        return _read_as(SEX, *column)
    return _read_as(AREA, *column)


# With its types told it is compiled, or fetched from the cache, when it is imported
@compiled(types.void(_FIELDS, _FIELDS, *_TEXT, *_VALUES))
def _read_lines(kinds, nones, places, words, ends, before, gap, keys, others, missing, unreadable):
    """Write the values of each line, and count what is missing and unreadable of each field."""
    for first in range(0, len(before), _TILE):
        end = min(first + _TILE, len(before))
        key, other = 0, 0
        for field in range(len(kinds)):
            place, none = places[field], nones[field]
            column = first, end, words, ends, before, place, gap, none
            if kinds[field] == KEY:
                counts = _read_as(KEY, *column, keys[key])
                key += 1
            elif kinds[field] == SERIAL:
                counts = _read_as(SERIAL, *column, keys[key])
                key += 1
            else:
                counts = _read_column(kinds[field], *column, others[other])
                other += 1
            missing[field] += counts[0]
            unreadable[field] += counts[1]


def read_values(kinds: list[str], nones: list[int], cells: list[Cells]) -> Values:
    """Return the values of fields as whole numbers.

    Parameters
    ----------
    kinds
        Of each field, one of ``NAMES``.
    nones
        What stands for missing and unreadable values of each field; nought for a key.
    cells
        The fields' text: of all of them in one, or of some each, in their order.
    """
    kinds = np.array([NAMES.index(kind) for kind in kinds], dtype=np.int64)
    nones = np.array(nones, dtype=np.int64)
    lines = len(cells[0].before)
    keys = np.empty((np.count_nonzero(kinds <= SERIAL), lines), dtype=np.uint64)
    others = np.empty((len(kinds) - len(keys), lines), dtype=np.int32)
    values = Values(keys, others, np.zeros_like(kinds), np.zeros_like(kinds))
    first = 0
    for some in cells:
        fields = slice(first, first + len(some.places))
        earlier = np.count_nonzero(kinds[:first] <= SERIAL)
        # Overlapping words, one from every byte on
        words = np.ndarray((len(some.block) - 7,), "<u8", some.block.data, 0, (1,))
        text = some.places, words, some.ends, some.before, some.gap
        held = keys[earlier:], others[first - earlier :]
        counts = values.missing[fields], values.unreadable[fields]
        _read_lines(kinds[fields], nones[fields], *text, *held, *counts)
        first = fields.stop
    return values
