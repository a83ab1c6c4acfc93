"""Delivered records read by Spark's workers: text files, Parquet files and tables of a catalogue.

The readers are those of any other run (``BlockReader``), called where the data are: a worker reads
a whole text file, or a share of a table's rows, and gives staged rows and, at the end, one row with
what it saw. Of all this the summaries alone come back (decision 120).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from pooledfunds.core.errors import BadInput, IssueList
from pooledfunds.core.spark_session import TABLE, plain_spark_errors
from pooledfunds.staging.hes.block_reader import BlockReader
from pooledfunds.staging.hes.blocks import read_blocks
from pooledfunds.staging.hes.delivery import Layout
from pooledfunds.staging.hes.fields import fields_to_read, find_fields
from pooledfunds.staging.hes.pseudonyms import Pseudonyms
from pooledfunds.staging.hes.read import (
    LaidOut,
    StagedExtract,
    check_tallies,
    empty_summary,
    lay_out,
    year_in_name,
)
from pooledfunds.staging.hes.scanned import ParsedBlock, plain_name
from pooledfunds.staging.hes.spark_types import (
    LINE,
    PART,
    TOLD,
    arrow_schema,
    spark_column,
    spark_schema,
)
from pooledfunds.staging.hes.summaries import add_summary, from_json, to_json
from pooledfunds.staging.hes.tally import BlockResult, FileReadSummary

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

RECORDS, SUMMARY = "records", "summary"
Work = Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]


def is_columnar(entry: str | Path) -> bool:
    """Return whether an entry of the sources is a table or Parquet, whose rows have columns."""
    return str(entry).startswith(TABLE) or Path(entry).suffix == ".parquet"


def stage_on_spark(
    session: "SparkSession",
    entries: Iterable[str | Path],
    folder: str | Path,
    fields: pd.DataFrame,
    settings: Mapping,
    needed: Iterable[str] = (),
) -> StagedExtract:
    """Read what was delivered on Spark, and write the staged records to a folder.

    Parameters
    ----------
    session
        Of Spark.
    entries
        Text files, Parquet files, and tables as ``spark:CATALOGUE.SCHEMA.TABLE``.
    folder
        Gets ``part=records`` and ``part=summary``, in place of those that it holds.
    fields
        The alias table, ``config/codelists/hes_fields.csv``.
    settings
        As of ``stage_hes_apc``.
    needed
        Fields that the settings of the study make needed.

    Raises
    ------
    BadInput
        As ``stage_hes_apc`` does.
    StudyError
        When Spark refuses (see ``plain_spark_errors``).
    """
    needed, faults = set(needed), IssueList()
    fields = fields_to_read(fields, needed)
    kinds = dict(zip(fields["field"], fields["kind"], strict=True))
    given = sorted(map(str, entries), key=lambda entry: named(entry).name)
    frames = {named(e): columns_of(session, e) for e in given if is_columnar(e)}
    texts = [Path(entry) for entry in given if not is_columnar(entry)]
    laid_out = lay_out(texts, fields, settings, needed, faults) if texts else []
    for path, frame in frames.items():
        laid_out.append(look_at_columns(path, frame, fields, needed, faults))
    faults.raise_if_any()
    laid_out.sort(key=lambda one: one[0].name)
    numbered = dict(enumerate(laid_out))
    files = {n: one for n, one in numbered.items() if one[0] not in frames}
    # One secret for all, so that a patient is the same one wherever a worker reads
    begin = partial(BlockReader, partitions=1, pseudonyms=Pseudonyms.of_environment(), kinds=kinds)
    staged = [read_texts(session, files, begin)] if files else []
    staged += [
        read_columns(frames[one[0]], number, one, begin)
        for number, one in numbered.items()
        if one[0] in frames
    ]
    whole = staged[0]
    for more in staged[1:]:
        whole = whole.unionAll(more)
    where = f"file://{Path(folder).absolute()}"
    with plain_spark_errors("reading the records"):
        whole.write.mode("overwrite").partitionBy(PART).parquet(where)
        told = session.read.parquet(f"{where}/{PART}={SUMMARY}").select("file", TOLD).toArrow()
    tallies = [empty_summary(one, kinds) for one in laid_out]
    for number, summary in zip(*(column.to_pylist() for column in told.columns), strict=True):
        with faults.collect():
            add_summary(tallies[number], from_json(summary))
    faults.raise_if_any()
    check_tallies(tallies, laid_out, dict(settings), kinds, faults)
    faults.raise_if_any()
    return StagedExtract((Path(folder) / f"{PART}={RECORDS}",), tuple(tallies))


def named(entry: str | Path) -> Path:
    """Return the path of a file, or the name of a table in the place of one."""
    return Path(str(entry).removeprefix(TABLE))


def columns_of(session: "SparkSession", entry: str) -> "DataFrame":
    """Return a table or Parquet file, of which nothing is read yet.

    Parameters
    ----------
    session
        Of Spark.
    entry
        As in the sources.
    """
    with plain_spark_errors(named(entry).name):
        if entry.startswith(TABLE):
            return session.table(entry.removeprefix(TABLE))
        return session.read.parquet(f"file://{Path(entry).absolute()}")


def look_at_columns(
    path: Path, frame: "DataFrame", fields: pd.DataFrame, needed: set[str], faults: IssueList
) -> LaidOut:
    """Return where each field stands among a table's columns.

    Parameters
    ----------
    path
        The name that the table goes by.
    frame
        The table.
    fields
        The rows of the alias table to be read.
    needed
        Fields that the settings of the study make needed.
    faults
        Gets each needed field that the table lacks.
    """
    layout = Layout(",", False, tuple(map(plain_name, frame.columns)), 0, "its columns")
    return path, layout, find_fields(path, layout, fields, needed, faults)


def read_texts(
    session: "SparkSession", files: Mapping[int, LaidOut], begin: "partial[BlockReader]"
) -> "DataFrame":
    """Return the staged rows of text files, each of them read by one worker.

    Parameters
    ----------
    session
        Of Spark.
    files
        The files by their position among those delivered.
    begin
        Makes the reader of a file.
    """

    def read(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for number in batch.column(0).to_pylist():
                path, layout, _places = files[number]
                blocks = ((block, None) for block in read_blocks(path, layout))
                yield from _staged(number, files[number], begin, blocks)

    numbers = session.createDataFrame([(n,) for n in files], "file long")
    one_each = numbers.repartitionByRange(len(files), "file")
    return one_each.mapInArrow(read, spark_schema(begin.keywords["kinds"]))


def read_columns(
    frame: "DataFrame", number: int, laid_out: LaidOut, begin: "partial[BlockReader]"
) -> "DataFrame":
    """Return the staged rows of a table, put into one order first: a table has none of its own.

    Parameters
    ----------
    frame
        The table.
    number
        Its position among what was delivered.
    laid_out
        Its name, and where each field stands among its columns.
    begin
        Makes the reader of a file.
    """
    from pyspark.sql import functions

    path, layout, places = laid_out
    read_ones = sorted(set(places.values()))
    texts = frame.select(
        *(
            functions.coalesce(frame[frame.columns[place]].cast("string"), functions.lit(""))
            for place in read_ones
        )
    ).toDF(*(layout.fields[place] for place in read_ones))
    ordered = texts.orderBy(*texts.columns)
    numbered = ordered.withColumn(LINE, functions.monotonically_increasing_id())
    fewer = Layout(",", False, tuple(texts.columns), 0, layout.place)
    given = path, fewer, {name: read_ones.index(place) for name, place in places.items()}

    def read(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        yield from _staged(number, given, begin, map(_parsed, batches))

    return numbered.mapInArrow(read, spark_schema(begin.keywords["kinds"]))


def _parsed(batch: pa.RecordBatch) -> tuple[ParsedBlock, np.ndarray]:
    """Return rows of text as a block, and the line of each."""
    lines = batch.column(batch.num_columns - 1).to_numpy(zero_copy_only=False)
    texts = [column.cast(pa.string()) for column in batch.columns[:-1]]
    return ParsedBlock(pa.RecordBatch.from_arrays(texts, batch.schema.names[:-1]), 0), lines


def _staged(
    number: int,
    laid_out: LaidOut,
    begin: "partial[BlockReader]",
    blocks: Iterable[tuple[Any, Any]],
) -> Iterator[pa.RecordBatch]:
    """Yield the staged rows of blocks, and in the end the summary of all."""
    path, layout, places = laid_out
    tally, fault, kinds = FileReadSummary(path), None, begin.keywords["kinds"]
    try:
        year = year_in_name(path) if "fyear" not in places else 0
        reader = begin(file=number, places=places, names=layout.fields, year=year)
        for block, lines in blocks:
            result = reader.read(block)
            own = lines[result.columns[LINE]] if lines is not None else None
            tally.add_block(result)
            if own is not None:
                result.columns[LINE] = own
            yield _rows(result, kinds)
    except BadInput as error:
        fault = error
    told = {TOLD: [to_json(tally, fault)], PART: [SUMMARY], "file": [number]}
    schema = arrow_schema(kinds)
    columns = [pa.array(told.get(f.name, [None]), type=f.type) for f in schema]
    yield pa.RecordBatch.from_arrays(columns, schema=schema)


def _rows(result: BlockResult, kinds: Mapping[str, str]) -> pa.RecordBatch:
    """Return the records of a block in Spark's types."""
    size, schema = len(result.columns[LINE]), arrow_schema(kinds)
    columns = [
        *(spark_column(kind, result.columns[name]) for name, kind in kinds.items()),
        *(pa.array(result.columns[name].astype(np.int64)) for name in ("file", LINE)),
        pa.nulls(size, pa.string()),
        pa.array([RECORDS] * size, type=pa.string()),
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schema)
