"""What all tests share: the project, the published returns, and a run of the whole study."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

# As the workflow has it: the matrices are small, and threads that wait for one another cost most
# of the time. Set before anything imports NumPy, which reads it once.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

ROOT = Path(__file__).parents[1]
# Hospital queries, compiled once for all tests and kept; another folder where code is tried.
PLANS = os.environ.get("PLANS", str(ROOT / ".pytest_cache/plans"))
REAL = ROOT.parent / "shared" / "real"
PARTS = ("config", "docs", "workflow", "src")
FILES = ("Snakefile", "CITATION.cff", "CHANGELOG.md")
STUDY = "config/studies/means_to_an_end"


@pytest.hookimpl(trylast=True)  # after a folder has marked its tests
def pytest_collection_modifyitems(items):
    """Skip what reads the published returns where they are not at hand."""
    absent = pytest.mark.skip(reason=f"the published returns are not at {REAL}")
    for item in items:
        if item.get_closest_marker("official") and not REAL.is_dir():
            item.add_marker(absent)


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder of published returns."""
    return REAL


class Workspace:
    """The project in a folder of its own, with its own modules first on the path."""

    def __init__(self, folder: Path):
        self.folder = folder
        for part in PARTS:  # with what is compiled, which takes a run some fifteen seconds
            shutil.copytree(ROOT / part, folder / part)
        for file in FILES:
            shutil.copy(ROOT / file, folder)
        (folder / "profiles").symlink_to("workflow/profiles")

    def snakemake(self, *arguments: str) -> subprocess.CompletedProcess:
        """Run snakemake, with what it prints in one text."""
        return subprocess.run(
            [sys.executable, "-m", "snakemake", *arguments],
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": str(self.folder / "src")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *arguments: str) -> str:
        """Run snakemake, which must succeed, and return what it printed."""
        run = self.snakemake(*arguments)
        assert run.returncode == 0, run.stdout
        return run.stdout

    def files(self, folder: str) -> set[str]:
        """Return the files under a folder, by their paths below it."""
        root = self.folder / folder
        return {p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()}

    def contents(self, folder: str) -> dict[str, bytes]:
        """Return the contents of each file under a folder, by its path below it."""
        return {name: (self.folder / folder / name).read_bytes() for name in self.files(folder)}

    def gives_the_same_bytes(self, folder: str, *rules: str) -> None:
        """Run some rules again, after which every file under a folder must be as it was."""
        before = self.contents(folder)
        self.run("--forcerun", *rules)
        after = self.contents(folder)
        assert before and [name for name in before if before[name] != after.get(name)] == []

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace a text in a file, which must be there."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


def few_draws(workspace: Workspace) -> None:
    """Let a run take a fraction of its time: fewer draws, and a small invented hospital extract."""
    study, world = f"{STUDY}/study.yaml", "config/bases/artificial.yaml"
    workspace.edit(study, "  draws: 4999", "  draws: 199")
    workspace.edit(study, "refit_draws: 1999", "refit_draws: 99")
    workspace.edit(study, "curve_draws: 500", "curve_draws: 99")
    workspace.edit(study, "  draws: 2000", "  draws: 100")
    workspace.edit(world, "hes_volume: 1.0", "hes_volume: 0.05")


def no_curves(workspace: Workspace) -> None:
    """Let a run leave out the specification curves, which take most of its time."""
    (workspace.folder / STUDY / "curves.yaml").unlink()


@pytest.fixture
def workspace(tmp_path):
    """A fresh copy of the project, without any run."""
    return Workspace(tmp_path)


@pytest.fixture(scope="session")
def finished(tmp_path_factory):
    """A copy of the project in which the default study has run once."""
    workspace = Workspace(tmp_path_factory.mktemp("study"))
    workspace.run()
    return workspace
