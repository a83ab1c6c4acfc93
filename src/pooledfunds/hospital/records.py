"""Which records count: one judgement on the records of a patient's episodes per function.

Tables are Ibis expressions with the columns of the staged extract (see
``config/codelists/hes_fields.csv``); zero stands for a missing code. Each function takes
a table and returns a table, and nothing runs before the result is asked for.
"""

from collections.abc import Iterable, Mapping
from datetime import date

import ibis
from ibis import Table, _
from ibis.expr import types as ir

from pooledfunds.catalogue.hes_codes import encode

FINISHED, UNFINISHED = 3, 1
KEPT = "kept"
NOT_CODES = ("899",)  # 89997 and 89999: no code [HES data dictionary, as in sources.md]
TRANSFER_SOURCES = ("51", "52", "53")
TRANSFER_METHODS = ("81", "2B")
SHARED = ["patient", "epistart"]
SAME_EPISODE = ["patient", "procode", "epistart", "epiorder"]


def in_spans(column: ir.IntegerColumn, spans: Iterable[tuple[int, int]]) -> ir.BooleanValue:
    """Return whether a number lies in one of some spans, whose ends belong to them.

    A span that goes on where the one before it ends is asked for with it; of a list of five
    numbers DuckDB would make a join.

    Parameters
    ----------
    column
        Whole numbers.
    spans
        First and last number of each.
    """
    joined: list[tuple[int, int]] = []
    for first, last in spans:
        if joined and first == joined[-1][1] + 1:
            first, _end = joined.pop()
        joined.append((first, last))
    return ibis.or_(*(column == a if a == b else column.between(a, b) for a, b in joined))


def one_of(column: ir.IntegerColumn, values: Iterable[int]) -> ir.BooleanValue:
    """Return whether a number is one of a few.

    Parameters
    ----------
    column
        Whole numbers.
    values
        Those that count.
    """
    return in_spans(column, ((value, value) for value in values))


def coded(column: ir.IntegerColumn, codes: Iterable[str], width: int = 2) -> ir.BooleanValue:
    """Return whether a staged code is one of some codes.

    Parameters
    ----------
    column
        Staged codes of ``width`` characters (see ``encode``).
    codes
        As the data dictionary writes them.
    width
        In characters.
    """
    return one_of(column, [encode(str(code), width) for code in codes])


def record_fates(settings: Mapping) -> list[tuple[str, ir.BooleanValue]]:
    """Return the reasons for setting a single record aside, in the order they are tried.

    A record meets the first that holds. The rules are those of the published spell
    pipelines (patient, provider, dates and keys present; decision 0033), and the faults
    that those pipelines pass in silence: dates out of their order, and out of the year.
    """
    finished = _.epistat == FINISHED
    return [
        ("no patient key", _.patient == 0),
        ("no record key", _.epikey == 0),
        ("no provider", (_.procode == 0) | coded(_.procode, NOT_CODES, 3)),
        ("no data year", _.fyear == 0),
        ("neither finished nor unfinished", ~one_of(_.epistat, [FINISHED, UNFINISHED, 9])),
        ("another episode type", ~one_of(_.epitype, [0, *settings["episode_types"]])),
        ("another patient class", ~one_of(_.classpat, settings["patient_classes"])),
        ("no start date", _.epistart.isnull()),
        ("no end date", finished & _.epiend.isnull()),
        ("starts after its data year", _.epistart > _.year_end),
        ("ends before it starts", _.finish < _.epistart),
        ("ends after its data year", _.finish > _.year_end),
        ("ends before its data year", _.finish < _.year_start),
        ("starts before its admission", _.epistart < _.admidate),
        ("discharged before admission", _.disdate < _.admidate),
        ("discharged before it starts", _.disdate < _.epistart),
        ("discharged after its data year", _.disdate > _.year_end),
        ("admitted before birth", _.epistart.delta(_.admidate, unit="day") > 366 * (_.age + 1)),
    ]


def judge_records(records: Table, settings: Mapping, years: list[int]) -> Table:
    """Return the records with ``fate``: the place of the first reason against them, or zero.

    Beside it stand ``year_start`` and ``year_end``, the first and last day of the record's data
    year, and ``finish``, the end of a finished episode. Places count from one in the order of
    ``record_fates``; zero is kept.

    Parameters
    ----------
    records
        Staged records.
    settings
        ``episode_types`` and ``patient_classes``.
    years
        First calendar year of each data year.
    """
    starts = ((records.fyear == year, ibis.date(date(year, 4, 1))) for year in years)
    ends = ((records.fyear == year, ibis.date(date(year + 1, 3, 31))) for year in years)
    rules = [(rule, place) for place, (_reason, rule) in enumerate(record_fates(settings), 1)]
    told = records.mutate(
        year_start=ibis.cases(*starts),
        year_end=ibis.cases(*ends),
        finish=ibis.ifelse(records.epistat == FINISHED, records.epiend, ibis.null("date")),
    )
    return told.mutate(fate=ibis.cases(*rules, else_=0).cast("int8"))


def name_fates(counts: Table, settings: Mapping) -> Table:
    """Return a table with ``fate`` in words in place of the number of ``judge_records``.

    Parameters
    ----------
    counts
        ``fate`` as a number, among others.
    settings
        As in ``judge_records``.
    """
    names = [KEPT, *(reason for reason, _rule in record_fates(settings))]
    return counts.mutate(
        fate=ibis.cases(*((counts.fate == place, name) for place, name in enumerate(names)))
    )


def transfer_status(records: Table) -> Table:
    """Return the records with ``transfer_status``: 0 none, 1 transferred out, 2 in and out, 3 in.

    The numbering and the codes are those of both published spell pipelines.
    """
    into = coded(_.admisorc, TRANSFER_SOURCES) | coded(_.admimeth, TRANSFER_METHODS)
    out = coded(_.disdest, TRANSFER_SOURCES).cast("int32")
    return records.mutate(transfer_status=ibis.ifelse(into, 3 - out, out).cast("int32"))


def shared_starts(records: Table) -> Table:
    """Return ``patient, epistart`` of the starts that several records share.

    Repeated records, duplicates and superseded records are all among them, whatever the
    rule, and they are few: counting by hash is far cheaper than sorting every record.
    """
    shared = records.group_by(SHARED).aggregate(several=_.count()).filter(_.several > 1)
    return shared.select(SHARED)


def repeated_records(records: Table) -> Table:
    """Return ``file, line`` of records that stand in the extract before, key and all.

    A join with critical-care periods repeats an episode so (sources.md, section 1).
    """
    return _all_but_best(records, [*SHARED, "epikey"], [], [])


def duplicate_records(records: Table, rule: Mapping) -> Table:
    """Return ``file, line`` of the duplicates under a published rule, all but one of each.

    Parameters
    ----------
    records
        Records with ``transfer_status``.
    rule
        ``key``: columns that name one real episode; a missing value equals another.
        ``prefer``: columns whose presence makes a record the better one. ``order``:
        further columns that decide, lowest first. Ties fall to the lowest ``epikey``, then to
        what the records hold, column by column, so that no answer depends on chance or on the
        order of the lines, which a table of a database has not; their place decides between
        records that are alike in all.
    """
    return _all_but_best(records, rule["key"], rule["prefer"], rule["order"])


def _all_but_best(records: Table, key: list[str], prefer: list[str], order: list[str]) -> Table:
    present = sum((is_present(records[name]).cast("int8") for name in prefer), ibis.literal(0))
    # An episode open for years is told of as unfinished in each year's file: no duplicate
    open_in = ibis.ifelse(records.epistat == FINISHED, 0, records.fyear)
    ranked = records.mutate(present=present, open_in=open_in)
    held = [
        name for name in records.columns if name not in (*key, *order, "epikey", "file", "line")
    ]
    rank = ibis.row_number().over(
        group_by=[*key, "open_in"],
        order_by=[
            ranked["present"].desc(),
            *(ranked[name].asc(nulls_first=False) for name in (*order, "epikey", *held)),
            *(ranked[name] for name in ("file", "line")),
        ],
    )
    return ranked.mutate(rank=rank).filter(_.rank > 0).select("file", "line")


def is_present(column: ir.Column) -> ir.BooleanColumn:
    """Return where a staged column is not missing, be that a null or zero."""
    return column.notnull() if column.type().is_date() else column != 0


def repair_admission_date(records: Table, rule: str) -> Table:
    """Return the records with ``admidate_filled`` beside ``admidate``, never over it.

    Under ``from_start`` a first episode (EPIORDER 1) that is no transfer in and has no
    admission date was admitted on the day it started, as both published pipelines have it.
    Under ``as_recorded`` nothing is filled in.

    Parameters
    ----------
    records
        From ``transfer_status``.
    rule
        The setting ``admission_date``.
    """
    if rule == "as_recorded":
        return records.mutate(admidate_filled=_.admidate)
    first = _.admidate.isnull() & (_.epiorder == 1) & ~_.transfer_status.isin([2, 3])
    return records.mutate(admidate_filled=ibis.ifelse(first, _.epistart, _.admidate))


def superseded_records(records: Table) -> Table:
    """Return the unfinished records whose episode a finished or a later record tells of too.

    An episode open on 31 March is unfinished in that year's file and comes again in the
    next: without this it would count twice.
    """
    unfinished = records.filter(_.epistat != FINISHED)
    others = records.select(
        **{f"other_{name}": records[name] for name in [*SAME_EPISODE, "fyear", "epistat"]}
    )
    same = [unfinished[name] == others[f"other_{name}"] for name in SAME_EPISODE]
    later = (others["other_epistat"] == FINISHED) | (others["other_fyear"] > unfinished["fyear"])
    return unfinished.semi_join(others, [*same, later])


def attribute(records: Table, settings: Mapping) -> Table:
    """Return the records with ``pct`` and ``home``, from which the council follows.

    ``pct`` is the primary care trust of ``residence`` or the one with ``responsibility``;
    ``home`` the district or the LSOA of residence, each as a staged code.

    Parameters
    ----------
    records
        Staged records.
    settings
        The setting ``attribution``: ``pct`` and ``council``.
    """
    pct = {"residence": "respct", "responsibility": "pctcode"}[settings["pct"]]
    return records.mutate(pct=records[pct], home=records[settings["council"]])
