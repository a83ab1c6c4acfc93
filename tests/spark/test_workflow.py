"""A run whose hospital records Spark works on writes the tables that DuckDB's run writes."""

import pandas as pd
import pytest

STAGED = "data/processed/means_to_an_end/artificial/staged"
NAMES = ("hes_activity", "hes_lengths_of_stay", "hes_variants", "hes_row_accounts", "hes_quality")


@pytest.mark.workflow
def test_the_rules_on_spark_write_what_they_write_on_duckdb(workspace):
    targets = [f"{STAGED}/{name}.parquet" for name in NAMES]
    workspace.edit("config/bases/artificial.yaml", "hes_volume: 1.0", "hes_volume: 0.02")
    workspace.run(*targets)
    ours = {name: pd.read_parquet(workspace.folder / STAGED / f"{name}.parquet") for name in NAMES}
    study = "config/studies/means_to_an_end/study.yaml"
    workspace.edit(study, "name: duckdb", "name: spark")
    workspace.run(*targets)
    for name in NAMES:
        theirs = pd.read_parquet(workspace.folder / STAGED / f"{name}.parquet")
        pd.testing.assert_frame_equal(theirs, ours[name])
    assert len(ours["hes_activity"])
    plans = workspace.folder / "data/processed/means_to_an_end/artificial/plans"
    assert any("COLLECT_LIST" in file.read_text() for file in plans.iterdir())  # a word of Spark's
