"""What the decisions name is there: each function, each setting, each file."""

import re
from collections.abc import Mapping
from importlib import import_module

import pytest
import yaml
from generated_pages import Decision, decisions, read_decision

from pooledfunds.core.settings import read_study
from tests.conftest import ROOT

NAMED = re.compile(r"`([^`]+)`(?: in ((?:`[^`]+`(?:, | and )?)+))?")


def settings() -> list[Mapping]:
    """The settings of every study, those of each basis, and which of each a run takes."""
    of_all = sorted((ROOT / "config/bases").glob("*.yaml"))
    bases = [ROOT / "config/config.yaml", *of_all]
    bases += [file for one in of_all for file in (ROOT / "config/studies").glob(f"*/{one.name}")]
    studies = [path.name for path in (ROOT / "config/studies").iterdir() if path.is_dir()]
    declared = [read_study(name) for name in sorted(studies)]
    return [*declared, *(yaml.safe_load(path.read_text(encoding="utf-8")) for path in bases)]


SETTINGS = settings()


def is_object(name: str) -> bool:
    """Whether a name below ``pooledfunds`` is a module, or something in one."""
    parts = ["pooledfunds", *name.split(".")]
    for length in range(len(parts), 1, -1):
        try:
            found = import_module(".".join(parts[:length]))
        except ModuleNotFoundError as error:
            if error.name != ".".join(parts[:length]) and not ".".join(parts).startswith(
                error.name
            ):
                raise
            continue
        for attribute in parts[length:]:
            if not hasattr(found, attribute):
                return False
            found = getattr(found, attribute)
        return True
    return False


def values_at(tree: object, path: list[str]) -> list:
    """Every value at a path into nested settings, ``*`` standing for any name."""
    if not path:
        return [tree]
    if not isinstance(tree, Mapping):
        return []
    names = list(tree) if path[0] == "*" else [path[0]] if path[0] in tree else []
    return [value for name in names for value in values_at(tree[name], path[1:])]


def is_setting(name: str) -> bool:
    """Whether a setting, written ``a.*.b`` or ``a.*.b: value``, is declared with that value."""
    path, _, value = name.partition(": ")
    found = [v for tree in SETTINGS for v in values_at(tree, path.split("."))]
    return value in map(str, found) if value else bool(found)


def files_named(name: str) -> list:
    """The files of a path, or of a bare name anywhere below ``config``."""
    if "/" in name:
        path = ROOT / name
        return [p for p in (path.rglob("*") if path.is_dir() else [path]) if p.is_file()]
    return sorted((ROOT / "config").rglob(name))


def missing(text: str) -> list[str]:
    """What a ``Setting:`` line names that is not there.

    ```word` in `file``` asks for the word in the file; a path for the file; else a setting, or a
    constant of a module.
    """
    wrong = []
    for name, within in NAMED.findall(text):
        if within:
            files = [f for one in re.findall(r"`([^`]+)`", within) for f in files_named(one)]
            there = any(name in file.read_text(encoding="utf-8") for file in files)
        elif re.search(r"/|\.(csv|yaml|md)$", name):
            there = bool(files_named(name))
        else:
            there = is_setting(name) or is_object(name)
        wrong += [] if there else [name]
    return wrong


ALL = decisions()
PACKAGES = {path.name for path in (ROOT / "src/pooledfunds").iterdir() if path.is_dir()}
CLAIMS = {
    line.split(",", 1)[0]
    for path in (ROOT / "config").rglob("claims.csv")
    for line in path.read_text(encoding="utf-8").splitlines()
}


@pytest.mark.parametrize("decision", ALL, ids=lambda one: one.file)
def test_the_functions_and_settings_that_a_decision_names_are_there(decision: Decision):
    names = re.findall(r"`([^`]+)`", decision.functions)
    assert bool(names) == bool(decision.functions)
    assert [name for name in names if not is_object(name)] == []
    assert missing(decision.settings) == []
    assert set(re.findall(r"\bC\d{3}\b", decision.settings)) <= CLAIMS


PAGES = [ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
PAGES = [page for page in PAGES if page.name != "data_dictionary.md"]  # names columns, not code


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_the_text_of_a_page_names_is_there_too(page):
    text = page.read_text(encoding="utf-8")
    dotted = re.findall(r"`([a-z_]+\.[A-Za-z_.]+)`", text)
    files = (".csv", ".json", ".yaml")
    named = [n for n in dotted if n.split(".")[0] in PACKAGES and not n.endswith(files)]
    assert [name for name in named if not (is_object(name) or is_setting(name))] == []


def test_what_is_not_there_is_noticed():
    assert is_object("linkage.panel.in_frame")
    assert not is_object("linkage.panel.in_fram")
    assert not is_object("linkage.panels.in_frame")
    text = "`frame.smallest_population`, `frame.largest`, `config/no.csv`, `zebra` in `sources.csv`"
    assert missing(text) == ["frame.largest", "config/no.csv", "zebra"]
    assert missing("`specifications.*.family: linear`") == []
    assert missing("`specifications.*.family: cubic`") == ["specifications.*.family: cubic"]


def test_numbers_are_those_of_the_files_and_stand_once():
    numbers = [one.number for one in ALL]
    assert numbers == [int(one.file[:4]) for one in ALL]
    assert len(set(numbers)) == len(numbers)


def test_a_decision_without_a_status_is_refused(tmp_path):
    file = tmp_path / "0001-a.md"
    file.write_text("# 1. A\n\nContext. None.\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no 'Status:'"):
        read_decision(file)
