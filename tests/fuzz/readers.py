"""Every text and workbook reader of a study, each given one file's bytes."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from pooledfunds.catalogue.readers import READERS
from pooledfunds.core.codelists import read_tables
from pooledfunds.core.errors import StudyError
from pooledfunds.core.financial_year import year_name
from pooledfunds.core.settings import read_basis, read_study, word_list_files
from pooledfunds.run.hes import stage_extract
from pooledfunds.staging.stage import stage_returns
from tests.conftest import ROOT

HOSPITAL = "hes_apc"
READ, FAULT = "read", "named fault"
LIMIT_SECONDS = 20  # of processor; tracing takes part of it
A_YEAR = 12  # files of a source with one for each month: a year of them is read


def values_of(text: bytes) -> set[bytes]:
    """Return what may be a value of a record: six letters or more, a digit among them."""
    return {word for word in re.findall(rb"[\w-]{6,}", text) if re.search(rb"\d", word)}


# Names of fields, which a fault may tell wherever damage has put the heading.
FIELDS = values_of((ROOT / "config/codelists/hes_fields.csv").read_bytes())


class StudyReaders:
    """Reads the returns of a study's invented world, one file of them replaced."""

    def __init__(self, study: str, raw: Path, folder: Path):
        self.study, self.raw, self.folder = study, raw, folder
        basis, self.settings = read_basis(study, "artificial"), read_study(study)
        self.sources = {
            source: [file for file in files if (raw / file).is_file()]
            for source, files in basis.sources.items()
        }
        self.words = read_tables(word_list_files(study, basis))

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield each source with a file of each form that it has, and with every text."""
        read = {reader.source for reader in READERS} | {HOSPITAL}
        for source, files in self.sources.items():
            if source not in read or not files:
                continue
            few = files if len(files) < A_YEAR else files[::A_YEAR]
            yield from ((source, file) for file in few)

    def read(self, source: str, file: str, data: bytes) -> str:
        """Read a source of which one file holds other bytes; return READ or FAULT.

        Raises
        ------
        AssertionError
            When that ends in anything but a value or the project's own fault, which names a file of
            the source and no patient's values, or takes too long.
        """
        place = self.folder / source / Path(file).name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        began = time.process_time()  # that of the clock is also the machine's other work
        try:
            self._read(source, file, place)
            outcome = READ
        except StudyError as error:
            outcome = FAULT
            self.judge(source, str(error), data)
        except Exception as error:
            raise AssertionError(f"{source}: {error!r:.300}") from error
        seconds = time.process_time() - began
        assert seconds <= LIMIT_SECONDS, f"{source}: {seconds:.0f} seconds"
        return outcome

    def judge(self, source: str, message: str, data: bytes) -> None:
        """Hold a fault against what it must name, and what it must not."""
        names = {Path(file).name for file in self.sources[source]}
        assert any(name in message for name in names), f"{source}: no file named: {message:.300}"
        if source == HOSPITAL:
            head, _, rows = data.partition(b"\n")
            told = values_of(rows) - values_of(head) - FIELDS
            told &= values_of(message.encode())
            assert not told, f"{source}: values told: {told}"

    def _read(self, source: str, file: str, place: Path) -> None:
        if source == HOSPITAL:
            stage_extract([place], place.parent / "staged", self.settings["hes"], self.words)
            return
        paths = {one: [str(self.raw / f) for f in self.sources[one]] for one in self.before(source)}
        files, words = self.sources[source], self.words
        if len(files) >= A_YEAR:
            first = files.index(file)
            files = files[first : first + A_YEAR]
            words = words | {"source_years": self.year_of(source, first // A_YEAR)}
        paths[source] = [str(place if one == file else self.raw / one) for one in files]
        stage_returns(paths, words, self.settings)

    def year_of(self, source: str, number: int) -> pd.DataFrame:
        """Return the years of sources, of a source one year: its first and some after."""
        years = self.words["source_years"].copy()
        own = years["source"] == source
        year = year_name(int(years.loc[own, "first"].item()[:4]) + number)
        years.loc[own, ["first", "last"]] = year
        return years

    def before(self, source: str) -> list[str]:
        """Return the sources whose tables the readers of a source need, and the lists of bodies."""
        gives = {table.name: reader for reader in READERS for table in reader.gives}
        asked = [reader for reader in READERS if reader.source == source or reader.lists_bodies]
        found: dict[str, None] = {}
        while asked:
            reader = asked.pop()
            if reader.source and reader.source not in found:
                found[reader.source] = None
            asked += [gives[name] for name in reader.needs]
        return [one for one in found if one in self.sources]
