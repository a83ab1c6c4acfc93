"""Write the invented small England: every return of the study, in the official layouts."""

import json
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from pooledfunds.core.ownership import own_folder
from pooledfunds.synthetic.ten_years_on import activity, delays, finance, indicators, lookups
from pooledfunds.synthetic.ten_years_on.world import MONTHS, World, declare_world, planted

WRITERS: dict[str, Callable[[Path, World], None]] = {
    "places/councils.csv": lookups.write_councils,
    "places/177.csv": lookups.write_district_lookup,
    "places/211.csv": lookups.write_small_area_lookup,
    "population/la_pop_estimates.csv": lookups.write_population,
    "deprivation/imd2015_upper_tier_summaries.xlsx": lookups.write_deprivation,
    "pss_expenditure/pss-exp-eng-14-15-fin-coun-lev-exp-data.csv": finance.write_expenditure,
    "pss_expenditure/pss-exp-eng-15-16-fin-add-data.csv": finance.write_fund_2015_16,
    "pss_expenditure/CSV_ASCFR_Additional_2016-17.csv": finance.write_fund_2016_17,
    "falls/admissions_falls.csv": indicators.write_falls,
    "place_of_death/deaths_at_home.csv": indicators.write_deaths,
    **{
        f"delayed_transfers/{delays.file_name(month)}": partial(delays.write_month, month=month)
        for month in MONTHS
    },
    **{
        f"monthly_activity/{activity.file_name(month)}": partial(activity.write_month, month=month)
        for month in activity.ACTIVITY_MONTHS
    },
}
TRUTH = "TRUTH.json"


def write_world(root: Path, settings: Mapping, processes: int | None = None) -> None:
    """Write every file of ``WRITERS``, and what is planted, under a folder.

    Parameters
    ----------
    root
        Folder of the raw files; made if absent.
    settings
        As ``declare_world`` takes them; the same settings give the same bytes.
    processes
        Processes that write at the same time; the machine's cores when not given.

    Raises
    ------
    StudyError
        When the folder holds files that were not invented, or a setting is unknown.
    """
    root = Path(root)
    world = declare_world(settings)
    own_folder(root)
    with ProcessPoolExecutor(processes or os.cpu_count(), initializer=hold, initargs=(world,)) as p:
        list(p.map(write_file, [root] * len(WRITERS), WRITERS, chunksize=8))
    answers = {"settings": dict(settings), "planted": planted(world)}
    text = json.dumps(answers, indent=2, ensure_ascii=False)
    (root / TRUTH).write_text(text + "\n", encoding="utf-8")


_held: dict[str, World] = {}


def hold(world: World) -> None:
    """Keep the world in a process, so that it is handed over once."""
    _held["world"] = world


def write_file(root: Path, name: str) -> None:
    """Write one file of the held world."""
    WRITERS[name](root / name, _held["world"])
