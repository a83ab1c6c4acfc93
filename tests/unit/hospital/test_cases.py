"""Extracts as they were saved by spreadsheets and databases: read, refused or counted."""

from pathlib import Path

import pandas as pd
import pytest

from pooledfunds.core.errors import BadInput, StudyError
from pooledfunds.core.settings import read_study
from pooledfunds.hospital.measure import measure_stays
from pooledfunds.run.hes import stage_extract
from tests.conftest import PLANS, ROOT

CASES = ROOT / "tests/cases/hes"
LISTS = {
    path.stem: pd.read_csv(path, dtype=str)
    for path in (ROOT / "config/codelists").glob("hes_*.csv")
}
PLACES = pd.DataFrame({"code": ["00AA"], "council": ["101"]})
SOUND = "h02_excel_dates_0708.txt"  # forty records that differ from sound ones in their dates alone
WHOLE = {"admissions": 26, "bed_days": 179, "stays": 26, "stay_days": 179}


def settings(**quality):
    chosen = read_study("means_to_an_end")["hes"]
    chosen["reading"]["partition_bytes"] = 1 << 21
    chosen["quality"].update(quality)
    chosen["engine"]["plans"] = PLANS
    return chosen


def measured(folder, *files, **quality):
    """Return the tables of an extract that consists of some files."""
    chosen = settings(**quality)
    tables = stage_extract(files, folder / "out", chosen, LISTS)
    return tables | measure_stays(folder / "out", chosen, LISTS["hes_diagnosis_sets"], PLACES)


def saved_as(folder, change, name="APC_0708.txt", year="0708"):
    """Write the forty records, each changed as a table of text, and return the file."""
    table = pd.read_csv(CASES / SOUND, sep="|", dtype=str, keep_default_na=False)
    for column in table.columns[table.columns.str.contains("DATE|EPISTART|EPIEND")]:
        table[column] = pd.to_datetime(table[column], dayfirst=True).dt.strftime("%d/%m/%Y")
    if year != "0708":
        table = in_another_year(table, year)
    table = change(table)
    text = table if isinstance(table, str) else table.to_csv(sep="|", index=False)
    (folder / name).write_bytes(text.encode())
    return folder / name


def in_another_year(table, year):
    """Return the records as of other patients, some years earlier or later."""
    later = int(year[:2]) - 7
    dates = table.columns[table.columns.str.contains("DATE|EPISTART|EPIEND")]
    moved = {
        name: (pd.to_datetime(table[name], dayfirst=True) + pd.DateOffset(years=later)).dt.strftime(
            "%d/%m/%Y"
        )
        for name in dates
    }
    keys = {"EPIKEY": str(later + 9) + table["EPIKEY"], "HESID": f"Y{year}" + table["HESID"]}
    return table.assign(FYEAR=year, **moved, **keys)


def counted(tables):
    activity = tables["hes_activity"]
    council = activity[
        (activity["area_type"] == "council") & (activity["condition"] == "all_emergency")
    ]
    assert set(council["area_code"]) == {"101"} and "unknown" not in set(council["sex"])
    return council[list(WHOLE)].sum().to_dict()


def fates(tables):
    return tables["hes_row_accounts"].groupby("fate", sort=False)["rows"].sum().to_dict()


@pytest.mark.parametrize(
    "case",
    [
        "h02_excel_dates_0708.txt",
        "h03_padded_codes_0708.txt",
        "h04_padded_district_0708.txt",
        "h05_sex_letters_0708.txt",
        "h09_some_fields_quoted_0708.txt",
        "h10_all_quoted_header_not_0708.txt",
    ],
)
def test_another_way_of_saving_the_same_records_gives_the_same_counts(tmp_path, case):
    tables = measured(tmp_path, CASES / case)
    assert counted(tables) == WHOLE
    assert fates(tables) == {"submitted": 40, "kept": 40}


def test_dates_with_the_month_first_are_refused_and_said_to_be(tmp_path):
    with pytest.raises(BadInput) as told:
        measured(tmp_path, CASES / "h01_us_dates_0708.txt")
    message = str(told.value)
    assert "field ADMIDATE: 55.0% of the values cannot be read (22 of 40" in message
    assert "look like the month first" in message and "unreadable_share" in message
    assert "06/26/2007" not in message


def test_days_of_a_year_above_366_give_way_to_the_dates_and_are_told(tmp_path):
    tables = measured(tmp_path, CASES / "h06_bedyear_9999_0708.txt")
    assert counted(tables) == WHOLE
    told = tables["hes_quality_shares"].set_index("field").loc["bedyear"]
    assert told["share_unreadable"] == 1 and told["share_complete"] == 0


def test_a_discharge_before_admission_is_a_fate_and_never_a_negative_stay(tmp_path):
    tables = measured(tmp_path, CASES / "h07_discharge_before_admission_0708.txt", stop_from=0.5)
    assert fates(tables) == {"submitted": 3, "discharged before admission": 1, "kept": 2}
    assert counted(tables)["stays"] == 2 and (tables["hes_activity"]["stay_days"] >= 0).all()


def test_an_episode_of_another_year_is_a_fate_and_an_empty_extract_says_why(tmp_path):
    with pytest.raises(StudyError) as told:
        measured(tmp_path, CASES / "h08_wrong_year_0809.txt")
    assert "no emergency stay is left" in str(told.value)
    assert "ends before its data year 1" in str(told.value)
    assert "hes.emergency_methods" in str(told.value)


WRITTEN = {
    "21.0": lambda t: t.assign(ADMIMETH=t["ADMIMETH"] + ".0", SEX=t["SEX"] + ".0"),
    "small letters": lambda t: t.assign(**{c: t[c].str.lower() for c in ("PROCODE", "RESLADST")}),
    "every field padded": lambda t: t.apply(lambda column: " " + column + "  "),
    "no-break blanks": lambda t: t.apply(lambda column: column + "\u00a0"),
    "the year a number": lambda t: t.assign(FYEAR="708"),
    "SAS dates": lambda t: t.assign(EPISTART=sas(t["EPISTART"]), EPIEND=sas(t["EPIEND"])),
    "midnight": lambda t: t.assign(EPISTART=t["EPISTART"] + " 00:00:00"),
    "markers": lambda t: t.assign(DISDATE=".", BEDYEAR="NULL"),
    "open ends": lambda t: t.assign(DISDATE="31/12/9999"),
    "quoted where needed": lambda t: piped(t.assign(NOTE="a|b")),
    "header quoted alone": lambda t: '"' + piped(t).replace("|", '"|"', 23).replace("\n", '"\n', 1),
    "a byte order mark": lambda t: "\ufeff" + piped(t),
    "a delimiter at the end": lambda t: piped(t).replace("\n", "|\n"),
    "returns": lambda t: piped(t).replace("\n", "\r\n"),
    "some returns": lambda t: piped(t).replace("\n", "\r\n", 17),
    "small letters in the header": lambda t: t.rename(columns=str.lower),
}


def piped(table):
    return table.to_csv(sep="|", index=False)


def sas(dates):
    days = pd.to_datetime(dates, dayfirst=True)
    return days.dt.strftime("%d%b%Y").str.upper() + ":00:00:00"


@pytest.mark.parametrize("way", WRITTEN)
def test_what_can_only_mean_one_thing_is_read(tmp_path, way):
    tables = measured(tmp_path, saved_as(tmp_path, WRITTEN[way]))
    assert counted(tables) == WHOLE
    assert fates(tables) == {"submitted": 40, "kept": 40}


REFUSED = {
    "a spreadsheet's number of a day": (
        lambda t: t.assign(EPISTART="39173"),
        "field EPISTART: 100.0% of the values .* a spreadsheet's number of a day",
    ),
    "two digits of a year": (
        lambda t: t.assign(EPIEND=t["EPIEND"].str.replace("/20", "/")),
        "field EPIEND: 100.0% .* a year of two digits",
    ),
    "an hour before midnight": (
        lambda t: t.assign(EPISTART=t["EPISTART"] + " 23:00:00"),
        "field EPISTART: .* a time other than midnight",
    ),
    "keys with an exponent": (
        lambda t: t.assign(HESID="6.01E+11"),
        "field HESID: .* a number with an exponent",
    ),
    "codes turned into numbers": (
        lambda t: t.assign(RESPCT06="50"),
        "field RESPCT06: .* such as 5E1 turned into a number",
    ),
    "another alphabet of sexes": (lambda t: t.assign(SEX="X"), "field SEX: 100.0% .* M and F"),
    "sexes not known": (lambda t: t.assign(SEX="9"), "field sex, 2007/08: 0.0% of the records"),
    "a blank field": (lambda t: t.assign(ADMIMETH=""), "field admimeth, 2007/08: 0.0%"),
    "noughts": (lambda t: t.assign(CLASSPAT="0"), "field classpat, 2007/08: 0.0%"),
    "codes that nobody lists": (lambda t: t.assign(ADMIMETH="2"), "field admimeth, 2007/08"),
    "fractions of days": (lambda t: t.assign(STARTAGE="72.5"), "field STARTAGE: 100.0%"),
    "two parts in another order": (
        lambda t: piped(t) + piped(t[t.columns[::-1]]),
        "line 42: names the fields again in another order",
    ),
    "carriage returns alone": (lambda t: piped(t).replace("\n", "\r"), "carriage return alone"),
}


@pytest.mark.parametrize("way", REFUSED)
def test_what_may_mean_something_else_is_refused_with_field_and_cause(tmp_path, way):
    change, told = REFUSED[way]
    with pytest.raises(BadInput, match=told):
        measured(tmp_path, saved_as(tmp_path, change))


@pytest.mark.parametrize("code", ["AA", "0", "9999"])
def test_places_that_no_list_knows_stop_the_run(tmp_path, code):
    with pytest.raises(StudyError, match=r"field district: .* no known council: 2007/08 100.0%"):
        measured(tmp_path, saved_as(tmp_path, lambda t: t.assign(RESLADST=code)))


# Nought stands where the dates hold one night: five stays keep it, within what is let pass
@pytest.mark.parametrize(("days", "nights"), [("0", 174), ("365", 179)])
def test_days_that_differ_from_the_dates_give_way_to_them(tmp_path, days, nights):
    tables = measured(tmp_path, saved_as(tmp_path, lambda t: t.assign(BEDYEAR=days)))
    assert counted(tables) == WHOLE | {"bed_days": nights}
    told = tables["hes_quality_shares"].set_index("field")["share_contradicted"]
    assert told["bedyear"] > 0.5 and told.drop("bedyear").eq(0).all()


def test_a_heading_that_stands_among_the_records_is_a_fate(tmp_path):
    twice = saved_as(tmp_path, lambda t: piped(t.head(20)) + piped(t.tail(20)))
    tables = measured(tmp_path, twice)
    assert fates(tables) == {"submitted": 41, "heading repeated": 1, "kept": 40}
    assert counted(tables) == WHOLE
    assert (tables["hes_quality"]["unreadable"] == 0).all()


def two_years(folder, change):
    earlier = saved_as(folder, lambda t: t, "APC_0607.txt", "0607")
    return earlier, saved_as(folder, change)


def test_a_field_that_breaks_down_in_one_year_stops_the_run_until_it_is_accepted(tmp_path):
    files = two_years(tmp_path, lambda t: t.assign(RESLADST=t["RESLADST"].where(t.index < 28, "")))
    with pytest.raises(BadInput, match=r"field district, 2007/08: 70.0% .* in the best year 100"):
        measured(tmp_path, *files)
    accepted = [{"field": "district", "financial_year": "2007/08"}]
    tables = stage_extract(files, tmp_path / "out", settings(accepted_breaks=accepted), LISTS)
    breaks = tables["hes_breaks"].set_index("field")
    assert breaks.loc["district", ["share_before", "share_complete"]].tolist() == [1, 0.7]


def test_records_set_aside_in_one_year_stop_the_run_whatever_the_field(tmp_path):
    files = two_years(tmp_path, lambda t: t.assign(CLASSPAT=t["CLASSPAT"].where(t.index < 28, "2")))
    with pytest.raises(BadInput, match=r"field kept, 2007/08: 70.0% of the records count"):
        measured(tmp_path, *files)


def test_years_in_one_file_are_judged_apart(tmp_path):
    parts = two_years(tmp_path, lambda t: t.assign(RESLADST=""))
    both = tmp_path / "all_years.txt"
    both.write_text(parts[0].read_text() + parts[1].read_text().split("\n", 1)[1])
    with pytest.raises(BadInput, match=r"field district, 2007/08: 0.0%"):
        measured(tmp_path, both)


def test_an_accepted_break_of_no_field_is_told(tmp_path):
    accepted = [{"field": "distrct", "financial_year": "2007/08"}]
    with pytest.raises(StudyError, match="no field distrct"):
        measured(tmp_path, CASES / SOUND, accepted_breaks=accepted)


@pytest.mark.parametrize(
    ("change", "fate"),
    [
        ({"DISDATE": "01/04/2007"}, "discharged before admission"),
        ({"ADMIDATE": "01/04/1901"}, "admitted before birth"),
        ({"ADMIDATE": "30/03/2008"}, "starts before its admission"),
        ({"DISDATE": "01/01/2050"}, "discharged after its data year"),
        ({"ADMIDATE": "", "DISDATE": "01/04/2007"}, "discharged before it starts"),
        ({"FYEAR": "0809"}, "ends before its data year"),
    ],
)
def test_dates_out_of_their_order_are_fates(tmp_path, change, fate):
    def on_one_record(table):
        for column, value in change.items():
            table.loc[0, column] = value
        return table

    tables = measured(tmp_path, saved_as(tmp_path, on_one_record))
    assert fates(tables) == {"submitted": 40, fate: 1, "kept": 39}


def test_no_message_of_a_case_holds_a_record(tmp_path):
    for case in sorted(Path(CASES).glob("*.txt")):
        patients = {line.split("|")[1].strip('"') for line in case.read_text().splitlines()[1:]}
        try:
            measured(tmp_path, case)
        except StudyError as error:
            assert not any(patient in str(error) for patient in patients)
