"""The page: everything that a run found, in one file that opens from disk."""

import json
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import jinja2
import pandas as pd
from markupsafe import Markup

from pooledfunds import __version__
from pooledfunds.core.svg import for_page
from pooledfunds.report.dictionary import dictionary_view
from pooledfunds.report.documents import documents
from pooledfunds.report.formats import slug
from pooledfunds.report.libraries import policy, scripts
from pooledfunds.report.views.areas import indicator_percentiles
from pooledfunds.report.views.estimates import CHOICES, estimates_view, explorer_view
from pooledfunds.report.views.findings import findings, tally
from pooledfunds.report.views.hospital_quality import hospital_quality_view
from pooledfunds.report.views.ledger import ledger_view, verdict_class

TEMPLATES = Path(__file__).parent / "templates"
DOWNLOADS = {
    "claims.csv": "The ledger: every claim with its verdict, by its primary reading",
    "readings.csv": "Every claim under each of its readings, with the reason for the primary one",
    "estimates.csv": "Every coefficient of every specification",
    "register_errors.csv": "What one source of evidence on pools knows of another",
    "register_noise.csv": "What errors in a register of pools leave of each estimate",
    "facts.csv": "Every computed fact, with its formula and the code that computed it",
    "areas.csv": "Every indicator of every council and PCT in its last year, with limits",
    "row_accounts.csv": "The fate of every submitted record",
    "data_dictionary.csv": "What every column of every table means",
    "hes_quality.csv": "How complete each field of hospital records is, by data year",
    "hes_breaks.csv": "Fields of hospital records whose completeness moves between years",
    "pssex1_audit.csv": "PSSEX1 totals that differ from their parts, or were not checked",
    "run.json": "What this run was made of: settings, versions, inputs and their digests",
}
NUMBERS_SHOWN = 60  # rows of an exhibit's numbers on the page; the CSV has them all


def read_exhibits(folders: Iterable[str | Path]) -> list[dict]:
    """Return the words, pictures and numbers of each exhibit, from the folders it was built in."""
    exhibits = []
    for folder in map(Path, folders):
        words = json.loads((folder / f"{folder.name}.json").read_text(encoding="utf-8"))
        if words["drawn"]:
            words["svg"] = (folder / f"{folder.name}.svg").read_text(encoding="utf-8")
            words["narrow_svg"] = (folder / f"{folder.name}_narrow.svg").read_text(encoding="utf-8")
            words["numbers"] = pd.read_csv(folder / f"{folder.name}.csv")
        exhibits.append(words)
    return exhibits


def publish_figures(folders: Iterable[str | Path], destination: str | Path) -> None:
    """Copy the files of every drawn exhibit to where the page links to them."""
    Path(destination).mkdir(parents=True, exist_ok=True)
    for folder in map(Path, folders):
        words = json.loads((folder / f"{folder.name}.json").read_text(encoding="utf-8"))
        for file in words["files"]:
            shutil.copyfile(folder / file, Path(destination) / file)


def data_uri(svg: str, *, listed: bool = False) -> Markup:
    """Return a picture as an address that holds it; as an image it can run no script.

    Only what ends an address or an attribute is written as a code, which is a fifth shorter than
    base 64. In a list of addresses (``srcset``) a blank ends one.
    """
    quote = "%22" if "'" in svg else "'"
    codes = {"%": "%25", "#": "%23", "\n": "%0A", '"': quote, "&": "&amp;"}
    codes |= {" ": "%20"} if listed else {}
    return Markup("data:image/svg+xml," + svg.translate(str.maketrans(codes)))


def exhibit_view(exhibit: Mapping) -> dict:
    """Return an exhibit as the template shows it."""
    view = {key: exhibit[key] for key in ("exhibit", "title", "section", "report_page", "claims")}
    view |= {key: exhibit[key] for key in ("drawn", "reason", "code", "missing_sources")}
    numbered = re.fullmatch(r"figure_(\d+)", exhibit["exhibit"])
    view["label"] = f"Figure {numbered[1]} of the report: " if numbered else ""
    if not exhibit["drawn"]:
        return view
    numbers = exhibit["numbers"]
    return view | {
        "caption": exhibit["caption"],
        "alternative_text": exhibit["alternative_text"],
        "files": exhibit["files"],
        "picture": data_uri(for_page(exhibit["svg"])),
        "narrow_picture": data_uri(for_page(exhibit["narrow_svg"]), listed=True),
        "columns": [str(name).replace("_", " ") for name in numbers.columns],
        "rows": [
            [cell_text(cell) for cell in row]
            for row in numbers.head(NUMBERS_SHOWN).itertuples(index=False)
        ],
        "rows_left_out": max(0, len(numbers) - NUMBERS_SHOWN),
    }


def cell_text(cell) -> str:
    """Return one number or word of a table, numbers to three decimals."""
    if isinstance(cell, float):
        return "" if pd.isna(cell) else f"{cell:,.3f}".rstrip("0").rstrip(".").replace("-", "−")
    return str(cell)


def table_view(table: pd.DataFrame) -> dict:
    """Return a table as heads and rows of text."""
    return {
        "columns": [str(name).replace("_", " ") for name in table.columns],
        "numeric": [pd.api.types.is_numeric_dtype(table[name]) for name in table.columns],
        "rows": [[cell_text(cell) for cell in row] for row in table.itertuples(index=False)],
    }


def build_page(context: Mapping) -> str:
    """Return the page as HTML that needs no other file and no network.

    Parameters
    ----------
    context
        ``basis`` (``artificial`` or ``official``); ``claims`` and ``readings`` (as in
        ``claims.csv`` and ``readings.csv``, with the ``code`` of each reading); ``estimates``
        (``catalogue.estimation.ESTIMATES``); ``exhibits`` (from :func:`read_exhibits`);
        ``row_accounts``;
        ``pssex1_compared``, ``hes_quality_shares``, ``hes_breaks`` and ``curves``
        (``catalogue.estimation.CURVE``), or nothing where they are not at hand; ``run``
        (``core.provenance.run_record``); ``sources`` (``config/sources.csv``); ``source_files``
        (the
        run's files by source); ``areas`` (of :func:`areas_view.areas_view`); ``documents`` (files
        of the study's limits and decisions); ``settings`` of the study.
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
    exhibits = [exhibit_view(exhibit) for exhibit in context["exhibits"]]
    drawn = [exhibit for exhibit in exhibits if exhibit["drawn"]]
    chapters = ledger_view(context["claims"], context["readings"], context["sources"])
    claims = [claim for chapter in chapters for claim in chapter["claims"]]
    compared = context["pssex1_compared"]
    hospital = hospital_quality_view(context["hes_quality_shares"], context["hes_breaks"])
    not_written = {"pssex1_audit.csv"} if compared is None else set()
    not_written |= {"hes_quality.csv", "hes_breaks.csv"} if hospital is None else set()
    settings, outcomes = context["settings"], context["settings"]["outcomes"]
    words = documents(context["documents"])
    run_here = scripts()
    return environment.get_template("index.html.j2").render(
        basis=context["basis"],
        style=trusted("page.css"),
        scripts=run_here,
        policy=Markup(policy(run_here)),
        findings=findings(context["claims"], context["estimates"], settings),
        areas_data=as_data(context["areas"]),
        estimates_data=as_data(explorer_view(context["estimates"], settings, context["curves"])),
        indicator_percentiles=table_view(indicator_percentiles(context["areas"])),
        choices=CHOICES,
        limits=next((one for one in words if one["name"] == "limitations"), None),
        decisions=[one for one in words if one["number"]],
        dictionary=dictionary_view(settings),
        tally=tally(context["claims"]),
        titles={exhibit["exhibit"]: exhibit["title"] for exhibit in exhibits},
        by_id={claim["id"]: claim for claim in claims},
        sections=sections(drawn),
        not_drawn=[exhibit for exhibit in exhibits if not exhibit["drawn"]],
        chapters=chapters,
        kinds=sorted({claim["kind"] for claim in claims}),
        verdicts=[item["verdict"] for item in tally(context["claims"])],
        claim_sources=sorted({source for claim in claims for source in claim["sources"]}),
        estimates=estimates_view(context["estimates"], outcomes),
        row_accounts=table_view(context["row_accounts"]),
        filed={name for name, files in context["source_files"].items() if files},
        compared=None if compared is None else table_view(compared),
        hospital=hospital,
        differing=0 if compared is None else int(compared["differing"].sum()),
        totals=0 if compared is None else int(compared["compared"].sum()),
        not_checked=0 if compared is None else int(compared["not_checked"].sum()),
        run=context["run"],
        inputs=inputs_view(context["run"]["inputs"], context["source_files"], context["sources"]),
        settings=json.dumps(context["run"]["settings"], indent=1, ensure_ascii=False, default=str),
        downloads={file: words for file, words in DOWNLOADS.items() if file not in not_written},
        version=__version__,
    )


def sentence(text: str) -> str:
    """Return a text with a capital at its beginning and the rest as it is."""
    return text[:1].upper() + text[1:]


def inputs_view(
    inputs: Iterable[Mapping], files: Mapping[str, Iterable[str]], sources: pd.DataFrame
) -> list[dict]:
    """Return the run's files under the titles of their sources, so that a claim can point there."""
    titles = dict(zip(sources["source"], sources["title"], strict=True))
    source_of = {str(Path(file)): name for name, some in files.items() for file in some}
    grouped: dict[str, list] = {}
    for one in inputs:
        grouped.setdefault(source_of.get(str(Path(one["file"])), ""), []).append(one)
    return [
        {"source": name, "title": titles.get(name, name) or "Other files", "files": found}
        for name, found in sorted(grouped.items(), key=lambda item: titles.get(item[0], item[0]))
    ]


def sections(drawn: list[dict]) -> list[dict]:
    """Return the exhibits that are drawn, under the headings of the register."""
    titles = list(dict.fromkeys(exhibit["section"] for exhibit in drawn))
    return [
        {"title": title, "exhibits": [e for e in drawn if e["section"] == title]}
        for title in titles
    ]


def as_data(values: Mapping) -> Markup:
    """Return values as JSON that can stand in a script element: it holds no markup at all."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def trusted(name: str) -> Markup:
    """Return a file of the templates' own as markup; nothing that a run reads comes this way."""
    return Markup((TEMPLATES / name).read_text(encoding="utf-8"))
