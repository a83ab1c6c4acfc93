"""Fuzz every reader for a declared time: ``make fuzz SECONDS=600``.

python -m tests.fuzz [SECONDS] [--only SOURCE]
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from pooledfunds.synthetic.england import generate_synthetic_england
from pooledfunds.synthetic.ten_years_on.write import write_world
from tests.corpus.__main__ import VOLUME
from tests.fuzz.damage import damaged
from tests.fuzz.readers import StudyReaders

EACH = 2  # inputs before the next reader's turn


def studies(folder: Path) -> Iterator[StudyReaders]:
    """Yield the readers of each study, over a small invented world of it."""
    worlds = {
        "means_to_an_end": (
            generate_synthetic_england,
            {"seed": 2009, "truth": "report", "hes_volume": VOLUME},
        ),
        "ten_years_on": (
            write_world,
            {
                "seed": 2015,
                "areas_per_cell": 1,
                "monthly_correlation": 0.9,
                "regional_correlation": 0.1,
                "effects": {},
            },
        ),
    }
    for study, (write, world) in worlds.items():
        write(folder / study, world)
        yield StudyReaders(study, folder / study, folder / f"{study}-fuzzed")


def fuzz(readers: StudyReaders, source: str, file: str, number: int, examples: int) -> None:
    """Give a reader some damaged inputs, others for each number; an AssertionError tells of one."""

    @seed(number)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(damaged((readers.raw / file).read_bytes()))
    def one(data: bytes) -> None:
        readers.read(source, file, data)

    one()


def main() -> int:
    """Fuzz until the time is over; what fails is named, and its input kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("seconds", type=float, nargs="?", default=600)
    parser.add_argument("--only", default="", help="sources whose name has this word")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    files = [
        (readers, source, file)
        for readers in studies(folder)
        for source, file in readers.files()
        if options.only in source
    ]
    tried, failed = Counter[str](), Counter[str]()
    until, number = time.monotonic() + options.seconds, options.seed
    while time.monotonic() < until:
        number += 1
        for readers, source, file in files:
            if time.monotonic() > until:
                break
            try:
                fuzz(readers, source, file, number, EACH)
            except AssertionError as error:
                failed[source] += 1
                print(f"{error} ({file}, seed {number}): {error.__cause__!r}", flush=True)
            tried[source] += EACH
    print(f"{sum(tried.values()):,} inputs to {len(tried)} sources, {len(files)} files")
    print(f"{sum(failed.values())} failures {dict(failed)}; inputs are kept in {folder}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
