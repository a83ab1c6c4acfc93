"""A study of less than the report asks: two years, and neither claims, exhibits nor curves."""

import pandas as pd
import pytest

from tests.conftest import STUDY, few_draws, no_curves

pytestmark = pytest.mark.workflow


def two_years(workspace):
    """Leave out the year before the last two, and what is said of it."""
    for name in ("study", "designs"):
        path = workspace.folder / STUDY / f"{name}.yaml"
        text = path.read_text(encoding="utf-8")
        text = text.replace('"2005/06", "2006/07", "2007/08"', '"2006/07", "2007/08"')
        text = text.replace('reference_year: "2005/06"', 'reference_year: "2006/07"')
        path.write_text(text, encoding="utf-8")


def test_two_years_without_claims_exhibits_or_curves_run_to_the_page(workspace):
    few_draws(workspace)
    no_curves(workspace)
    two_years(workspace)
    for name in ("claims", "readings", "families", "exhibits"):
        (workspace.folder / STUDY / f"{name}.csv").unlink()
    workspace.run()
    reports = workspace.folder / "reports/means_to_an_end/artificial"
    assert "<html" in (reports / "index.html").read_text(encoding="utf-8")
    assert pd.read_csv(reports / "claims.csv").empty
    estimates = pd.read_csv(reports / "estimates.csv")
    trends = estimates[estimates["term"] == "year"]
    assert trends["estimate"].notna().any()
    staged = workspace.folder / "data/processed/means_to_an_end/artificial/linked/panel_pct.parquet"
    assert set(pd.read_parquet(staged)["financial_year"]) == {"2006/07", "2007/08"}
    workspace.gives_the_same_bytes("reports", "stage_returns", "link_returns", "estimate")
