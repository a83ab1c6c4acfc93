"""Hospital Episode Statistics, admitted patient care: delivered text to staged Arrow files.

One staged row per sound record, typed and narrow, parted by patient so that every later
step on a patient's records fits into memory. Staging judges the form of values only; what
counts as an episode, a duplicate or a stay is decided in ``pooledfunds.hospital``.
"""

import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pandas as pd

from pooledfunds.core.errors import IssueList
from pooledfunds.core.parallel import in_order
from pooledfunds.staging.hes.block_reader import BlockReader
from pooledfunds.staging.hes.blocks import read_blocks
from pooledfunds.staging.hes.checks import check_tally, check_years
from pooledfunds.staging.hes.delivery import Layout, delivered_bytes, fault, read_layout
from pooledfunds.staging.hes.fields import fields_to_read, find_fields
from pooledfunds.staging.hes.parts import PartWriter
from pooledfunds.staging.hes.pseudonyms import Pseudonyms
from pooledfunds.staging.hes.scanned import ParsedBlock, TextBlock
from pooledfunds.staging.hes.tally import BlockResult, FileReadSummary

LaidOut = tuple[Path, Layout, dict[str, int]]  # a file, how it is written, where a field stands


@dataclass(frozen=True)
class StagedExtract:
    """Where the staged records are, and what was seen of each file."""

    parts: tuple[Path, ...]
    tallies: tuple[FileReadSummary, ...]

    @property
    def years(self) -> list[int]:
        """Return the data years that the records are of, oldest first."""
        return sorted({year for tally in self.tallies for year in tally.years() if year})


def stage_hes_apc(
    files: Iterable[str | Path],
    folder: str | Path,
    fields: pd.DataFrame,
    settings: dict,
    needed: Iterable[str] = (),
) -> StagedExtract:
    """Read delivered extracts and write one Arrow file per partition of the patients.

    Pseudonyms stand in these for the keys of patients and records (see ``pseudonyms``).

    Parameters
    ----------
    files
        Delivered files: one per year, or several years in one.
    folder
        Where ``part-0000.arrow`` and so on are written; older ones are removed.
    fields
        The alias table, ``config/codelists/hes_fields.csv``.
    settings
        ``quoted`` (``auto``, true or false), ``year_in_parts`` (whether several files may
        hold one year), ``ragged_share`` (greatest share of lines with a wrong number of
        fields), ``unreadable_share`` (greatest share of a field's values that cannot be read,
        by field, ``any_field`` for those that it does not name), ``partition_bytes`` (delivered
        bytes for each partition), ``threads``.
    needed
        Fields that the settings of the study make needed; of the fields that the table
        marks ``asked``, no others are read.

    Raises
    ------
    BadInput
        With every fault of every file: no such file, no text, no known delimiter, absent
        fields, cut short, too many ragged lines, too many unreadable values of a field, a
        second heading in another order, no records, an unknown year, a year twice.
    """
    paths = sorted(map(Path, files), key=lambda path: path.name)
    needed = set(needed)
    fields = fields_to_read(fields, needed)
    faults = IssueList()
    laid_out = lay_out(paths, fields, settings, needed, faults)
    faults.raise_if_any()
    kinds = dict(zip(fields["field"], fields["kind"], strict=True))
    parts = empty_parts(Path(folder), sum(map(delivered_bytes, paths)), settings)
    tallies: list[FileReadSummary] = []
    with PartWriter(parts, kinds, settings["threads"]) as writer:
        lines, began = 0, time.monotonic()
        pseudonyms = Pseudonyms.of_environment()
        begin = partial(BlockReader, partitions=len(parts), pseudonyms=pseudonyms, kinds=kinds)
        work = blocks_to_read(laid_out, begin, tallies, faults)
        for tally, result in in_order(_read_block, work, settings["threads"]):
            tally.add_block(result)
            writer.add_block(result)
            lines += result.lines
            show_progress(f"{tally.path.name}, {lines:,} records so far", lines, began)
        check_tallies(tallies, laid_out, settings, kinds, faults)
        faults.raise_if_any()
    return StagedExtract(parts, tuple(tallies))


def lay_out(
    paths: Iterable[Path],
    fields: pd.DataFrame,
    settings: Mapping,
    needed: set[str],
    faults: IssueList,
) -> list[LaidOut]:
    """Return how each file is written, and where each field stands in its header.

    Parameters
    ----------
    paths
        Delivered files.
    fields
        The rows of the alias table to be read.
    settings
        ``quoted``.
    needed
        Fields that the settings of the study make needed.
    faults
        Gets what is wrong with a file, which the result then lacks.
    """
    laid_out: list[LaidOut] = []
    for path in paths:
        with faults.collect():
            layout = read_layout(path)
            if settings["quoted"] != "auto":
                layout = replace(layout, quoted=settings["quoted"])
            laid_out.append((path, layout, find_fields(path, layout, fields, needed, faults)))
    if not (laid_out or faults):
        faults.add("", "", "no extract was named")
    return laid_out


def check_tallies(
    tallies: list[FileReadSummary],
    laid_out: list[LaidOut],
    settings: Mapping,
    kinds: Mapping,
    faults: IssueList,
) -> None:
    """Note what makes a whole file unfit, and a data year that two files hold.

    Parameters
    ----------
    tallies
        What was read of each file.
    laid_out
        From ``lay_out``.
    settings
        ``ragged_share``, ``unreadable_share`` and ``year_in_parts`` (see ``stage_hes_apc``).
    kinds
        Of the fields that are read.
    faults
        Gets what is wrong, each with its place and what to do.
    """
    layouts = {path: layout for path, layout, _places in laid_out}
    for tally in tallies:
        check_tally(tally, layouts[tally.path], settings, kinds, faults)
    if not settings["year_in_parts"]:
        check_years(tallies, faults)


def empty_parts(folder: Path, size: int, settings: Mapping) -> tuple[Path, ...]:
    """Return the files of as many partitions as text of some size needs; older ones are removed.

    Parameters
    ----------
    folder
        Where they are to be.
    size
        Bytes of delivered text.
    settings
        ``partition_bytes`` and ``threads``.
    """
    threads = settings["threads"]
    # As many as leave no thread idle in the end
    partitions = threads * max(1, round(size / settings["partition_bytes"] / threads))
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("part-*.arrow"):
        old.unlink()
    return tuple(folder / f"part-{number:04d}.arrow" for number in range(partitions))


def blocks_to_read(
    laid_out: list[LaidOut],
    begin: Callable[..., BlockReader],
    tallies: list[FileReadSummary],
    faults: IssueList,
) -> Iterator[tuple[FileReadSummary, BlockReader, TextBlock | ParsedBlock]]:
    """Yield each block of each file with what reads it and what is to be told of the file.

    Parameters
    ----------
    laid_out
        How each file is written, and where each field stands in its header.
    begin
        Makes what reads a file of ``file, places, names, year`` (see ``BlockReader``).
    tallies
        Gets the summary of each file that has been read to its end.
    faults
        Gets what stopped the reading of the others.
    """
    for number, (path, layout, places) in enumerate(laid_out):
        with faults.collect():
            year = year_in_name(path) if "fyear" not in places else 0
            reader = begin(file=number, places=places, names=layout.fields, year=year)
            tally = empty_summary((path, layout, places), reader.kinds)
            for block in read_blocks(path, layout):
                yield tally, reader, block
            tallies.append(tally)


def empty_summary(laid_out: LaidOut, kinds: Mapping[str, str]) -> FileReadSummary:
    """Return the summary of a file before any of it is read.

    Parameters
    ----------
    laid_out
        The file, how it is written and where each field stands.
    kinds
        Of each field to be staged.
    """
    path, layout, places = laid_out
    names = {name: layout.fields[place] for name, place in places.items()}
    tally = FileReadSummary(path, names=names, absent=sorted(set(kinds) - set(places)))
    tally.extra = sorted(set(layout.fields).difference(names.values()))
    return tally


def _read_block(
    work: tuple[FileReadSummary, BlockReader, TextBlock | ParsedBlock],
) -> tuple[FileReadSummary, BlockResult]:
    tally, reader, block = work
    return tally, reader.read(block)


def year_in_name(path: Path) -> int:
    """Return the data year that a file's name tells, such as 2007 for ``APC_0708.txt``.

    Raises
    ------
    BadInput
        When the file has no field FYEAR and its name holds no such year either.
    """
    for first, second in re.findall(r"(?<!\d)(?:20)?(\d\d)[-_]?(?:20)?(\d\d)(?!\d)", path.stem):
        if (int(first) + 1) % 100 == int(second):
            return (1900 if int(first) >= 80 else 2000) + int(first)
    raise fault(path, "line 1", "no field fyear, and no year such as 0708 in the file's name")


def show_progress(what: str, lines: int, began: float) -> None:
    """Show on a terminal how far reading has come and how fast; stay quiet in a log.

    Parameters
    ----------
    what
        What was read so far, in words, such as a file and its lines.
    lines
        Number of lines so far.
    began
        When it began, by ``time.monotonic``.
    """
    if sys.stderr.isatty():
        told = f"{what}, {lines / max(time.monotonic() - began, 1e-3):,.0f} a second"
        print(f"\r{told:<78}", end="", file=sys.stderr, flush=True)
