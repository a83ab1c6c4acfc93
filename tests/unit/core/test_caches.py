import os

import pytest

from pooledfunds.core import caches


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
