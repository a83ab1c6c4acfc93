"""How values are read (decision 47), by the plain reader and the compiled one alike."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pooledfunds.catalogue.hes_codes import decode, encode, encode_area, last_of
from pooledfunds.staging.hes import _fast, plain
from pooledfunds.staging.hes.scanned import KEYS, SPARE, Column, TextBlock

NONE = -1


def read(kind, *texts):
    """Return the values of delivered texts, and which of them are unreadable."""
    values, marks = [], []
    for text in texts:
        [(value, bad)] = {
            values_of(scan, kind, text.encode("latin-1")) for scan in (_fast.scan, plain.scan)
        }
        values.append(value)
        marks.append(bad)
    return values, marks


def values_of(scan, kind, text):
    """Return the value of one text, the first field of a line, and whether it is unreadable."""
    line = text + b"|\n"
    block = TextBlock(np.frombuffer(line + bytes(SPARE), np.uint8).copy(), len(line), "|", 2)
    null_value = 0 if kind in KEYS else NONE
    found = scan(block, [Column(kind, 0, null_value)]).rows.values()
    value = int((found.int64 if kind in KEYS else found.int32)[0, 0])
    assert found.missing[0] + found.unreadable[0] == (value == null_value)
    return value, bool(found.unreadable[0])


def day(text):
    return int(np.datetime64(text, "D").astype(int))


@pytest.mark.parametrize(
    "delivered",
    [
        *("05/04/2007", "05-04-2007", "05.04.2007", "2007-04-05", "2007/04/05"),
        *("05042007", "5042007", "20070405"),
        *("5/04/2007", "5/4/2007", "05/4/2007", "2007-4-5", "5 4 2007"),
        *("05APR2007", "5apr2007", "05-Apr-2007", "5 April 2007", "2007-APR-05"),
        *("05/04/2007 00:00", "05/04/2007 00:00:00", "5/04/2007 0:00", "2007-04-05 00:00:00"),
        *("2007-04-05T00:00:00Z", "2007-04-05 00:00:00.000", "2007-04-05T00:00:00+00:00"),
        *("05APR2007:00:00:00", "05APR2007:00:00:00.000", "20070405 00:00:00"),
        *(" 05/04/2007 ", "05/04/2007\t", "\u00a005/04/2007", '"05/04/2007"', '" 5/4/2007 "'),
    ],
)
def test_every_delivered_form_of_a_date_is_read(delivered):
    assert read("date", delivered) == ([day("2007-04-05")], [False])


@pytest.mark.parametrize(
    "code", ["01/01/1600", "15/10/1582", "1800-01-01", "1801-01-01", "01/01/1582", "1582-10-15"]
)
def test_null_date_codes_of_every_vintage_are_missing_and_not_unreadable(code):
    assert read("date", code) == ([NONE], [False])


@pytest.mark.parametrize(
    "code", ["31/12/9999", "9999-12-31", "9999-12-31 00:00:00", "31DEC9999", "0001-01-01"]
)
def test_an_open_end_is_missing(code):
    assert read("date", code) == ([NONE], [False])


@pytest.mark.parametrize(
    "text", ["", "NULL", "null", "NA", "N/A", "-", ".", " ", "\t", "(null)", "#N/A", "\\N", '""']
)
def test_words_for_nothing_are_missing(text):
    assert read("date", text) == ([NONE], [False])
    assert read("days", text) == ([NONE], [False])
    assert read("code4", text) == ([NONE], [False])
    assert read("key", text) == read("serial", text) == ([0], [False])


@pytest.mark.parametrize(
    "text",
    [
        *("31/02/2007", "2007-13-01", "042007", "yesterday!", "05x04x2007", "05/04-2007"),
        *("06/26/2007", "6/26/2007", "Apr 5 2007", "05/04/07", "5-Apr-07", "39173", "39173.0"),
        *("2007-04-04T23:00:00Z", "05/04/2007 14:30", "05/04/2007 or so", "5/4/20071", "1/04/"),
        *("05ARP2007", "2007-04", "//2007", "05APR", "123/04/2007", "5/004/2007", "0/4/2007"),
    ],
)
def test_what_is_no_date_is_unreadable(text):
    assert read("date", text) == ([NONE], [True])


@given(
    st.dates(
        min_value=np.datetime64("1900-01-01").item(), max_value=np.datetime64("2099-12-31").item()
    )
)
def test_dates_agree_with_the_calendar(given):
    texts = [given.strftime(form) for form in ("%d/%m/%Y", "%Y-%m-%d", "%d%m%Y", "%d%b%Y")]
    texts += [f"{given.day}/{given.month}/{given.year}", f"{given.isoformat()} 00:00"]
    assert read("date", *texts)[0] == [day(given.isoformat())] * len(texts)


def test_forms_may_change_from_line_to_line():
    texts = ["01/04/2007", "", "2007-04-01", "01/01/1600", "1042007"]
    expected = [day("2007-04-01"), NONE] * 2 + [day("2007-04-01")]
    assert read("date", *texts)[0] == expected


def test_ages_under_a_year_are_nought():
    delivered = ["7001", "7007", "0", "64", "120", "", "121", "7008"]
    value, bad = read("age", *delivered)
    assert value == [0, 0, 0, 64, 120, NONE, NONE, NONE]
    assert bad == [False] * 6 + [True, True]


def test_numbers_may_carry_an_empty_decimal_part():
    value, bad = read("days", "7", "012", "3.0", "3.5", "-3", "x", "123456")
    assert value[:3] == [7, 12, 3]
    assert bad == [False] * 3 + [True] * 4


def test_more_than_366_is_no_number_of_days_in_a_year():
    assert read("days", "366", "367", "9999", "366.0") == (
        [366, NONE, NONE, 366],
        [False, True, True, False],
    )


@given(st.integers(0, 366), *[st.integers(0, 11)] * 3)
def test_numbers_may_be_filled_up_with_noughts_and_blanks(number, noughts, before, after):
    text = " " * before + "0" * noughts + str(number) + " " * after
    assert read("days", text) == ([number], [False])


@pytest.mark.parametrize(
    ("delivered", "code"),
    [
        ("S720", "S720"),
        ("S72.0", "S720"),
        ("S720D", "S720"),
        ("I64X", "I64"),
        ("I64", "I64"),
        ("R69X6", "R69"),
        ("R69.X", "R69"),
        ("J18.9-", "J189"),
        ("A17.0\u2020".encode("utf-8").decode("latin-1"), "A170"),
        ("g01x*", "G01"),
        ("S720,I10X,E119", "S720"),
    ],
)
def test_diagnoses_lose_dots_fill_and_dagger_marks(delivered, code):
    value, bad = read("diagnosis", delivered)
    assert (decode(value[0], 4), bad) == (code, [False])


@pytest.mark.parametrize("text", ["4", "7200", "S7", "??"])
def test_what_is_no_diagnosis_is_unreadable(text):
    assert read("diagnosis", text) == ([NONE], [True])


def test_providers_are_known_by_three_characters():
    value, bad = read("head3", "RJ100", "RJ1", "89997")
    assert [decode(v, 3) for v in value] == ["RJ1", "RJ1", "899"]
    assert bad == [False] * 3


@pytest.mark.parametrize(
    ("text", "year"),
    [
        *(("0708", 2007), ("9900", 1999), ("2007", 2007), ("200708", 2007)),
        *(("2007/08", 2007), ("2021", 2020), ("", NONE), ("07/08", 2007), ("2007-2008", 2007)),
        *(("708", 2007), ("708.0", 2007), ("1", 2000), ("2007.0", 2007)),
    ],
)
def test_data_years(text, year):
    assert read("year", text) == ([year], [False])


def test_keys_of_up_to_eight_characters_never_meet():
    texts = [f"{n:X}" for n in range(20_000)]
    assert len(set(read("key", *texts)[0])) == len(texts)


CHARACTERS = "0123456789ABCDEF"
KEY_TEXTS = st.text(CHARACTERS, min_size=1, max_size=60).filter(lambda text: text.strip("0"))


@given(st.lists(KEY_TEXTS, unique=True, min_size=2))
def test_different_keys_differ_and_equal_ones_agree(texts):
    first, _ = read("key", *texts)
    assert len(set(first)) == len(texts)
    assert read("key", *reversed(texts))[0] == first[::-1]


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=4))
def test_codes_survive_being_numbers(code):
    assert decode(encode(code, 4), 4) == code
    assert encode(code[:1], 4) <= encode(code, 4) <= last_of(code[:1], 4)


@given(st.lists(st.integers(min_value=1, max_value=10**16 - 1), min_size=1))
def test_serial_numbers_are_the_numbers_they_write(numbers):
    assert read("serial", *map(str, numbers))[0] == numbers


def test_serials_that_are_no_numbers_keep_apart_from_every_number():
    texts = ["A1", "A2", "1 2", "12345678X", "1234567890123456X", "1" * 17, "1" * 18]
    values, _ = read("serial", *texts)
    assert len(set(values)) == len(texts) and min(values) > 10**16


def test_areas_keep_apart():
    value, bad = read("area", "E01000001", "W01000001", "E01032482", "Z99999999", "E0100001")
    assert len(set(value[:4])) == 4 and bad == [False] * 4 + [True]
    assert encode_area("E01032482") == value[2]


@pytest.mark.parametrize("kind", ["key", "serial"])
def test_a_key_is_the_same_however_a_file_was_saved(kind):
    values, bad = read(kind, "100000001000", " 100000001000", '"100000001000"', "100000001000.0")
    assert len(set(values)) == 1 and not any(bad)


@pytest.mark.parametrize("kind", ["key", "serial"])
def test_a_key_with_an_exponent_has_lost_digits_and_noughts_are_no_key(kind):
    values, bad = read(kind, "1.00000001E+11", "1E+11", "1.5e+9", "0", "0000")
    assert values == [0] * 5 and bad == [True] * 3 + [False] * 2


BLANKS = [" ", "  ", "\t", "\u00a0", "\u3000", "\u2009", "\ufeff", "\r"]


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *(("code2", "21"), ("code3", "300"), ("code4", "00AA"), ("head3", "RTA"), ("digit", "3")),
        *(("diagnosis", "S720"), ("sex", "2"), ("age", "81"), ("days", "14"), ("year", "0708")),
        *(("area", "E01000001"), ("date", "05/04/2007"), ("key", "H000028"), ("serial", "28")),
    ],
)
def test_blanks_around_a_value_are_no_part_of_it(kind, text, blank):
    padded = [text + blank, blank + text, blank + text + blank, blank + f'"{text}{blank}"']
    padded = [given.encode("utf-8").decode("latin-1") for given in padded]
    values, bad = read(kind, text, *padded)
    assert len(set(values)) == 1 and values[0] != NONE and not any(bad)


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        *(("code2", "21.0", "21"), ("code2", "21.00", "21"), ("code3", "300.0", "300")),
        *(("code4", "16.0", "16"), ("code2", "2a", "2A"), ("code4", "00aa", "00AA")),
    ],
)
def test_a_code_that_a_spreadsheet_took_for_a_number_is_read(kind, text, code):
    value, bad = read(kind, text)
    width = int(kind[-1])
    assert (decode(value[0], width), bad) == (code, [False])


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        *(("code2", "21.5"), ("code2", "211"), ("code2", "2.0E+1"), ("code2", "2 1")),
        *(("head3", "5.00E+01"), ("head3", "50"), ("head3", "05A3"), ("diagnosis", "UNK")),
    ],
)
def test_what_a_spreadsheet_has_made_of_another_code_is_unreadable(kind, text):
    assert read(kind, text) == ([NONE], [True])


def test_a_sex_is_read_as_a_code_or_a_letter():
    texts = ["1", "2", "M", "f", "Male", "FEMALE", "9", "0", "", "X", "12x"]
    values, bad = read("sex", *texts)
    assert values == [1, 2, 1, 2, 1, 2, 9, NONE, NONE, NONE, NONE]
    assert bad == [False] * 9 + [True] * 2


@pytest.mark.parametrize("text", ["2007/09", "20070", "200799", "1066", "x", "0709", "2007 ish"])
def test_what_is_no_data_year_is_unreadable(text):
    assert read("year", text) == ([NONE], [True])
