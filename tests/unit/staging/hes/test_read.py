"""Deliveries, good and bad: everything is told by file, line and rule, and no value is."""

import gzip

import numpy as np
import pandas as pd
import pytest
from pyarrow import feather

from pooledfunds.catalogue.hes_codes import decode, encode
from pooledfunds.core.errors import BadInput
from pooledfunds.staging.hes.pseudonyms import KEY_VARIABLE
from pooledfunds.staging.hes.quality import breaks_between_years, field_table, quality_table
from pooledfunds.staging.hes.read import stage_hes_apc
from tests.conftest import ROOT

FIELDS = pd.read_csv(ROOT / "config/codelists/hes_fields.csv")
CODES = pd.read_csv(ROOT / "config/codelists/hes_codes.csv", dtype=str)
SETTINGS = {
    "quoted": "auto",
    "year_in_parts": False,
    "ragged_share": 0.4,
    "unreadable_share": {"any_field": 0.5},
    "partition_bytes": 1 << 28,
    "threads": 2,
}
NEEDED = {"respct", "district"}
RECORD = {
    "epikey": "100000000001",
    "extract_hesid": "SECRET000001",
    "fyear": "0708",
    "epitype": "1",
    "epistat": "3",
    "sex": "2",
    "startage": "81",
    "admimeth": "21",
    "admisorc": "19",
    "admidate": "05/04/2007",
    "epistart": "05/04/2007",
    "epiend": "19/04/2007",
    "epiorder": "1",
    "bedyear": "14",
    "disdate": "19/04/2007",
    "disdest": "19",
    "dismeth": "1",
    "classpat": "1",
    "mainspef": "300",
    "procode": "RJ100",
    "diag_01": "S720",
    "respct06": "5A1",
    "resladst": "00HY",
}


def lines(*changes, names=None, delimiter="|", header=None):
    """Return a delivered file: a header, and the record with each change."""
    names = names or list(RECORD)
    rows = [delimiter.join(str((RECORD | change).get(n, "")) for n in names) for change in changes]
    return "\n".join([header or delimiter.join(names), *rows]) + "\n"


def stage(tmp_path, text, name="APC_0708.txt", **settings):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return stage_hes_apc([path], tmp_path / "out", FIELDS, SETTINGS | settings, NEEDED)


def rows(extract):
    return pd.concat(
        [feather.read_table(part, memory_map=False).to_pandas() for part in extract.parts]
    )


def refusal(tmp_path, text, **keywords):
    with pytest.raises(BadInput) as told:
        stage(tmp_path, text, **keywords)
    message = str(told.value)
    assert "SECRET" not in message and "APC_0708" in message
    return message


def test_a_record_arrives_typed(tmp_path):
    row = rows(stage(tmp_path, lines({}))).iloc[0]
    assert row["fyear"] == 2007 and row["age"] == 81 and row["bedyear"] == 14
    assert row["epistart"] == pd.Timestamp("2007-04-05").date()
    assert decode(row["procode"], 3) == "RJ1" and row["diagnosis"] == encode("S720", 4)
    assert (row["file"], row["line"]) == (0, 2)


@pytest.mark.parametrize("delimiter", ["|", ",", "\t", ";"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_any_delimiter_and_line_end(tmp_path, delimiter, ending):
    text = lines({}, {"resladst": "38UE"}, delimiter=delimiter).replace("\n", ending)
    table = rows(stage(tmp_path, text))
    assert [decode(d, 4) for d in table["district"]] == ["00HY", "38UE"]


def test_quoted_text_gives_the_same_rows_as_unquoted(tmp_path, monkeypatch):
    monkeypatch.setenv(KEY_VARIABLE, "one secret")
    changes = [{}, {"startage": "7003"}, {"procode": ""}, {"epiend": "01/01/1600"}]
    text = lines(*changes, delimiter=",")
    quoted = "\n".join(
        ",".join(f'"{value}"' for value in line.split(",")) for line in text.splitlines()
    )
    plain = rows(stage(tmp_path, text))
    pd.testing.assert_frame_equal(plain, rows(stage(tmp_path, quoted + "\n")))


def test_ragged_lines_of_quoted_text_are_counted(tmp_path):
    text = lines({}, {}, {}, delimiter=",").replace("epikey", '"epikey"')
    tally = stage(tmp_path, text + "1,2\n").tallies[0]
    assert (tally.lines, tally.kept, tally.ragged) == (4, 3, 1)


def test_a_delimiter_inside_quotes_belongs_to_the_value(tmp_path):
    names = [*RECORD, "note"]
    text = lines({"note": '"a,b"'}, names=names, delimiter=",").replace("epikey", '"epikey"')
    assert len(rows(stage(tmp_path, text))) == 1


def test_free_quotes_in_unquoted_text_are_characters(tmp_path):
    text = lines({"mainspef": '3"0'}, {})
    extract = stage(tmp_path, text)
    assert len(rows(extract)) == 2
    assert extract.tallies[0].total().unreadable["mainspef"] == 1


def test_gzip_is_read_as_it_is(tmp_path):
    table = rows(stage(tmp_path, gzip.compress(lines({}, {}).encode())))
    assert len(table) == 2


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("extract_hesid", "HESID"),
        ("extract_hesid", "PSEUDO_HESID"),
        ("diag_01", "DIAG_4_01"),
        ("diag_01", "diag_1"),
        ("procode", "PROCODE3"),
        ("respct06", "RESPCT_HIS"),
    ],
)
def test_any_vintage_of_names(tmp_path, was, now):
    header = "|".join(RECORD).replace(was, now).upper()
    assert len(rows(stage(tmp_path, lines({}, header=header)))) == 1


def test_the_reissue_lacks_bedyear_and_says_so(tmp_path):
    names = [name for name in RECORD if name != "bedyear"]
    extract = stage(tmp_path, lines({}, names=[*names, "aekey"]))
    assert "bedyear" in extract.tallies[0].absent and extract.tallies[0].extra == ["aekey"]
    assert rows(extract)["bedyear"].isna().all()
    told = field_table(extract.tallies)
    assert ("bedyear", "absent") in set(zip(told["field"], told["what"], strict=True))


def test_partitions_part_patients_and_lose_nothing(tmp_path):
    changes = [{"extract_hesid": f"P{n % 50}", "epikey": str(n)} for n in range(1, 501)]
    extract = stage(tmp_path, lines(*changes), partition_bytes=10_000)
    assert len(extract.parts) > 2
    homes = rows(extract).assign(part=lambda t: t["patient"] % len(extract.parts))
    assert len(homes) == 500 and homes.groupby("patient")["part"].nunique().eq(1).all()
    assert sorted(homes["line"]) == list(range(2, 502))


def test_lines_keep_their_numbers_past_ragged_and_blank_ones(tmp_path):
    whole = lines({}, {}, {}, {}).splitlines()
    whole[2] = whole[2].rsplit("|", 2)[0]
    whole.insert(4, "")
    extract = stage(tmp_path, "\n".join(whole) + "\n")
    tally = extract.tallies[0]
    assert (tally.lines, tally.kept, tally.ragged, tally.blank) == (5, 3, 1, 1)
    assert tally.first_ragged == [3]
    assert rows(extract)["line"].tolist() == [2, 4, 6]


def test_absent_fields_stop_the_run_with_all_their_names(tmp_path):
    names = [name for name in RECORD if name not in ("procode", "diag_01", "respct06")]
    message = refusal(tmp_path, lines({}, names=names))
    assert "procode3" in message and "diag_4_01" in message and "respct_his" in message
    assert message.startswith("3 faults")


def test_a_wrong_delimiter_is_told(tmp_path):
    assert "no known delimiter" in refusal(tmp_path, lines({}, delimiter="^"))


def test_too_many_ragged_lines_are_told_with_their_numbers(tmp_path):
    whole = lines({}, {}, {}).splitlines()
    whole[1] += "|more"
    whole[3] = whole[3].rsplit("|", 1)[0]
    message = refusal(tmp_path, "\n".join(whole) + "\n")
    assert "lines 2, 4: not as many fields as the header, which has 23" in message
    assert "(2 times)" in message


def test_a_file_cut_short_is_told(tmp_path):
    text = lines(*[{}] * 30)
    assert "cut short" in refusal(tmp_path, text[:-40])


def test_a_gzip_file_cut_short_is_told(tmp_path):
    random = np.random.default_rng(1).integers(0, 10**9, 400)
    zipped = gzip.compress(lines(*[{"epikey": str(n)} for n in random]).encode())
    assert "gzip file is cut short" in refusal(tmp_path, zipped[:-200])


def test_a_damaged_gzip_file_is_told(tmp_path):
    zipped = bytearray(gzip.compress(lines(*[{"epikey": str(n)} for n in range(400)]).encode()))
    zipped[len(zipped) // 2] ^= 255
    assert "gzip file is" in refusal(tmp_path, bytes(zipped))


@pytest.mark.parametrize("text", ["", "\n", "  \n"])
def test_an_empty_file_is_told(tmp_path, text):
    assert "empty" in refusal(tmp_path, text)


def test_a_header_without_records_is_told(tmp_path):
    assert "no records" in refusal(tmp_path, "|".join(RECORD) + "\n")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_an_unreadable_encoding_is_told(tmp_path, encoding):
    message = refusal(tmp_path, lines({}).encode(encoding))
    assert "UTF-16" in message or "null bytes" in message


def test_a_workbook_or_archive_is_told(tmp_path):
    assert "zip archive" in refusal(tmp_path, b"PK\x03\x04 and more")


def test_a_stray_quote_does_not_swallow_the_lines_after_it(tmp_path):
    text = lines({}, {"procode": '"RJ1'}, {}, {}, delimiter=",")
    message = refusal(tmp_path, text, quoted=True)
    assert "quotation marks" in message or "cannot be parsed" in message


def test_a_year_twice_is_told(tmp_path):
    for name in ("APC_0708.txt", "APC_0708_again.txt"):
        (tmp_path / name).write_text(lines({}))
    with pytest.raises(BadInput, match=r"APC_0708_again.txt: records of data year 2007/08"):
        stage_hes_apc(sorted(tmp_path.glob("*.txt")), tmp_path / "out", FIELDS, SETTINGS)


def test_a_year_in_parts_is_allowed_where_the_settings_say_so(tmp_path):
    for name in ("APC_0708_1.txt", "APC_0708_2.txt"):
        (tmp_path / name).write_text(lines({}))
    allowed = SETTINGS | {"year_in_parts": True}
    extract = stage_hes_apc(sorted(tmp_path.glob("*.txt")), tmp_path / "out", FIELDS, allowed)
    assert [tally.kept for tally in extract.tallies] == [1, 1]


def test_the_name_tells_the_year_where_no_field_does(tmp_path):
    names = [name for name in RECORD if name != "fyear"]
    assert stage(tmp_path, lines({}, names=names)).years == [2007]
    with pytest.raises(BadInput, match="no field fyear, and no year"):
        stage(tmp_path, lines({}, names=names), name="extract.txt")


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(BadInput, match="cannot be opened"):
        stage_hes_apc([tmp_path / "APC_0708.txt"], tmp_path / "out", FIELDS, SETTINGS)


def test_quality_counts_missing_unreadable_and_unlisted(tmp_path):
    changes = [{}, {"admimeth": ""}, {"admimeth": "77"}, {"admimeth": "2!"}]
    names = [name for name in RECORD if name != "disdate"]
    table = quality_table(stage(tmp_path, lines(*changes, names=names)).tallies, FIELDS, CODES)
    row = table.set_index("field").loc["admimeth"]
    assert (row["missing"], row["unreadable"], row["unlisted"]) == (1, 1, 1)
    assert row["share_complete"] == 0.25 and row["financial_year"] == "2007/08"
    absent = table.set_index("field").loc["disdate"]
    assert not absent["delivered"] and absent["share_complete"] == 0
    assert "mydob" not in set(table["field"])  # no setting asks for it


def test_a_step_in_completeness_is_a_break():
    quality = pd.DataFrame(
        {
            "field": ["sex"] * 3,
            "file": ["APC_0506.txt", "APC_0607.txt", "APC_0708.txt"],
            "records": [100] * 3,
            "financial_year": ["2005/06", "2006/07", "2007/08"],
            "share_complete": [0.99, 0.98, 0.80],
        }
    )
    found = breaks_between_years(quality, 0.05)
    assert found["financial_year"].tolist() == ["2007/08"]
