"""What is tried, and the tests that answer for it: those that mirror it, and worked examples."""

from dataclasses import dataclass
from pathlib import Path

from tests.mutation.trial import ROOT, SOURCE


@dataclass(frozen=True)
class Row:
    """Modules below ``src/pooledfunds``, and the tests below ``tests`` that answer for them."""

    name: str
    sources: tuple[str, ...]
    tests: tuple[str, ...]
    without: tuple[str, ...] = ()

    def modules(self) -> list[Path]:
        """Return the files of the modules."""
        package = SOURCE / "pooledfunds"
        files = {file for pattern in self.sources for file in package.glob(pattern)}
        left = {file for pattern in self.without for file in package.glob(pattern)}
        return sorted(files - left)

    def test_files(self, first: str = "") -> list[str]:
        """Return the files of tests, the one that mirrors a module first."""
        files = [file for pattern in self.tests for file in sorted((ROOT / "tests").glob(pattern))]
        return [str(file) for file in sorted(files, key=lambda f: f.stem != f"test_{first}")]


FACTS = "studies/means_to_an_end/facts"
ROWS = (
    Row(
        "claims", ("claims/*.py",), ("unit/claims/test_*.py", f"unit/{FACTS}/test_returns.py"),
        without=("claims/mutation.py", "claims/mutants.py", "claims/equivalent_mutants.py"),
    ),
    Row(
        "estimation", ("estimation/*.py",),
        ("unit/estimation/test_*.py", "unit/estimation/inference/test_*.py"),
    ),
    Row(
        "inference", ("estimation/inference/*.py",),
        ("unit/estimation/inference/test_*.py", "unit/estimation/test_*.py"),
        without=("estimation/inference/multiplicity.py",),
    ),
    Row("multiplicity", ("estimation/inference/multiplicity.py",),
        ("unit/estimation/inference/test_multiplicity.py",)),
    Row("outcomes", ("linkage/outcomes/*.py",),
        ("unit/linkage/outcomes/*.py", "unit/linkage/test_*.py")),
    Row("pools", ("linkage/pooling/*.py",),
        ("unit/linkage/pooling/test_*.py", "spec/arrangements/test_*.py")),
    Row("audit", ("staging/pssex1/audit.py",), ("unit/staging/pssex1/test_audit.py",)),
    Row("facts", (f"{FACTS}/*.py",), (f"unit/{FACTS}/test_*.py",),
        without=(f"{FACTS}/variation.py",)),
    Row("variation", (f"{FACTS}/variation.py",), (f"unit/{FACTS}/test_*.py",)),
    Row("hospital", ("hospital/*.py",), ("unit/hospital/test_*.py",)),
)  # fmt: skip
