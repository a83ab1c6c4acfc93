"""A Spark session held to the study's limits, and what Spark refuses, in words (decision 120).

pyspark is an extra (``pip install '.[spark]'``): nothing here imports it before it is asked for.
"""

import os
import shutil
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from pooledfunds.core.errors import StudyError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

TABLE = "spark:"  # before the name of a table of a catalogue, among the sources of a basis
REMOTE = "SPARK_REMOTE"  # the address of a Spark Connect server, as pyspark itself reads it
# What Spark calls a refusal (its error conditions), and what is said of it here: its own words
# may quote a value or a statement.
REFUSALS = {
    "TABLE_OR_VIEW_NOT_FOUND": "there is no such table; see hes_apc in the basis file",
    "SCHEMA_NOT_FOUND": "there is no such schema; see hes_apc in the basis file",
    "NO_SUCH_CATALOG": "there is no such catalogue; see hes_apc in the basis file",
    "INSUFFICIENT_PERMISSIONS": "permission refused: ask for the right to read the table",
    "PERMISSION_DENIED": "permission refused: ask for the right to read the table",
    "AccessControlException": "permission refused: ask for the right to read the files",
    "PATH_NOT_FOUND": "there is no such file where Spark's workers look for it: the project's "
    "folder and the returns must lie where all of them reach them",
    "OutOfMemoryError": "not enough memory: raise hes.engine.memory_limit, or "
    "spark.executor.memory on a cluster",
    "ConnectException": "the server cannot be reached: see to SPARK_REMOTE or spark.master",
    "failed to connect": "the server cannot be reached: see to SPARK_REMOTE or spark.master",
    "UNAVAILABLE": "the server cannot be reached: see to SPARK_REMOTE or spark.master",
    "No space left on device": "no room left to write to: make room, or name another folder in "
    "hes.engine.spill",
    "ModuleNotFoundError": "its workers lack a package: install this project and its packages "
    "where they run (docs/spark.md)",
}


def spark_faults() -> list[str]:
    """Return a sentence for each thing that Spark needs and this machine lacks."""
    faults = []
    if find_spec("pyspark") is None:
        faults.append("hes.engine.name: spark needs pyspark: pip install '.[spark]'")
    java = Path(os.environ.get("JAVA_HOME", "")) / "bin/java"
    if not (os.environ.get(REMOTE) or shutil.which("java") or java.is_file()):
        faults.append(
            "hes.engine.name: spark needs Java 17 or later (apt-get install "
            f"openjdk-17-jre-headless), or a server that {REMOTE} names"
        )
    return faults


def spark_session(settings: Mapping, spill: str | Path) -> "SparkSession":
    """Return the session of this process, started where there is none.

    Where it runs is Spark's own configuration to say: SPARK_REMOTE, or ``spark.master`` of
    ``$SPARK_CONF_DIR/spark-defaults.conf``. Without either it runs in this process, within
    the limits of the settings.

    Parameters
    ----------
    settings
        The section ``hes.engine``: ``memory_limit`` and ``threads``.
    spill
        Folder for what does not fit into memory, of a session in this process.
    """
    missing = spark_faults()
    if missing:
        raise StudyError("\n".join(missing))
    limits = settings["threads"], settings["memory_limit"].removesuffix("B").lower()
    return _started(*limits, str(Path(spill).absolute()))


@lru_cache(maxsize=1)
def _started(threads: int, memory: str, spill: str) -> "SparkSession":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of pandas, which only answers come as
        from pyspark.sql import SparkSession
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("pooledfunds")
    if not elsewhere():
        builder = builder.master(f"local[{threads}]")
        for name, value in local_limits(threads, memory, spill).items():
            builder = builder.config(name, value)
    for name, value in {
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.ansi.enabled": "true",  # a number too large stops the run
    }.items():
        builder = builder.config(name, value)
    with plain_spark_errors("a session"):
        session = builder.getOrCreate()
    if not os.environ.get(REMOTE):
        session.sparkContext.setLogLevel("OFF")  # what goes wrong is raised, and told once
    return session


def stop(session: "SparkSession") -> None:
    """End a session; the next one asked for starts anew."""
    session.stop()
    _started.cache_clear()


def elsewhere() -> bool:
    """Return whether Spark's own configuration says where it runs."""
    folder = os.environ.get("SPARK_CONF_DIR") or os.environ.get("SPARK_HOME", "") + "/conf"
    defaults = Path(folder) / "spark-defaults.conf"
    named = defaults.is_file() and "spark.master" in defaults.read_text(encoding="utf-8")
    return bool(os.environ.get(REMOTE)) or named


def local_limits(threads: int, memory: str, spill: str) -> dict[str, str]:
    """Return the configuration of a Spark within this process.

    Parameters
    ----------
    threads
        How many tasks run at once.
    memory
        As Spark writes it, such as ``1g``.
    spill
        Folder for what does not fit into memory.
    """
    Path(spill).mkdir(parents=True, exist_ok=True)
    return {
        "spark.driver.memory": memory,
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": str(4 * threads),
        "spark.sql.warehouse.dir": f"{spill}/warehouse",
        "spark.local.dir": spill,
        "spark.io.encryption.enabled": "true",  # of what it puts there
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }


@contextmanager
def plain_spark_errors(what: str) -> Iterator[None]:
    """Turn what Spark refuses into one sentence that quotes nothing of a record.

    Parameters
    ----------
    what
        Spark was asked for, such as a table's name.

    Raises
    ------
    StudyError
        Where Spark refuses; with its own error condition where no sentence of ours knows it.
    """
    try:
        yield
    except Exception as error:
        if not type(error).__module__.startswith(("pyspark", "py4j", "grpc")):
            raise
        condition = getattr(error, "getCondition", lambda: None)() or type(error).__name__
        told = f"{condition} {error}"
        for words, sentence in REFUSALS.items():
            if words in told:
                raise StudyError(f"Spark, {what}: {sentence}") from None
        raise StudyError(
            f"Spark, {what}: it stopped with {condition}. Its own log says why "
            "(spark.eventLog.enabled); none of its words are repeated here, for they may quote "
            "records"
        ) from None
