"""Write the invented England: the raw files of the artificial basis, in the official layouts."""

import json
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from pooledfunds.core.ownership import MARKER, own_folder
from pooledfunds.synthetic import delayed_transfers as delays
from pooledfunds.synthetic import national_figures as figures
from pooledfunds.synthetic.equipment_delivery import write_equipment
from pooledfunds.synthetic.ground_truth import hospital_answers, truth
from pooledfunds.synthetic.hes import admissions as hospital
from pooledfunds.synthetic.places import (
    write_care_trusts,
    write_councils,
    write_deprivation,
    write_pairs,
    write_pct_deprivation,
    write_pct_population,
    write_pcts,
    write_population,
)
from pooledfunds.synthetic.pooled_fund_register.notifications import write_notifications, write_wcc
from pooledfunds.synthetic.pooled_fund_register.write import write_register
from pooledfunds.synthetic.predecessors import write_predecessors
from pooledfunds.synthetic.programme_budgets import write_budgets
from pooledfunds.synthetic.pssex1.across import write_across_2006_07, write_across_2007_08
from pooledfunds.synthetic.pssex1.detailed import write_detailed
from pooledfunds.synthetic.pssex1.series import write_series
from pooledfunds.synthetic.world import World, declare_world

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
    "places/body_successors_2006.csv": write_predecessors,
    "population/pct_population_2004-2010.csv": write_pct_population,
    "deprivation/pct_imd2007.csv": write_pct_deprivation,
    "register/survey/arrangements.csv": partial(write_register, table="arrangements"),
    "register/survey/partners.csv": partial(write_register, table="partners"),
    "register/survey/contributions.csv": partial(write_register, table="contributions"),
    "register/survey/funds.csv": partial(write_register, table="funds"),
    "register/survey/responses.csv": partial(write_register, table="responses"),
    "register/survey/agreements.csv": partial(write_register, table="agreements"),
    "register/survey/scorecard.csv": partial(write_register, table="scorecard"),
    "register/survey/quarters.csv": partial(write_register, table="quarters"),
    "register/notification/arrangements.csv": partial(write_notifications, table="arrangements"),
    "register/notification/partners.csv": partial(write_notifications, table="partners"),
    "register/notification/funds.csv": partial(write_notifications, table="funds"),
    "register/wcc_mental_health_pools_2006-07.csv": write_wcc,
    "national/dass_survey_2008-09.csv": figures.write_dass_survey,
    "national/auditor_returns_2007-08.csv": figures.write_auditor_returns,
    "national/departmental_report_2009.csv": figures.write_departmental_report,
    "national/control_totals.csv": figures.write_national_totals,
    "programme_budgets/programme_budgets_2005-09.csv": write_budgets,
    "delayed_transfers/sitrep_weekly_by_council.csv": delays.write_weekly,
    "delayed_transfers/sitrep_quarterly_by_council.csv": delays.write_quarterly,
    "delayed_transfers/sitrep_quarterly_by_provider.csv": delays.write_providers,
    "indicators/d41_2005-08.csv": delays.write_d41,
    "indicators/ni131_2008-09.csv": delays.write_ni131,
    "indicators/d54_2003-08.csv": write_equipment,
}
TRUTH = "TRUTH.json"
FILES = (*WRITERS, TRUTH, MARKER)
# Written beside them where the settings ask for records: by far the largest of the returns.
HOSPITAL = hospital.FILES


def generate_synthetic_england(root: Path, settings: dict, processes: int | None = None) -> None:
    """Write every file of FILES under a folder.

    Parameters
    ----------
    root
        Folder of the raw files; made if absent.
    settings
        {"seed": int, "truth": "report" or "effect"} and, where hospital episodes are wanted,
        "hes_volume": the share of England's (`hospital.DELIVERED`) to write; the same settings
        give the same bytes.
    processes
        Processes that write at the same time; the machine's cores when not given.

    Raises
    ------
    StudyError
        When the folder holds files that were not invented.
    """
    root = Path(root)
    own_folder(root)
    volume = settings.get("hes_volume", 0)
    world = declare_world({name: settings[name] for name in settings if name != "hes_volume"})
    processes = processes or os.cpu_count()
    answers = truth(world)
    with ProcessPoolExecutor(processes, initializer=_hold, initargs=(world,)) as pool:
        episodes = pool.submit(_write_hospital, root, volume) if volume else None
        for done in [pool.submit(_write, root, name) for name in WRITERS]:
            done.result()
        if episodes:
            answers["hospital_extract"] = episodes.result()
    text = json.dumps(answers, indent=2, ensure_ascii=False)
    (root / TRUTH).write_text(text + "\n", encoding="utf-8")


_held: dict[str, World] = {}


def _hold(world: World) -> None:
    """Keep the world in a process, so that it is handed over once."""
    _held["world"] = world


def _write(root: Path, name: str) -> None:
    """Write one file of the held world."""
    WRITERS[name](root / name, _held["world"])


def _write_hospital(root: Path, volume: float) -> dict:
    """Write the hospital episodes of the held world and return what they hide."""
    return hospital_answers(hospital.write_hospital(root, _held["world"], volume))
