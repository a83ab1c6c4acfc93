"""Every number on the pages leads to its formula, its returns with their digests, its code."""

import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from pooledfunds.core.provenance import sha256
from pooledfunds.report.origins_arrangements import DECLARED
from tests.conftest import ROOT
from tests.workflow.arrangement_numbers import Numbers

PUBLISHED = "reports/means_to_an_end/artificial"
CLAIMS = "config/studies/means_to_an_end/claims.csv"


def boxes(details: str) -> dict[str, str]:
    """Return the box of each origin on the page of details, by its anchor."""
    part = details[details.index('<section id="origins"') : details.index('<h3 id="returns"')]
    return {
        anchor: box
        for box in part.split('<div class="origin">')[1:]
        for anchor in re.findall(r'<div id="([^"]+)"><dt>', box)
    }


def digests(details: str) -> dict[str, set[str]]:
    """Return the digests of each return's files, by its source."""
    part = details[details.index('<h3 id="returns"') :]
    found = re.split(r'<div id="source-(\w+)" class="return">', part)
    return {
        name: set(re.findall(r"<code>([0-9a-f]{64})</code>", text))
        for name, text in zip(found[1::2], found[2::2], strict=True)
    }


def shown(folder: Path) -> set[str]:
    """Return the anchor of every claim's reading, estimate and chart that a report shows."""
    readings = pd.read_csv(folder / "readings.csv", keep_default_na=False)
    asked = readings[readings["target_kind"] != ""]
    kinds = asked["target_kind"].where(asked["target_kind"] == "fact", "estimate")
    estimates = pd.read_csv(folder / "estimates.csv")["specification"]
    charts = {file.stem for file in (folder / "figures").glob("*.csv")}
    return (
        {f"{kind}-{target}" for kind, target in zip(kinds, asked["target"], strict=True)}
        | {f"estimate-{name}" for name in estimates}
        | {f"chart-{name}" for name in charts}
    )


def untraced(folder: Path) -> list[str]:
    """Return what a report shows without a link, a formula, code, or a return with its digest."""
    details = (folder / "details.html").read_text(encoding="utf-8")
    pages = (folder / "index.html").read_text(encoding="utf-8") + details
    linked = set(re.findall(r'href="(?:details\.html)?#((?:fact|estimate|chart)-[^"]+)"', pages))
    arrangements = Numbers((folder / "arrangements.html").read_text(encoding="utf-8"))
    linked |= arrangements.anchors
    told, files = boxes(details), digests(details)
    recorded = {
        one["sha256"] for one in json.loads((folder / "run.json").read_text("utf-8"))["inputs"]
    } | {sha256(ROOT / CLAIMS)}
    faults = [f"arrangements.html: {text}: no link" for text in arrangements.untraced]
    for anchor in sorted(shown(folder) | linked):
        box = told.get(anchor, "")
        named = re.findall(r'href="#source-(\w+)"', box)
        code = re.search(r"<code>pooledfunds\.[\w.]+</code> in (src/\S+\.py)", box)
        faults += [f"{anchor}: no link leads there"] if anchor not in linked else []
        faults += [] if f'<div id="{anchor}"><dt>' in box else [f"{anchor}: no formula"]
        faults += [] if code and (ROOT / code[1]).is_file() else [f"{anchor}: no code"]
        faults += [] if named or "Not available:" in box else [f"{anchor}: no return"]
        faults += [
            f"{anchor}: {name} without a digest of the run"
            for name in named
            if not files.get(name) or not files[name] <= recorded
        ]
    return faults


@pytest.mark.workflow
def test_every_number_leads_to_its_formula_returns_and_code(finished):
    assert len(shown(finished.folder / PUBLISHED)) > 500
    assert untraced(finished.folder / PUBLISHED) == []


@pytest.mark.workflow
def test_the_page_of_arrangements_has_thousands_of_numbers_of_every_kind(finished):
    page = (finished.folder / PUBLISHED / "arrangements.html").read_text(encoding="utf-8")
    numbers = Numbers(page)
    assert numbers.traced > 5000
    told = {anchor.removeprefix("arrangement-") for anchor in numbers.anchors}
    assert told >= set(DECLARED)
    assert any(anchor.startswith("estimate-begins_") for anchor in numbers.anchors)


@pytest.mark.workflow
@pytest.mark.parametrize(
    ("page", "there", "instead", "fault"),
    [
        ("details.html", 'id="fact-joint_share"', 'id="fact-another"', "no formula"),
        ("details.html", 'href="#source-pssex1"', 'href="#elsewhere"', "no return"),
        ("index.html", "#fact-joint_share", "#elsewhere", "no link leads there"),
        ("arrangements.html", "#arrangement-england", "index.html", "arrangements.html: "),
        ("arrangements.html", 'data-origin="arrangement-elements"', "", "arrangements.html: "),
        ("arrangements.html", "</main>", "<p>7 pools</p></main>", "7 pools: no link"),
        ("details.html", 'id="arrangement-scorecard"', 'id="another"', "no formula"),
        ("run.json", '"sha256": "', '"sha256": "0', "without a digest of the run"),
    ],
)
def test_a_number_without_one_of_them_is_found(finished, tmp_path, page, there, instead, fault):
    report = tmp_path / "report"
    shutil.copytree(finished.folder / PUBLISHED, report)
    text = (report / page).read_text(encoding="utf-8")
    assert there in text
    (report / page).write_text(text.replace(there, instead), encoding="utf-8")
    assert any(fault in one for one in untraced(report))
