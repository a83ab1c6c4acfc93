"""The PSSEX1 workbooks of 2003-04 to 2007-08, each read whole."""

import shutil

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from pooledfunds.core.settings import read_basis
from pooledfunds.linkage.build import link
from pooledfunds.run.returns import returns_folder
from pooledfunds.staging.stage import stage_returns
from tests.official.conftest import STUDY, official_lists

YEARS = ["2003/04", "2004/05", "2005/06", "2006/07", "2007/08"]
# Files by year, and how many amounts each holds; none may stand outside the table but where the
# rows of headings are filled with zeros (2007-08, TOTAL Metropolitan Districts).
WORKBOOKS = {
    "2003/04": ("spend_2003-04.xls", 185315, 0),
    "2004/05": ("spend_2004-05.xls", 193439, 0),
    "2005/06": ("detailed_expenditure_by_council_2005-06.xlsx", 260349, 0),
    "2006/07": ("detailed_expenditure_by_council_2006-07.xlsx", 276568, 0),
    "2007/08": ("detailed_expenditure_by_council_2007-08.xlsx", 195648, 207),
}
ROUNDING = 0.5  # GBP thousand, as study.yaml has it


@pytest.fixture(scope="module")
def returns(real, tmp_path_factory):
    """A folder with the published returns and the workbooks of the two earlier years."""
    earlier = real.parent / "real_earlier_pssex1"
    if not earlier.is_dir():
        pytest.skip(f"the workbooks of 2003-04 and 2004-05 are not at {earlier}")
    root = tmp_path_factory.mktemp("returns")
    for folder in real.iterdir():
        if folder.is_dir() and folder.name != "pssex1":
            shutil.copytree(folder, root / folder.name, copy_function=shutil.copyfile)
    (root / "pssex1").mkdir()
    for workbook in [*(real / "pssex1").glob("*.xls*"), *earlier.glob("*.xls")]:
        shutil.copy(workbook, root / "pssex1" / workbook.name)
    return root


@pytest.fixture(scope="module")
def all_years(returns, study):
    sources = returns_folder(read_basis(STUDY, "official", returns.as_posix())).sources
    tables = official_lists()
    return stage_returns(sources, tables, study | {"financial_years": YEARS})


@pytest.fixture(scope="module")
def detailed(all_years):
    table = all_years["pssex1"]
    return table[table["family"] == "detailed"]


def numbers_printed(path) -> pd.DataFrame:
    """Return ``line, gbp_thousand`` of every number below the headings of TOTAL England."""
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("TOTAL England").to_python()
    start = next(i for i, row in enumerate(rows) if str(row[0]).strip().lower() == "col a")
    cells = [
        (str(row[0]).strip(), cell)
        for row in rows[start + 1 :]
        for cell in row[2:]
        if isinstance(cell, float)
    ]
    return pd.DataFrame(cells, columns=["line", "gbp_thousand"])


@pytest.mark.parametrize("year", YEARS)
def test_englands_amounts_are_those_that_the_workbook_prints(returns, detailed, year):
    printed = numbers_printed(returns / "pssex1" / WORKBOOKS[year][0])
    england = detailed[(detailed["area_type"] == "england") & (detailed["financial_year"] == year)]
    read = england[["line", "gbp_thousand"]].astype({"line": str})
    order = ["line", "gbp_thousand"]
    pd.testing.assert_frame_equal(
        read.sort_values(order, ignore_index=True), printed.sort_values(order, ignore_index=True)
    )


@pytest.mark.parametrize("year", YEARS)
def test_the_councils_add_up_to_englands_printed_totals(detailed, year):
    own = detailed[detailed["financial_year"] == year]
    key = ["client_group", "service_line", "line", "measure"]
    england = own[own["area_type"] == "england"].set_index(key)["gbp_thousand"]
    councils = own[own["area_type"] == "council"]
    summed = councils.groupby(key, observed=True)["gbp_thousand"].sum()
    apart = (england - summed.reindex(england.index).fillna(0)).abs()
    lines = set(apart[apart > ROUNDING].index.get_level_values("line"))
    # Grants that no council's sheet shows, and the net cost that follows (decision 3).
    assert lines == ({"L1", "M1"} if year == "2006/07" else set())
    assert set(summed.index) <= set(england.index)


@pytest.mark.parametrize("year", YEARS)
def test_every_amount_of_a_workbook_has_its_fate(all_years, year):
    file, kept, outside = WORKBOOKS[year]
    accounts = all_years["return_accounts"]
    own = accounts[(accounts["file"] == file) & (accounts["stage"] == "pssex1 (amounts)")]
    fates = own.set_index("fate")["rows"]
    assert (fates["kept"], fates["outside the table"]) == (kept, outside)


@pytest.mark.parametrize(
    ("line", "name", "measure", "gbp_thousand"),
    [
        # TOTAL England of 2003-04, cells G55 and G135: lines that carry labels of their own.
        ("B1", ("children", "total"), "total_cost_including_capital", 4245004.336577802),
        ("H5", ("other_adults", "total"), "total_cost_including_capital", 308888.9579896219),
    ],
)
def test_the_lines_of_2003_04_with_labels_of_their_own(detailed, line, name, measure, gbp_thousand):
    own = detailed[(detailed["financial_year"] == "2003/04") & (detailed["line"] == line)]
    assert len(own) == 156 * 13
    assert set(zip(own["client_group"], own["service_line"], strict=True)) == {name}
    england = own[(own["area_type"] == "england") & (own["measure"] == measure)]
    assert england["gbp_thousand"].item() == pytest.approx(gbp_thousand)


def test_every_printed_sum_of_the_five_years_was_checked(all_years):
    compared, audit = all_years["pssex1_compared"], all_years["pssex1_audit"]
    assert compared["not_checked"].sum() == 0
    assert set(audit["status"]) == {"differs"}
    assert compared["differing"].sum() == len(audit) == 1214
    differing = audit.groupby("financial_year").size().to_dict()
    assert differing == {"2003/04": 5, "2005/06": 14, "2006/07": 1192, "2007/08": 3}


def test_the_earlier_years_reach_the_panel(all_years, study):
    panel = link(all_years, study | {"financial_years": YEARS})["panel_council"]
    costs = panel.groupby("financial_year")["cost_older_people"].count()
    assert costs.to_dict() == dict.fromkeys(YEARS, 150)


@pytest.mark.parametrize("year", YEARS)
def test_one_workbook_alone_passes(returns, study, year):
    """A known difference whose comparison was not made is not judged."""
    sources = returns_folder(read_basis(STUDY, "official", returns.as_posix())).sources
    places = {name: sources[name] for name in ("council_list", "pct_list", "pct_council_pairs")}
    tables = official_lists()
    workbook = (returns / "pssex1" / WORKBOOKS[year][0]).as_posix()
    staged = stage_returns(places | {"pssex1": [workbook]}, tables, study)
    assert len(staged["pssex1"]) == WORKBOOKS[year][1]
