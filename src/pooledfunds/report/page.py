"""The page: everything that a run found, in one file that opens from disk."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd
from markupsafe import Markup

from pooledfunds import __version__
from pooledfunds.catalogue.area_types import area_types
from pooledfunds.catalogue.origins import Origin
from pooledfunds.catalogue.sources import published_tables, published_with_page
from pooledfunds.report.dictionary import dictionary_view
from pooledfunds.report.documents import documents
from pooledfunds.report.downloads import downloads
from pooledfunds.report.formats import slug
from pooledfunds.report.libraries import policy, scripts
from pooledfunds.report.origins_part import origins_part
from pooledfunds.report.release.citation import OFFICIAL_RIGHTS, Citation
from pooledfunds.report.structure import StudyReport
from pooledfunds.report.views.answers import Evidence, answers
from pooledfunds.report.views.area_table import indicator_percentiles
from pooledfunds.report.views.estimates import CHOICES, estimates_view, explorer_view
from pooledfunds.report.views.exhibits import exhibit_view, rows_on_paper
from pooledfunds.report.views.hospital_quality import hospital_quality_view
from pooledfunds.report.views.ledger import ledger_view, verdict_class
from pooledfunds.report.views.records import records_view
from pooledfunds.report.views.short_answer import design_sentence
from pooledfunds.report.views.tables import table_view
from pooledfunds.report.views.verdict_kinds import verdict_bar

DETAILS = "details.html"
CONF_LEVEL = 0.95  # where a study declares none
TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class PageContext:
    """Everything that the page shows.

    Parameters
    ----------
    basis
        ``artificial`` or ``official``.
    settings
        The settings of the study.
    report
        What the study declares of its report.
    claims, readings
        As in ``claims.csv`` and ``readings.csv``, with the ``origin`` of each reading.
    estimates
        ``catalogue.estimation.ESTIMATES``.
    exhibits
        From :func:`exhibits.read_exhibits`.
    row_accounts
        ``catalogue.accounts.ROW_ACCOUNTS``.
    areas
        From :func:`areas.areas_view`.
    run
        ``core.provenance.run_record``.
    sources
        ``config/sources.csv``.
    source_files
        The run's files by source.
    documents
        Files of the study's limits and decisions, in Markdown.
    origins
        Of every fact, estimate and exhibit that the study declares.
    table_origins
        ``catalogue.origins.TABLE_ORIGINS``.
    printed
        ``file, bytes, sha256`` of the file of the report's own figures: one, or none.
    curves
        ``catalogue.estimation.CURVE``; nothing where no curve was declared.
    joint_tests
        ``catalogue.estimation.JOINT_TESTS``; nothing where no design is tested.
    citation
        Who publishes the page, when and under which licence.
    pssex1_compared, hes_quality_shares, hes_breaks
        Their tables; nothing where the returns are not available.
    """

    basis: str
    settings: Mapping
    report: StudyReport
    claims: pd.DataFrame
    readings: pd.DataFrame
    estimates: pd.DataFrame
    exhibits: Sequence[Mapping]
    row_accounts: pd.DataFrame
    areas: Mapping[str, dict]
    run: Mapping
    sources: pd.DataFrame
    source_files: Mapping[str, Sequence[str]]
    documents: Iterable[str]
    origins: Sequence[Origin]
    table_origins: pd.DataFrame
    printed: Sequence[Mapping] = ()
    curves: pd.DataFrame | None = None
    joint_tests: pd.DataFrame | None = None
    citation: Citation | None = None
    pssex1_compared: pd.DataFrame | None = None
    hes_quality_shares: pd.DataFrame | None = None
    hes_breaks: pd.DataFrame | None = None


def build_page(context: PageContext) -> str:
    """Return the page as HTML that needs no other file and no network."""
    return rendered(
        "index",
        context,
        answer_part(context),
        exhibits_part(context),
        ledger_part(context),
        areas_part(context),
        evidence_part(context),
        documents_part(context),
    )


def build_details(context: PageContext) -> str:
    """Return the second page, likewise in one file: estimates, decisions, dictionary and checks."""
    return rendered(
        "details",
        context,
        estimates_part(context),
        origins_part(context),
        evidence_part(context),
        documents_part(context),
    )


def rendered(page: str, context: PageContext, *parts: Mapping[str, Any]) -> str:
    """Return a page from its template and the parts that it shows.

    Parameters
    ----------
    page
        ``index`` or ``details``.
    context
        What both pages show.
    parts
        What this one shows, by names of the template.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"slug": slug, "verdict_class": verdict_class, "sentence": sentence}
    run_here = scripts(page)
    return environment.get_template(f"{page}.html.j2").render(
        basis=context.basis,
        report=context.report,
        style=trusted("page.css") + trusted("print.css"),
        scripts=run_here,
        policy=Markup(policy(run_here)),
        version=__version__,
        **{name: value for part in parts for name, value in part.items()},
    )


def answer_part(context: PageContext) -> dict[str, Any]:
    """Return the short answer, the study's questions, and all claims by kind of verdict."""
    claims = {str(claim["claim_id"]): claim for claim in context.claims.to_dict("records")}
    evidence = Evidence(
        estimates=context.estimates,
        claims=claims,
        outcomes=context.settings["outcomes"],
        sources=dict(zip(context.sources["source"], context.sources["title"], strict=True)),
        one_type=len(area_types(context.settings)) == 1,
    )
    level = context.settings.get("inference", {}).get("conf_level", CONF_LEVEL)
    design = design_sentence(context.report.design_test, context.joint_tests, 1 - level)
    return {
        **answers(context.report.questions, evidence, design),
        "verdict_bar": verdict_bar(claims),
        "claim_count": len(claims),
    }


def estimates_part(context: PageContext) -> dict[str, Any]:
    """Return the estimates, as a table and as data for the explorer."""
    explorer = explorer_view(context.estimates, context.settings, context.curves)
    return {
        "estimates": estimates_view(context.estimates, context.settings),
        "estimates_data": as_data(explorer),
        "choices": CHOICES,
    }


def exhibits_part(context: PageContext) -> dict[str, Any]:
    """Return the exhibits, drawn ones by section, and those that are not drawn."""
    exhibits = [
        exhibit_view(exhibit) | {"printed": exhibit["exhibit"] not in context.report.not_printed}
        for exhibit in context.exhibits
    ]
    drawn = [exhibit for exhibit in exhibits if exhibit["drawn"]]
    first = context.report.chart
    return {
        "titles": {exhibit["exhibit"]: exhibit["title"] for exhibit in exhibits},
        "chart": next((exhibit for exhibit in drawn if exhibit["exhibit"] == first), None),
        "rows": rows_on_paper(exhibit for exhibit in drawn if exhibit["exhibit"] != first),
        "left_to_the_page": [one["title"] for one in drawn if not one["printed"]],
        "not_drawn": [exhibit for exhibit in exhibits if not exhibit["drawn"]],
    }


def ledger_part(context: PageContext) -> dict[str, Any]:
    """Return the ledger by chapter, and what it can be filtered by."""
    chapters = ledger_view(context.claims, context.readings, context.sources, context.report)
    claims = [claim for chapter in chapters for claim in chapter["claims"]]
    return {
        "chapters": chapters,
        "kinds": sorted({claim["kind"] for claim in claims}),
        "claim_sources": sorted({source for claim in claims for source in claim["sources"]}),
    }


def areas_part(context: PageContext) -> dict[str, Any]:
    """Return the finder of areas: its data, its table, and what the areas are called."""
    return {
        "areas_data": as_data(context.areas),
        "indicator_percentiles": table_view(indicator_percentiles(context.areas)),
        "area_words": " or ".join(view["one"] for view in context.areas.values()),
    }


def evidence_part(context: PageContext) -> dict[str, Any]:
    """Return what the run was made of: records, printed sums, fields of records, files."""
    compared = context.pssex1_compared
    hospital = hospital_quality_view(context.hes_quality_shares, context.hes_breaks)
    settings = context.run["settings"]
    titles = dict(zip(context.sources["source"], context.sources["title"], strict=True))
    filed = {name for name, files in context.source_files.items() if files}
    return {
        "row_accounts": table_view(context.row_accounts),
        "records": records_view(context.row_accounts, context.settings, titles),
        "filed": filed,
        "compared": None if compared is None else table_view(compared),
        "differing": 0 if compared is None else int(compared["differing"].sum()),
        "totals": 0 if compared is None else int(compared["compared"].sum()),
        "not_checked": 0 if compared is None else int(compared["not_checked"].sum()),
        "hospital": hospital,
        "run": context.run,
        "settings": json.dumps(settings, indent=1, ensure_ascii=False, default=str),
        "downloads": downloads(
            {*published_tables(filed, context.settings), *published_with_page()}
        ),
    }


def documents_part(context: PageContext) -> dict[str, Any]:
    """Return limits, decisions, the meaning of every column, and whose words these are."""
    words = documents(context.documents)
    return {
        "limits": next(
            (one | elsewhere(one) for one in words if one["name"] == "limitations"), None
        ),
        "decisions": [one for one in words if one["number"]],
        "dictionary": dictionary_view(context.settings),
        "citation": context.citation,
        "rights": OFFICIAL_RIGHTS if context.basis == "official" else "",
    }


def elsewhere(document: Mapping) -> dict[str, Markup]:
    """Return the body of a document whose links to decisions lead to the second page."""
    body = document["body"].replace('href="#decision-', f'href="{DETAILS}#decision-')
    return {"body": Markup(body)}


def sentence(text: str) -> str:
    """Return a text with a capital at its beginning and the rest as it is."""
    return text[:1].upper() + text[1:]


def as_data(values: Mapping) -> Markup:
    """Return values as JSON that a script element can hold: it holds no markup at all."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def trusted(name: str) -> Markup:
    """Return a file of the templates' own as markup; nothing that a run reads comes this way."""
    return Markup((TEMPLATES / name).read_text(encoding="utf-8"))
