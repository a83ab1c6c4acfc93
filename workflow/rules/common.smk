"""
Settle what a run is made of: settings, sources at hand, folders.

Reads   config/
Writes  nothing
"""

import atexit
import os
import sys
from pathlib import Path

from pooledfunds.core.caches import keep_caches
from pooledfunds.core.disclosure import key_state
from pooledfunds.core.errors import StudyError
from pooledfunds.core.idle_jobs import end_idle_jobs
from pooledfunds.core.manifest import Changes
from pooledfunds.core.manifest import make_again_what_changed
from pooledfunds.core.manifest import read_again_what_changed
from pooledfunds.core.ownership import owner_only
from pooledfunds.core.progress import Progress
from pooledfunds.core.progress import at_terminal
from pooledfunds.report.downloads import tells_of_arrangements
from pooledfunds.run.plan import plan_run
from pooledfunds.run.records import hospital_records
from pooledfunds.run.records import passing_folders
from pooledfunds.core.run_lock import AnotherRunError
from pooledfunds.core.run_lock import LOCK_VARIABLE
from pooledfunds.core.run_lock import lock_run
from pooledfunds.core.run_lock import remove_folders
from pooledfunds.core.run_lock import remove_leftovers
from pooledfunds.core.settings import study_codelists
from pooledfunds.core.settings import study_tables
from pooledfunds.catalogue.declarations import HOSPITAL_RULES
from pooledfunds.catalogue.readers import READERS
from pooledfunds.catalogue.sources import tables_needed
from pooledfunds.catalogue.sources import tables_of_rule
from pooledfunds.core.terminal import end_on_signals
from pooledfunds.core.terminal import show_one_message
from pooledfunds.core.terminal import stop_on_signals

# One run of a study on a basis at a time: Snakemake's own lock, which a killed run leaves behind, is off in
# the profile.
LOCK = Path(".snakemake", f"{config['study']}-{config['basis']}.lock").absolute()
IS_JOB = os.environ.get(LOCK_VARIABLE) == str(LOCK)
try:
    RUN = plan_run(config, checked=IS_JOB)
except StudyError as error:
    sys.exit(str(error))
os.environ[LOCK_VARIABLE] = str(LOCK)

if RUN.unread:
    logger.warning(RUN.unread_in_words)

keep_caches(".snakemake")
TERMINAL = show_one_message(logger)
if not IS_JOB:
    stop_on_signals(TERMINAL)

PROCESSED = RUN.processed
REPORTS = f"reports/{RUN.folder}"
LOGS = f"logs/{RUN.folder}"
PROGRESS = Progress(Path(REPORTS, "index.html"))
logger.addHandler(PROGRESS)
# What was done to the files that an earlier run published. A job's own reading of this would find them half
# made, and what is asked to look at a report leaves it alone.
LOOKING = not {"verify", "check", "check_release", "compare", "-n", "--dry-run"}.isdisjoint(
    sys.argv
)
CHANGED = Changes() if IS_JOB or LOOKING else make_again_what_changed(REPORTS)
OTHERS = [] if IS_JOB or LOOKING else read_again_what_changed(REPORTS, [f"{PROCESSED}/staged"])
# What holds patients' records goes when a run ends, and what a killed one left goes before Snakemake asks what
# is there.
if not IS_JOB and not LOOKING:
    remove_leftovers(LOCK, passing_folders(RUN))
# The tables that the study's folder has, and what of its settings the readers of returns ask for.
DECLARED = study_tables(RUN.name)
ASKED = {section for reader in READERS for section in reader.settings}
READING = {section: RUN.study[section] for section in sorted(ASKED & RUN.study.keys())}


def of_study(name):
    """A file of the study's folder, where it has one."""
    return [file for file in [f"config/studies/{RUN.name}/{name}"] if Path(file).is_file()]


def passing(path):
    """Return a path of records, which goes after its last use unless records are kept."""
    return path if RUN.keep_records else temp(path)


def staged(tables=None):
    """Staged tables at hand: all, or those named."""
    return [f"{PROCESSED}/staged/{name}.parquet" for name in tables or RUN.staged]


def hospital():
    """The tables that hospital records give, where they are at hand."""
    return [f"{PROCESSED}/staged/{name}.parquet" for name in RUN.hospital]


def linked(tables=None):
    """Linked tables at hand: all, or those named."""
    return [f"{PROCESSED}/linked/{name}.parquet" for name in tables or RUN.linked]


def tellable():
    """Linked tables and those that disclosure rules made: the latter stand in where both are."""
    others = [name for name in RUN.linked if name not in RUN.protected]
    return linked(others) + [f"{PROCESSED}/protected/{name}.parquet" for name in RUN.protected]


def needed(rule):
    """Tables that a rule needs, as the catalogue says, of those at hand."""
    return [f"{PROCESSED}/{path}.parquet" for path in tables_needed(rule, RUN.at_hand, RUN.study)]


def arrangements_page():
    """The page of arrangements, where the run has anything to tell of them."""
    told = {"arrangements": f"{REPORTS}/arrangements.html"}
    return told if tells_of_arrangements(RUN.published) else {}


def written(rule):
    """Tables that a rule writes, as the catalogue says."""
    return [f"{PROCESSED}/{path}.parquet" for path in tables_of_rule(rule)]


def on_spark(rules):
    """Whether any of some rules works on hospital records by Spark."""
    named = RUN.study["hes"].get("engine", {}).get("name")
    return named == "spark" and not rules.isdisjoint(HOSPITAL_RULES)


onstart:
    end_on_signals(TERMINAL)
    # A server's answer may take its time.
    if not RUN.tables and not on_spark(set(HOSPITAL_RULES)):
        end_idle_jobs(TERMINAL.give_reason)
    if at_terminal():
        PROGRESS.start(len(list(workflow.dag.needrun_jobs())))
    if any(job.output for job in workflow.dag.needrun_jobs()):
        try:
            workflow.held = lock_run(LOCK)
        except AnotherRunError as error:
            sys.exit(str(error))
        if CHANGED:
            logger.warning(
                f"{REPORTS} is not as the last whole run left it: {CHANGED.in_words()}. What was altered or removed is made again."
            )
        if on_spark({job.rule.name for job in workflow.dag.needrun_jobs()}):
            from pooledfunds.run.on_spark import check_plans

            try:
                check_plans(RUN.study, RUN.word_lists)
            except StudyError as error:
                sys.exit(str(error))
        if OTHERS:
            logger.warning(
                f"Not what the last whole run read: {', '.join(OTHERS)}. Read again, and all made again."
            )
        with owner_only(RUN.records):  # before Snakemake makes it by the usual umask
            atexit.register(lambda: remove_folders(passing_folders(RUN)))


onsuccess:
    PROGRESS.end({job.rule.name for job in workflow.dag.jobs})
