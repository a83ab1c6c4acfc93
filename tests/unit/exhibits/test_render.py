import hashlib
import json
import re
from xml.etree import ElementTree

import pandas as pd
import pytest

from pooledfunds.exhibits.register import register_faults, table_files
from pooledfunds.exhibits.render import ExhibitRun, build_exhibit, build_exhibits
from pooledfunds.studies.means_to_an_end.figures.figure_2 import GROUPS

ROW = {
    "exhibit": "figure_2",
    "title": "NHS <contributions> of $5 & more",
    "kind": "figure",
    "report_page": "p10",
    "tables": "linked/joint_financing",
    "claims": "C016",
    "sources": "pssex1",
    "section": "The report's figures",
    "drawing": "pooledfunds.studies.means_to_an_end.figures.figure_2",
}
SOURCES = pd.DataFrame({"source": ["pssex1"], "title": ["PSSEX1 returns"]})


def amounts():
    rows = [
        ("101", year, group, income, 500.0)
        for group in GROUPS
        for year, income in (
            ("2005/06", "joint_arrangements"),
            ("2006/07", "joint_arrangements"),
            ("2006/07", "nhs_income"),
        )
    ]
    columns = ["cssr_code", "financial_year", "client_group", "income", "gbp_thousand"]
    return pd.DataFrame(rows, columns=columns)


def build(folder, basis="artificial", at_hand=("pssex1",), inputs=None):
    inputs = {"joint_financing": amounts()} if inputs is None else inputs
    run = ExhibitRun(basis, SOURCES, set(at_hand), {"C016": "86"})
    return build_exhibit(ROW, inputs, {}, folder, run)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("first")
    return folder, build(folder)


def digests(folder):
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }


def test_what_an_exhibit_draws_on_too_is_named_where_it_is_at_hand(built, tmp_path):
    row = ROW | {"further_sources": "hes_apc; wcc"}
    inputs = {"joint_financing": amounts()}
    run = ExhibitRun("artificial", SOURCES, {"pssex1", "wcc"}, {})
    drawn = build_exhibit(row, inputs, {}, tmp_path, run)
    assert drawn.drawn
    assert drawn.sources == ("pssex1", "wcc")
    assert drawn.missing_sources == ()
    assert register_faults([row], {"pssex1", "wcc"}, {"C016"}, "means_to_an_end") == [
        "exhibits.csv, figure_2: further_sources names 'hes_apc', which does not exist"
    ]


def test_the_same_numbers_give_the_same_bytes(built, tmp_path):
    folder, _ = built
    build(tmp_path)
    assert digests(tmp_path) == digests(folder)
    assert {path.suffix for path in folder.iterdir()} == {
        ".svg",
        ".png",
        ".pdf",
        ".csv",
        ".json",
        ".rst",
    }


def build_two(folder, *tables):
    """Build two exhibits alike but for their tables, each a file."""
    rows = [ROW, ROW | {"exhibit": "figure_9"}]
    work = []
    for row, table in zip(rows, tables, strict=True):
        file = folder / row["exhibit"] / "joint_financing.parquet"
        file.parent.mkdir()
        table.to_parquet(file)
        work.append((row, [str(file)], str(folder / f"drawn_{row['exhibit']}")))
    build_exhibits(work, {}, ExhibitRun("artificial", SOURCES, {"pssex1"}, {"C016": "86"}))
    return [folder / f"drawn_{row['exhibit']}" for row in rows]


def test_exhibits_that_are_drawn_together_have_the_bytes_of_one_alone(built, tmp_path):
    folder, _ = built
    first, second = build_two(tmp_path, amounts(), amounts())
    assert digests(first) == digests(folder)
    assert {path.stem for path in second.iterdir()} == {"figure_9", "figure_9_narrow"}


def test_an_error_in_drawing_names_the_exhibit(tmp_path):
    with pytest.raises(KeyError, match="client_group") as caught:
        build_two(tmp_path, amounts(), amounts().drop(columns="client_group"))
    assert caught.value.__notes__ == ["The exhibit that was being drawn: figure_9"]


def test_the_pictures_hold_no_date(built):
    folder, _ = built
    assert b"CreationDate" not in (folder / "figure_2.pdf").read_bytes()
    assert "<dc:date>" not in (folder / "figure_2.svg").read_text(encoding="utf-8")


def test_the_svg_is_well_formed_and_says_what_it_shows(built):
    folder, exhibit = built
    for name in ("figure_2.svg", "figure_2_narrow.svg"):
        root = ElementTree.fromstring((folder / name).read_text(encoding="utf-8"))
        space = "{http://www.w3.org/2000/svg}"
        assert root.get("role") == "img"
        assert root.find(f"{space}desc").text == exhibit.alternative_text


def test_the_pdf_embeds_its_fonts(built):
    folder, _ = built
    content = (folder / "figure_2.pdf").read_bytes()
    assert b"/FontFile2" in content
    assert not re.search(rb"/Subtype\s*/Type3", content)


def test_the_caption_has_unit_count_years_source_and_basis(built):
    _, exhibit = built
    for part in (
        "GBP million",
        "n = 1 councils",
        "2005/06 to 2006/07",
        "Source: PSSEX1 returns.",
        "Basis: artificial data (an invented England, not real bodies).",
        "the report printed 86%",
    ):
        assert part in exhibit.caption


def test_the_words_are_kept_beside_the_pictures(built):
    folder, exhibit = built
    words = json.loads((folder / "figure_2.json").read_text(encoding="utf-8"))
    assert words["drawn"] is True
    assert words["alternative_text"] == exhibit.alternative_text
    assert words["code"] == "pooledfunds.studies.means_to_an_end.figures.figure_2"


def test_an_exhibit_without_its_sources_is_not_drawn_and_says_why(tmp_path):
    exhibit = build(tmp_path, at_hand=(), inputs={})
    assert (exhibit.drawn, exhibit.reason) == (False, "not available: pssex1")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["figure_2.json", "figure_2.rst"]


def test_an_exhibit_with_an_empty_table_is_not_drawn_and_says_why(tmp_path):
    exhibit = build(tmp_path, inputs={"joint_financing": amounts().iloc[:0]})
    assert (exhibit.drawn, exhibit.reason) == (False, "its table is empty")


def test_tables_are_found_under_the_basis():
    assert table_files(ROW | {"tables": "linked/a; estimates/b"}, "data/processed/x/official") == {
        "a": "data/processed/x/official/linked/a.parquet",
        "b": "data/processed/x/official/estimates/b.parquet",
    }


def test_a_register_that_refers_to_nothing_lists_every_fault(tmp_path):
    drawing = tmp_path / "pooledfunds/exhibits/figures/figure_2.py"
    drawing.parent.mkdir(parents=True)
    drawing.touch()
    wrong = ROW | {"exhibit": "figure_22", "sources": "pssex1; psex1", "tables": ""}
    faults = register_faults([ROW, ROW, wrong], {"pssex1"}, {"C001"}, "a_study", tmp_path)
    text = "\n".join(faults)
    for part in ("twice", "figure_22: no module", "'psex1'", "'C016'", "no table"):
        assert part in text
    assert register_faults([ROW], {"pssex1"}, {"C016"}, "a_study", tmp_path) == []
