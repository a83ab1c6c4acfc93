"""Writes what a run publishes apart from its tables: the page, the run's record and the figures."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pooledfunds.core.codelists import read_table
from pooledfunds.core.csv_text import published_csv
from pooledfunds.core.provenance import run_record
from pooledfunds.core.whole_files import write_whole
from pooledfunds.report.arrangements_page import build_arrangements
from pooledfunds.report.dictionary import data_dictionary
from pooledfunds.report.page import PageContext, build_details, build_page
from pooledfunds.report.release.citation import read_citation
from pooledfunds.report.structure import read_study_report
from pooledfunds.report.views.area_table import areas_table
from pooledfunds.report.views.areas import areas_view
from pooledfunds.report.views.arrangements import arrangements_view
from pooledfunds.report.views.exhibits import publish_figures, read_exhibits
from pooledfunds.report.views.ledger import with_code

# Tables that the page shows where their returns are available.
OPTIONAL = ("joint_tests", "pssex1_compared", "hes_quality_shares", "hes_breaks")


@dataclass(frozen=True)
class PublishedRun:
    """The run that is published.

    Parameters
    ----------
    basis
        ``artificial`` or ``official``.
    settings
        All of its settings.
    study
        Those of the study.
    source_files
        Its files by source.
    codes
        The function that computes each fact, by id.
    """

    basis: str
    settings: dict
    study: Mapping
    source_files: Mapping[str, Sequence[str]]
    codes: Mapping[str, str]


@dataclass(frozen=True)
class PageInputs:
    """The files that the page is made of, apart from tables.

    Parameters
    ----------
    exhibits
        Folders of the exhibits, drawn or not.
    sources
        ``config/sources.csv``.
    report
        The study's ``report.yaml``.
    documents
        The study's limits and decisions, in Markdown.
    returns
        Every raw file of the run, for their digests.
    citation, changes
        ``CITATION.cff`` and ``CHANGELOG.md``.
    """

    exhibits: Sequence[str]
    sources: str
    report: str
    documents: Sequence[str]
    returns: Sequence[str]
    citation: str
    changes: str


def publish_page(
    tables: Mapping[str, pd.DataFrame],
    run: PublishedRun,
    inputs: PageInputs,
    files: Mapping[str, str],
) -> None:
    """Write the pages, ``run.json``, two tables for readers, and ``figures/``.

    Parameters
    ----------
    tables
        ``claims``, ``readings``, ``estimates``, ``row_accounts``, the panels and, where available,
        the table of pairs, ``pssex1_compared``, ``hes_quality_shares``, ``hes_breaks``,
        ``pool_exposure``, ``specification_curve`` and those of ``views.arrangements.NEEDED``.
    run
        The run that is published.
    inputs
        The page's other files.
    files
        Where to write ``page``, ``details``, ``run``, ``dictionary``, ``areas`` and ``figures``,
        and ``arrangements`` where the run has a page of them.
    """
    record = run_record(run.basis, run.settings, inputs.returns)
    report = read_study_report(inputs.report)
    areas = areas_view(tables, run.study, report)
    context = PageContext(
        basis=run.basis,
        settings=run.study,
        report=report,
        readings=with_code(tables["readings"], run.codes),
        exhibits=read_exhibits(inputs.exhibits),
        areas=areas,
        run=record,
        sources=read_table(inputs.sources),
        source_files=run.source_files,
        documents=inputs.documents,
        curves=tables.get("specification_curve"),
        citation=read_citation(inputs.citation, inputs.changes),
        **{name: tables[name] for name in ("claims", "estimates", "row_accounts")},
        **{name: tables[name] for name in OPTIONAL if name in tables},
    )
    publish_figures(inputs.exhibits, files["figures"])
    texts = {
        "run": json.dumps(record, indent=1, ensure_ascii=False) + "\n",
        "dictionary": published_csv(data_dictionary(run.study)),
        "areas": published_csv(areas_table(areas)),
        "page": build_page(context),
        "details": build_details(context),
    }
    if "arrangements" in files:
        view = arrangements_view(tables, run.study, tables["estimates"])
        texts["arrangements"] = build_arrangements(context, view)
    for name, text in texts.items():
        write_whole(files[name], text)
