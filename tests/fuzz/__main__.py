"""Fuzz every reader for a declared time: ``make fuzz SECONDS=600`` writes ``docs/fuzz.md``.

python -m tests.fuzz [SECONDS] [--only SOURCE] [--seed N] [--corpus FOLDER] [--page FILE]

Guided by coverage: an input that takes a way through the readers' code that none took before is
kept, and damaged further. The reader that took least time is next, and half of its time is forgiven
for each find. The loop is our own: Atheris (libFuzzer) fuzzes one reader in a process and never
returns from it, and here sixty files of as many layouts take turns within one declared time.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from pooledfunds.catalogue.declarations import function_of
from pooledfunds.core.settings import read_basis
from tests.corpus.__main__ import VOLUME
from tests.fuzz.page import page
from tests.fuzz.readers import StudyReaders
from tests.fuzz.target import Target

EACH = 4  # inputs before another reader's turn
# What of a study's invented world is smaller here, so that its readers are quick.
SMALLER = {"means_to_an_end": {"hes_volume": VOLUME}, "ten_years_on": {}}


def studies(folder: Path) -> Iterator[StudyReaders]:
    """Yield the readers of each study, over a small invented world of it."""
    for study, smaller in SMALLER.items():
        world = dict(read_basis(study, "artificial").world)
        function_of(world.pop("writer"))(folder / study, {**world, **smaller})
        yield StudyReaders(study, folder / study, folder / f"{study}-fuzzed")


def targets_of(readers: StudyReaders, corpus: Path) -> list[Target]:
    """Return the targets of a study's readers, whose inputs are kept in a folder."""
    return [
        Target(readers, source, file, corpus / readers.study / source / Path(file).name)
        for source, file in readers.files()
    ]


def fuzz(targets: list[Target], seconds: float, first: int = 0) -> None:
    """Give turns to the targets until the time is over."""
    until = time.monotonic() + seconds
    for number in count(first):
        if time.monotonic() > until:
            return
        target = min(targets, key=lambda one: one.spent)
        failed = len(target.failures)
        target.turn(number, EACH)
        for failure in target.failures[failed:]:
            print(f"{target.name}, seed {number}: {failure}", flush=True)


def main() -> int:
    """Fuzz until the time is over; what fails is named, and its input kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("seconds", type=float, nargs="?", default=600, help="after the sound files")
    parser.add_argument("--only", default="", help="sources whose name has this word")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--corpus", type=Path, default=Path(".fuzz"), help="inputs that are kept")
    parser.add_argument("--page", type=Path, help="where the table goes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        targets = [
            target
            for readers in studies(Path(folder))
            for target in targets_of(readers, options.corpus)
            if options.only in target.source
        ]
        for target in targets:
            target.begin()
        print(f"{len(targets)} sound files are read; now {options.seconds:.0f} s", flush=True)
        before = time.process_time()
        fuzz(targets, options.seconds, options.seed)
        processor = time.process_time() - before
    text = page(targets, options.seconds, processor)
    print(text)
    if options.page:
        options.page.write_text(text, encoding="utf-8")
    failures = [failure for target in targets for failure in target.failures]
    print(*failures, sep="\n")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
