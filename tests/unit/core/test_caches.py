import os
import subprocess
import sys

import pytest
from numba import types

from pooledfunds.core import caches

NO_FOLDER = """
from numba.core import caching
caching._CacheLocator.from_function = classmethod(lambda *_: None)
for locator in vars(caching).values():
    if isinstance(locator, type) and issubclass(locator, caching._CacheLocator):
        locator.from_function = classmethod(lambda *_: None)
from numba import types
from pooledfunds.core.caches import compiled
print(compiled(types.int64(types.int64))(lambda number: number + 1)(2))
"""


@pytest.fixture
def environment(monkeypatch):
    for variable in caches.CACHES:
        monkeypatch.delenv(variable, raising=False)
    return monkeypatch


def test_a_cache_that_can_be_written_where_it_is_stays_there(environment, tmp_path):
    environment.setattr(caches, "CACHES", {"NUMBA_CACHE_DIR": ("numba", tmp_path)})
    caches.keep_caches(tmp_path / "run")
    assert "NUMBA_CACHE_DIR" not in os.environ


def test_one_that_cannot_goes_to_the_run(environment, tmp_path):
    environment.setattr(caches, "CACHES", {"NUMBA_CACHE_DIR": ("numba", tmp_path / "absent")})
    caches.keep_caches(tmp_path / "run")
    assert os.environ["NUMBA_CACHE_DIR"] == str(tmp_path / "run" / "numba")
    assert (tmp_path / "run" / "numba").is_dir()
    environment.delenv("NUMBA_CACHE_DIR")


def test_one_that_a_user_has_set_stays(environment, tmp_path):
    environment.setattr(caches, "CACHES", {"NUMBA_CACHE_DIR": ("numba", tmp_path / "absent")})
    environment.setenv("NUMBA_CACHE_DIR", "/elsewhere")
    caches.keep_caches(tmp_path / "run")
    assert os.environ["NUMBA_CACHE_DIR"] == "/elsewhere"


def test_a_function_is_compiled_where_no_cache_can_be_kept():
    run = subprocess.run([sys.executable, "-c", NO_FOLDER], capture_output=True, text=True)
    assert (run.stdout, run.stderr) == ("3\n", "")


def test_another_fault_of_compilation_is_not_hidden(monkeypatch):
    def fail(*_, **__):
        raise RuntimeError("out of registers")

    monkeypatch.setattr("numba.njit", fail)
    with pytest.raises(RuntimeError, match="out of registers"):
        caches.compiled(types.int64(types.int64))(len)
