"""Every text and workbook reader of a study, each given one file's bytes."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from pooledfunds.catalogue.readers import READERS
from pooledfunds.core.codelists import read_tables
from pooledfunds.core.errors import StudyError
from pooledfunds.core.settings import read_basis, read_study, word_list_files
from pooledfunds.run.hes import stage_extract
from pooledfunds.staging.stage import stage_returns

HOSPITAL = "hes_apc"
LIMIT_SECONDS = 10
A_SERIES = 12  # of as many files of a source, the one that is fuzzed is read alone


class StudyReaders:
    """Reads the returns of a study's invented world, one file of them replaced."""

    def __init__(self, study: str, raw: Path, folder: Path):
        self.raw, self.folder = raw, folder
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
            few = files if len(files) < A_SERIES else files[::A_SERIES]
            yield from ((source, file) for file in few)

    def read(self, source: str, file: str, data: bytes) -> None:
        """Read a source of which one file holds other bytes.

        Raises
        ------
        AssertionError
            When that ends in anything but a value or the project's own fault, or takes too long.
        """
        place = self.folder / source / Path(file).name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        began = time.process_time()  # that of the clock is also the machine's other work
        try:
            self._read(source, file, place)
        except StudyError:
            pass
        except Exception as error:
            kept = place.with_name(f"failed-{place.name}")
            shutil.copy(place, kept)
            raise AssertionError(f"{source}: {type(error).__name__} from {kept}") from error
        seconds = time.process_time() - began
        assert seconds <= LIMIT_SECONDS, f"{source}: {seconds:.0f} seconds"

    def _read(self, source: str, file: str, place: Path) -> None:
        if source == HOSPITAL:
            stage_extract([place], place.parent / "staged", self.settings["hes"], self.words)
            return
        paths = {one: [str(self.raw / f) for f in self.sources[one]] for one in self.before(source)}
        others = self.sources[source] if len(self.sources[source]) < A_SERIES else [file]
        paths[source] = [str(place if one == file else self.raw / one) for one in others]
        stage_returns(paths, self.words, self.settings)

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
