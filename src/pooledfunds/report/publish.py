"""Writes what a run publishes beside its tables: the page, the run's record and the figures."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from pooledfunds.core.codelists import read_table
from pooledfunds.core.provenance import run_record
from pooledfunds.report.dictionary import data_dictionary
from pooledfunds.report.formats import spreadsheet_safe_csv
from pooledfunds.report.page import build_page, publish_figures, read_exhibits
from pooledfunds.report.views.areas import areas_table, areas_view
from pooledfunds.report.views.ledger import with_code


def publish_page(
    tables: Mapping[str, pd.DataFrame],
    run: Mapping,
    *,
    exhibits: Iterable[str],
    registers: Iterable[str],
    documents: Iterable[str],
    returns: Iterable[str],
    files: Mapping[str, str],
) -> None:
    """Write ``index.html``, ``run.json``, two tables for readers, and ``figures/``.

    Parameters
    ----------
    tables
        ``claims``, ``readings``, ``estimates``, ``row_accounts``, ``panel_council``, ``panel_pct``,
        ``pct_council_pairs`` and, where at hand, ``pssex1_compared``, ``hes_quality_shares``,
        ``hes_breaks``, ``pool_exposure`` and ``specification_curve``.
    run
        ``basis``, ``settings`` (all of them), ``study`` (those of its folder) and
        ``source_files`` (by source) and ``codes`` (the function of each fact, by id).
    exhibits
        Folders of the exhibits, drawn or not.
    registers
        ``config/sources.csv``.
    documents
        The study's limits and decisions, in Markdown.
    returns
        Every raw file of the run, for their digests.
    files
        Where to write ``page``, ``run``, ``dictionary``, ``areas`` and ``figures``.
    """
    record = run_record(run["basis"], run["settings"], returns)
    words = json.dumps(record, indent=1, ensure_ascii=False)
    Path(files["run"]).write_text(words + "\n", encoding="utf-8")
    Path(files["dictionary"]).write_text(
        spreadsheet_safe_csv(data_dictionary(run["study"])), encoding="utf-8"
    )
    publish_figures(exhibits, files["figures"])
    areas = areas_view(tables, run["study"]["outcomes"])
    Path(files["areas"]).write_text(spreadsheet_safe_csv(areas_table(areas)), encoding="utf-8")
    listed = {Path(file).stem: read_table(file) for file in registers}
    page = build_page(
        {
            "basis": run["basis"],
            "claims": tables["claims"],
            "readings": with_code(tables["readings"], run["codes"]),
            "estimates": tables["estimates"],
            "row_accounts": tables["row_accounts"],
            "pssex1_compared": tables.get("pssex1_compared"),
            "hes_quality_shares": tables.get("hes_quality_shares"),
            "hes_breaks": tables.get("hes_breaks"),
            "exhibits": read_exhibits(exhibits),
            "run": record,
            "sources": listed["sources"],
            "source_files": run["source_files"],
            "areas": areas,
            "curves": tables.get("specification_curve"),
            "documents": documents,
            "settings": run["study"],
        }
    )
    Path(files["page"]).write_text(page, encoding="utf-8")
