"""Writes what a run publishes apart from its tables: the page, the run's record and the figures."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pooledfunds.catalogue.origins import Origin
from pooledfunds.core.codelists import read_table
from pooledfunds.core.csv_text import published_csv
from pooledfunds.core.provenance import input_record, run_record
from pooledfunds.core.whole_files import write_whole
from pooledfunds.report.arrangements_page import build_arrangements
from pooledfunds.report.dictionary import data_dictionary
from pooledfunds.report.origins_arrangements import arrangement_origins
from pooledfunds.report.page import PageContext, build_details, build_page
from pooledfunds.report.release.citation import read_citation
from pooledfunds.report.structure import read_study_report
from pooledfunds.report.views.area_table import areas_table
from pooledfunds.report.views.areas import areas_view
from pooledfunds.report.views.arrangements import arrangements_view
from pooledfunds.report.views.coverage import with_coverage
from pooledfunds.report.views.exhibits import publish_figures, read_exhibits
from pooledfunds.report.views.ledger import with_origins

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
    origins
        Of every fact, estimate and exhibit that the study declares.
    """

    basis: str
    settings: dict
    study: Mapping
    source_files: Mapping[str, Sequence[str]]
    origins: Sequence[Origin]


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
    printed
        The study's ``claims.csv``, which has the report's own figures: one file, or none.
    citation, changes
        ``CITATION.cff`` and ``CHANGELOG.md``.
    """

    exhibits: Sequence[str]
    sources: str
    report: str
    documents: Sequence[str]
    returns: Sequence[str]
    printed: Sequence[str]
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
        ``claims``, ``readings``, ``estimates``, ``row_accounts``, ``table_origins``, the panels
        and, where available,
        ``council_areas``, the table of pairs, ``pssex1_compared``, ``hes_quality_shares``,
        ``hes_breaks``, ``pool_exposure``, ``specification_curve`` and those of
        ``views.arrangements.NEEDED``.
    run
        The run that is published.
    inputs
        The page's other files.
    files
        Where to write ``page``, ``details``, ``run``, ``dictionary``, ``areas`` and ``figures``,
        and ``arrangements`` where the run has a page of them.
    """
    record = run_record(run.basis, run.settings, inputs.returns)
    report = with_coverage(read_study_report(inputs.report), tables, run.study)
    areas = areas_view(tables, run.study, report)
    context = PageContext(
        basis=run.basis,
        settings=run.study,
        report=report,
        readings=with_origins(tables["readings"], run.origins),
        exhibits=read_exhibits(inputs.exhibits),
        areas=areas,
        run=record,
        sources=read_table(inputs.sources),
        source_files=run.source_files,
        documents=inputs.documents,
        origins=[*run.origins, *arrangement_origins(tables)]
        if "arrangements" in files
        else run.origins,
        table_origins=tables["table_origins"],
        printed=[input_record(file) for file in inputs.printed],
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
