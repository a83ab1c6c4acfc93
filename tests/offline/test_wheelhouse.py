"""The installation that docs/database.md and docs/slurm.md describe, where there is no network.

``make test-offline`` runs it: some 400 MB are downloaded, and installed in a network namespace that
holds nothing, not even a loopback that is up. It takes minutes, so `make test` only says that it
was skipped.
"""

import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT

ASKED = os.environ.get("TEST_OFFLINE") == "1"
BUILDING = ["setuptools>=77", "wheel"]  # for what has no wheel of its own
EXTRAS = ["psycopg[binary]>=3.2", "snakemake-executor-plugin-slurm>=2", *BUILDING]
ALONE = ["unshare", "--net"] if os.getuid() == 0 else ["unshare", "--net", "--map-root-user"]
NO_NETWORK = """
import socket
try:
    socket.create_connection(("127.0.0.1", 9), timeout=2)
except OSError as error:
    print(error.strerror)
"""

pytestmark = pytest.mark.skipif(not ASKED, reason="installs from the internet: make test-offline")


def run(*command, alone=False, **options):
    """Run a command, in an empty network namespace if asked; return what it prints."""
    done = subprocess.run(
        [*(ALONE if alone else []), *map(str, command)], capture_output=True, text=True, **options
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project's files with a wheelhouse beside it."""
    folder = tmp_path_factory.mktemp("secure") / "project"
    kept = run("git", "-C", ROOT, "ls-files", "-z").split("\0")
    for name in filter(None, kept):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name, follow_symlinks=False)  # profiles is a link
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "-d", "wheelhouse"]
    run(*pip, "-r", "requirements.lock", cwd=folder)
    run(*pip, *EXTRAS, cwd=folder)
    return folder


def test_a_wheelhouse_installs_and_the_study_starts_without_a_network(project):
    assert "unreachable" in run(sys.executable, "-c", NO_NETWORK, alone=True)
    run(sys.executable, "-m", "venv", ".venv", cwd=project, alone=True)
    # Whatever index this machine is told of, and whatever it has fetched before, is not there
    away = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    away |= {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1"}
    away["PATH"] = f"{project}/.venv/bin:{away['PATH']}"
    pip = [".venv/bin/pip", "install", "--quiet", "--no-index", "--find-links", "wheelhouse"]
    run(*pip, "-r", "requirements.lock", cwd=project, alone=True, env=away)
    run(*pip, *EXTRAS, cwd=project, alone=True, env=away)
    run(*pip, "--no-deps", "--no-build-isolation", "-e", ".", cwd=project, alone=True, env=away)
    told = run(".venv/bin/snakemake", "check", cwd=project, alone=True, env=away)
    assert "Study: means_to_an_end; basis: artificial" in told
    importing = "import psycopg, snakemake_executor_plugin_slurm, pooledfunds.run.database"
    run(".venv/bin/python", "-c", importing, cwd=project, alone=True, env=away)
