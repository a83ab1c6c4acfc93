"""Compiled functions are kept, and compiled again when anything that they follow from changes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from numba import types

from pooledfunds.staging.hes._fast import compiled as module
from pooledfunds.staging.hes._fast.compiled import compiled, source_digest

NO_FOLDER = """
import sys
from importlib.util import module_from_spec, spec_from_file_location
from numba import types
from numba.core import caching
for locator in vars(caching).values():
    if isinstance(locator, type) and issubclass(locator, caching._CacheLocator):
        locator.from_function = classmethod(lambda *_: None)
spec = spec_from_file_location("alone", sys.argv[1])  # without the kernels of its package
module = module_from_spec(spec)
spec.loader.exec_module(module)
print(module.compiled(types.int64(types.int64))(module.example)(2))
"""
# A kernel, a function that it calls and a constant of a third module, as the fence has them
KERNEL = """
from numba import types
from own.callee import twice
from pooledfunds.staging.hes._fast.compiled import compiled

@compiled(types.int64(types.int64))
def kernel(number):
    return twice(number)
"""
CALLEE = """
from numba import njit
from own.constants import FACTOR

@njit
def twice(number):
    return FACTOR * number
"""
RUN = """
import sys
from pathlib import Path
from pooledfunds.staging.hes._fast import compiled
digest = compiled.source_digest
compiled.source_digest = lambda file: digest(file, Path(sys.argv[1]))
sys.path.insert(0, sys.argv[1])
from own.kernel import kernel
print(kernel(21), sum(kernel.stats.cache_hits.values()))
"""


def run_kernel(src: Path) -> list[str]:
    """Return what the kernel makes of 21, and whether it came from the cache, in a new process."""
    # Another folder for caches, which a test before this may have named, would keep them there.
    plain = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"}
    command = [sys.executable, "-c", RUN, src]
    done = subprocess.run(command, capture_output=True, text=True, env=plain)
    assert not done.stderr
    return done.stdout.split()


def test_a_change_of_a_constant_that_a_called_function_uses_is_seen(tmp_path):
    package = tmp_path / "own"
    package.mkdir()
    for name, text in (("__init__", ""), ("kernel", KERNEL), ("callee", CALLEE)):
        (package / f"{name}.py").write_text(text)
    (package / "constants.py").write_text("FACTOR = 2")
    assert [run_kernel(tmp_path), run_kernel(tmp_path)] == [["42", "0"], ["42", "1"]]
    (package / "constants.py").write_text("FACTOR = 3")
    assert [run_kernel(tmp_path), run_kernel(tmp_path)] == [["63", "0"], ["63", "1"]]
    kept = [file.suffix for file in (package / "__pycache__").glob("kernel.kernel_*")]
    assert sorted(kept) == [".nbc", ".nbi"]  # what is older is gone


def test_the_digest_of_the_kernels_is_of_all_that_is_compiled_into_them():
    fence = Path(module.__file__).parent
    sources = {Path(file).name for file in module.project_modules(fence / "columns.py", module.SRC)}
    assert {file.name for file in fence.glob("*.py")} | {"hes_codes.py", "scanned.py"} <= sources
    assert source_digest(fence / "columns.py") == source_digest(fence / "ends.py")


def test_a_function_is_compiled_where_no_cache_can_be_kept(tmp_path):
    file = tmp_path / "a/b/c/d/compiled.py"
    file.parent.mkdir(parents=True)
    example = "def example(number):\n    return number + 1\n"
    file.write_text(Path(module.__file__).read_text() + "\n\n" + example)
    run = subprocess.run([sys.executable, "-c", NO_FOLDER, file], capture_output=True, text=True)
    assert (run.stdout, run.stderr) == ("3\n", "")


def test_another_fault_of_compilation_is_not_hidden(monkeypatch):
    def fail(*_, **__):
        raise RuntimeError("out of registers")

    monkeypatch.setattr(module, "njit", fail)
    with pytest.raises(RuntimeError, match="out of registers"):
        compiled(types.int64(types.int64))(run_kernel)
