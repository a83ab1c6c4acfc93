"""Write the invented England: the raw files of the artificial basis, in the official layouts."""

import json
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from pooledfunds.artificial.places import (
    write_care_trusts,
    write_councils,
    write_deprivation,
    write_pairs,
    write_pcts,
    write_population,
)
from pooledfunds.artificial.pssex1_across import write_across_2006_07, write_across_2007_08
from pooledfunds.artificial.pssex1_detailed import write_detailed
from pooledfunds.artificial.pssex1_series import write_series
from pooledfunds.artificial.world import World, declare_world, truth

DETAILED = "pssex1/detailed_expenditure_by_council_{}.xlsx"

# Every file with its writer, the slowest first so that two processes end together.
WRITERS: dict[str, Callable[[Path, World], None]] = {
    DETAILED.format("2006-07"): partial(write_detailed, year="2006/07"),
    DETAILED.format("2005-06"): partial(write_detailed, year="2005/06"),
    DETAILED.format("2007-08"): partial(write_detailed, year="2007/08"),
    "pssex1/expend0607.xlsx": write_across_2006_07,
    "pssex1/expend2008.xlsx": write_across_2007_08,
    "deprivation/imd2007_lsoa.csv": write_deprivation,
    "pssex1/GrossNetPSS2007-08.xlsx": write_series,
    "population/council_population_2004-2010.csv": write_population,
    "places/pct_152.csv": write_pcts,
    "places/council_150.csv": write_councils,
    "places/pct_to_council_2008.csv": write_pairs,
    "places/care_trusts.csv": write_care_trusts,
}
TRUTH = "TRUTH.json"
FILES = (*WRITERS, TRUTH)


def invent_england(root: Path, settings: dict, processes: int | None = None) -> None:
    """Write every file of FILES under a folder.

    Parameters
    ----------
    root : Path
        Folder of the raw files; made if absent.
    settings : dict
        {"seed": int, "truth": "report" or "effect"}; the same settings give the same bytes.
    processes : int, optional
        Processes that write at the same time; the machine's cores when not given.
    """
    root = Path(root)
    world = declare_world(settings)
    processes = processes or os.cpu_count()
    with ProcessPoolExecutor(processes, initializer=_hold, initargs=(world,)) as pool:
        for done in [pool.submit(_write, root, name) for name in WRITERS]:
            done.result()
    answers = json.dumps(truth(world), indent=2, ensure_ascii=False)
    (root / TRUTH).write_text(answers + "\n", encoding="utf-8")


_held: dict[str, World] = {}


def _hold(world: World) -> None:
    """Keep the world in a process, so that it is handed over once."""
    _held["world"] = world


def _write(root: Path, name: str) -> None:
    """Write one file of the held world."""
    WRITERS[name](root / name, _held["world"])
