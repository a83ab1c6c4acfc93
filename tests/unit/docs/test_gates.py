"""What runs the gates says the same wherever it is written."""

import re

import pytest
import yaml

from pooledfunds import __version__
from tests.conftest import ROOT


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def versions(words: str) -> set[tuple[int, int]]:
    """The versions of Python that a text names, each as its two numbers."""
    return {(3, int(minor)) for minor in re.findall(r"\b3\.(\d+)\b", words)}


SUPPORTED = {(3, 11), (3, 12), (3, 13)}


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs/tutorial.md"])
def test_the_pages_name_the_supported_versions_of_python(page):
    (line,) = re.findall(r"Python 3\.11, 3\.12 (?:or|and) 3\.13", text(page))
    assert versions(line) == SUPPORTED


def test_the_workflow_runs_the_one_script_on_every_supported_version():
    job = yaml.safe_load(text(".github/workflows/ci.yml"))["jobs"]["run"]
    assert versions(" ".join(job["strategy"]["matrix"]["python"])) == SUPPORTED
    assert [step["run"] for step in job["steps"] if "run" in step] == [".ci/run"]


@pytest.mark.parametrize("version", [(3, 10), *sorted(SUPPORTED), (3, 14)])
def test_make_refuses_other_versions_in_one_sentence(version):
    (code,) = re.findall(r"-c '(import sys; sys\.exit\(.*\))'", text("Makefile"))
    code = code.replace("sys.version_info", str(version))
    if version in SUPPORTED:
        with pytest.raises(SystemExit) as left:
            exec(code)
        assert not left.value.code
    else:
        with pytest.raises(SystemExit, match=r"^Python 3\.11, 3\.12 or 3\.13 is needed"):
            exec(code)


def test_commit_hooks_call_the_projects_own_tools():
    (local,) = yaml.safe_load(text(".pre-commit-config.yaml"))["repos"]
    assert local["repo"] == "local"
    called = [hook["entry"] for hook in local["hooks"] if hook["language"] != "fail"]
    assert all(entry.startswith(".venv/bin/") for entry in called)
    lint = text("Makefile").split("\nlint:")[1].split("\n\n")[0]
    in_make = set(re.findall(r"\$\(BIN\)/([\w-]+)", lint))
    assert "mypy" in in_make
    assert in_make <= {entry.split()[0].removeprefix(".venv/bin/") for entry in called}


def test_the_version_is_cited_and_has_its_entry_of_changes():
    assert yaml.safe_load(text("CITATION.cff"))["version"] == __version__
    assert f"\n## {__version__}" in text("CHANGELOG.md")


FILES = ["README.md", "CONTRIBUTING.md", "config/README.md", "data/raw/README.md"]
FILES += [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("name", FILES)
def test_a_link_to_a_file_of_the_project_leads_somewhere(name):
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text(name))
    assert [link for link in links if not (ROOT / name).parent.joinpath(link).exists()] == []
