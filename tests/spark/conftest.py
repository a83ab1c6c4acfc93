"""Spark in the tests' own process; every test here is skipped, and says so, where it is absent."""

import os
from pathlib import Path

import pytest

from pooledfunds.core.spark_session import spark_faults, spark_session

os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")


@pytest.fixture(scope="session", autouse=True)
def few_shares(tmp_path_factory):
    """Share small tables out among few tasks: each costs more than its work."""
    if not spark_faults():
        engine = {"memory_limit": "1GB", "threads": 2}
        session = spark_session(engine, tmp_path_factory.mktemp("spill"))
        session.conf.set("spark.sql.shuffle.partitions", "2")


def pytest_collection_modifyitems(items):
    """Mark every test here; skip them, with the reason, where something is not installed."""
    lacking = spark_faults()
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.spark)
            # Spark leaves its sockets to the garbage collector
            item.add_marker(pytest.mark.filterwarnings("ignore::ResourceWarning"))
            item.add_marker(pytest.mark.filterwarnings("ignore:.*unclosed"))
            if lacking:
                item.add_marker(pytest.mark.skip(reason="; ".join(lacking)))
