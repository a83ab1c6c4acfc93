"""Linear algebra keeps to one thread in each of the project's processes, whatever a job has."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TASKS = Path("/proc/self/task")
WORK = f"a = np.ones((600, 600)); a @ a; print(len(list(Path('{TASKS}').iterdir())))"


def threads_after(first: str) -> int:
    """Return how many threads a process has after a product of matrices, told to take four."""
    code = f"from pathlib import Path; {first}; import numpy as np; {WORK}"
    told = os.environ | {"OPENBLAS_NUM_THREADS": "4"}
    ran = subprocess.run(
        [sys.executable, "-c", code], env=told, capture_output=True, text=True, check=True
    )
    return int(ran.stdout)


@pytest.mark.skipif(
    len(os.sched_getaffinity(0)) < 2 or not TASKS.is_dir(),
    reason="needs two cores, and Linux",
)
def test_a_process_takes_one_thread_where_snakemake_tells_it_four():
    assert threads_after("import sys") > 1
    assert threads_after("import pooledfunds.core.errors") == 1
