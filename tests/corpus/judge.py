"""What became of a damaged return: a named fault, a counted fate, or nothing at all."""

import shutil
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pooledfunds.catalogue.sources import BODY_LISTS
from pooledfunds.core.codelists import read_tables
from pooledfunds.core.errors import StudyError
from pooledfunds.core.settings import read_basis, read_study, word_list_files
from pooledfunds.hospital.measure import council_places, measure_stays
from pooledfunds.run.hes import stage_extract
from pooledfunds.staging.stage import stage_returns
from tests.corpus.text_damage import Kind

FAULT, FATE, SAME = "named fault", "counted fate", "read as before"
SILENT, UNNAMED, TRACEBACK = "silent", "fault without its file", "traceback"
LIMIT_SECONDS = 10
STUDY = "means_to_an_end"
# Tables that account for what was read, and are no results themselves.
ACCOUNTS = {
    "return_accounts", "pssex1_audit", "hes_row_accounts", "hes_quality", "hes_breaks",
    "hes_fields_delivered",
}  # fmt: skip
# How many rows there were is not the fate of any.
NO_FATE = {"submitted", "kept"}
# Where a record stood in its file changes with the file.
PLACE_COLUMNS = {"file", "line", "row", "edition"}


@dataclass(frozen=True)
class Outcome:
    """What became of one damaged return; ``changed`` names the results that are others now."""

    word: str
    message: str
    seconds: float
    changed: tuple[str, ...] = ()

    def right_for(self, kind: Kind) -> bool:
        """Return whether the outcome is right for a kind of damage, and came in time."""
        as_before = self.word in {SAME, FATE} and not self.changed
        if kind.harmless:
            right = as_before
        else:
            right = self.word in {FAULT, FATE} or (kind.either and as_before)
        return right and self.seconds <= LIMIT_SECONDS


Tables = Mapping[str, pd.DataFrame]


class Reader:
    """Reads one source with the lists of bodies, as the study would, from a folder of returns."""

    def __init__(self, raw: Path):
        self.raw = raw
        study, basis = read_study(STUDY), read_basis(STUDY, "artificial")
        self.sources = basis.sources
        self.settings = {name: study[name] for name in ("pssex1", "register")}
        self.hes = study["hes"]
        self.words = read_tables(word_list_files(STUDY, basis))

    def read(self, source: str, replaced: Mapping[str, Path | None]) -> Tables:
        """Return the tables of a source, some of whose files stand elsewhere, or are gone."""
        wanted = dict.fromkeys((*BODY_LISTS, source))
        paths = {
            name: [
                str(replaced.get(file, self.raw / file))
                for file in self.sources[name]
                if replaced.get(file, "") is not None
            ]
            for name in wanted
        }
        if source == "hes_apc":
            folder = next(iter(replaced.values())).parent / "staged"
            shutil.rmtree(folder, ignore_errors=True)
            return self.hospital(paths, folder)
        return stage_returns(paths, self.words, self.settings)

    def hospital(self, paths: Mapping[str, list[str]], folder: Path) -> Tables:
        """Return what hospital extracts give: their accounts, and the counts made from stays."""
        staged = stage_extract(paths["hes_apc"], folder, self.hes, self.words)
        bodies = stage_returns(
            {name: paths[name] for name in BODY_LISTS}, self.words, self.settings
        )
        places = council_places(bodies["bodies"], self.hes["attribution"]["council"])
        counts = measure_stays(folder, self.hes, self.words["hes_diagnosis_sets"], places)
        return staged | counts


def judge(read: Callable[[], Tables], before: Tables, name: str) -> Outcome:
    """Return what becomes of a damaged return.

    Parameters
    ----------
    read
        Reads the damaged return.
    before
        What the sound return gives.
    name
        Name of the damaged file, which a fault must name.
    """
    start = time.perf_counter()
    try:
        after = read()
    except StudyError as error:
        word = FAULT if name in str(error) else UNNAMED
        return Outcome(word, str(error), time.perf_counter() - start)
    except Exception:
        return Outcome(TRACEBACK, traceback.format_exc(limit=-3), time.perf_counter() - start)
    seconds = time.perf_counter() - start
    changed = tuple(
        table for table in before if table not in ACCOUNTS and differ(before[table], after[table])
    )
    fates = new_fates(before, after)
    if fates:
        return Outcome(FATE, "; ".join(fates), seconds, changed)
    word = SILENT if changed else SAME
    return Outcome(word, f"changed: {', '.join(changed) or 'nothing'}", seconds, changed)


def differ(before: pd.DataFrame, after: pd.DataFrame) -> bool:
    """Return whether two tables hold other rows, whatever their order."""
    columns = [name for name in before if name not in PLACE_COLUMNS]
    one, other = (
        table[columns].astype(str).sort_values(columns).reset_index(drop=True)
        for table in (before, after)
    )
    return not one.equals(other)


def new_fates(before: Tables, after: Tables) -> list[str]:
    """Return the lines of the accounts that tell of something that was not there before."""
    told = []
    for table in ACCOUNTS & set(before):
        old, new = (
            {tuple(row) for row in one.astype(str).itertuples(index=False)}
            for one in (before[table], after[table])
        )
        place = list(before[table]).index("fate") if "fate" in before[table] else None
        told += [
            f"{table}: {', '.join(map(str, row))}"
            for row in sorted(new - old)
            if place is None or row[place] not in NO_FATE
        ]
    return told
