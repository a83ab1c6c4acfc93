"""What Spark lacks or refuses is said in one sentence, which quotes nothing of a record."""

import pytest

from pooledfunds.core import spark_session
from pooledfunds.core.errors import StudyError
from pooledfunds.core.spark_session import elsewhere, plain_spark_errors, spark_faults

RECORD = "0123456789 born 1931"


@pytest.fixture
def nothing(monkeypatch):
    """A machine without pyspark and Java."""
    monkeypatch.setattr(spark_session, "find_spec", lambda _name: None)
    monkeypatch.setattr(spark_session.shutil, "which", lambda _name: None)
    for name in ("JAVA_HOME", "SPARK_REMOTE", "SPARK_CONF_DIR", "SPARK_HOME"):
        monkeypatch.delenv(name, raising=False)


def test_what_is_not_installed_is_told_with_what_installs_it(nothing, monkeypatch):
    python, java = spark_faults()
    assert "pip install '.[spark]'" in python and "openjdk-17-jre-headless" in java
    monkeypatch.setenv("SPARK_REMOTE", "sc://host:15002")
    assert spark_faults() == [python]


def test_sparks_own_configuration_says_where_it_runs(nothing, monkeypatch, tmp_path):
    monkeypatch.setenv("SPARK_CONF_DIR", str(tmp_path))
    assert not elsewhere()
    (tmp_path / "spark-defaults.conf").write_text("spark.master yarn\n")
    assert elsewhere()


class Refused(Exception):
    """An error of pyspark's."""

    __module__ = "pyspark.errors"

    def __init__(self, condition):
        super().__init__(f"[{condition}] {RECORD}")
        self.condition = condition

    def getCondition(self):  # noqa: N802
        return self.condition


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("TABLE_OR_VIEW_NOT_FOUND", "there is no such table"),
        ("INSUFFICIENT_PERMISSIONS", "permission refused"),
        ("java.lang.OutOfMemoryError", "raise hes.engine.memory_limit"),
        ("PATH_NOT_FOUND", "no such file where Spark's workers look for it"),
        ("CAST_OVERFLOW", "it stopped with CAST_OVERFLOW"),
    ],
)
def test_a_refusal_is_one_sentence(condition, told):
    with pytest.raises(StudyError) as found, plain_spark_errors("apc_0506"):
        raise Refused(condition)
    assert str(found.value).startswith("Spark, apc_0506: ") and told in str(found.value)
    assert RECORD not in str(found.value)
    assert found.value.__suppress_context__


def test_an_error_of_another_kind_goes_on():
    with pytest.raises(KeyError), plain_spark_errors("apc_0506"):
        raise KeyError("ours")
