"""Where each number comes from, as the page shows it: formula, returns, their rows, and code."""

from collections.abc import Iterable, Mapping, Sequence

from pooledfunds.catalogue.origins import Origin
from pooledfunds.catalogue.panel import panel_contract
from pooledfunds.catalogue.panel_columns import conditions_of
from pooledfunds.report.origins import Lineage, code_file
from pooledfunds.report.origins_arrangements import KIND
from pooledfunds.report.structure import StudyReport

KINDS = {
    "fact": "Figures that claims are held against",
    "estimate": "Estimates",
    "chart": "Charts",
    "indicator": "Indicators of areas",
    KIND: "Arrangements",
}
WHOLE = ("chart", KIND)  # shown wherever they are declared
INDICATORS = "pooledfunds.report.views.areas.indicator_view"
TOGETHER = 8  # formulas in one box, so that its returns and code stay in sight


def origins_view(
    origins: Iterable[Origin],
    lineage: Lineage,
    inputs: Sequence[Mapping],
    titles: Mapping[str, str],
) -> list[dict]:
    """Return boxes by kind of number: what has the same code and returns stands together.

    Parameters
    ----------
    origins
        Of all numbers that are shown.
    lineage
        What they rest on.
    inputs
        From :func:`pooledfunds.report.views.inputs.inputs_view`.

    titles
        Titles of sources by id.

    Returns
    -------
    list of dict
        ``kind``, ``title`` and ``boxes``, each with ``code``, ``file``, ``inputs`` (those of the
        box), ``missing`` (titles of returns that are not available) and ``formulas`` (origins).
    """
    by_source = {one["source"]: one for one in inputs}
    grouped: dict[str, dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[Origin]]] = {}
    for origin in origins:
        sources, missing = lineage.sources_of(origin), lineage.missing(origin)
        key = (origin.code, tuple(sources), tuple(missing))
        grouped.setdefault(origin.kind, {}).setdefault(key, []).append(origin)
    return [
        {
            "kind": kind,
            "title": KINDS[kind],
            "boxes": [
                {
                    "code": code,
                    "file": code_file(code),
                    "inputs": [by_source[name] for name in sources if name in by_source],
                    "missing": [titles.get(name, name) for name in missing],
                    "formulas": own[start : start + TOGETHER],
                }
                for (code, sources, missing), own in boxes.items()
                for start in range(0, len(own), TOGETHER)
            ],
        }
        for kind, boxes in sorted(grouped.items(), key=lambda item: list(KINDS).index(item[0]))
    ]


def shown_origins(
    origins: Iterable[Origin], asked: Iterable[str], fitted: Iterable[str]
) -> list[Origin]:
    """Return the origins of the numbers that a report shows, of all that a study declares.

    Parameters
    ----------
    origins
        Of the study.
    asked
        What readings of claims ask for: facts, specifications and families.
    fitted
        Specifications that have a row among the estimates, and curves that have one.
    """
    named = {*asked, *fitted}
    return [one for one in origins if one.kind in WHOLE or one.name in named]


def indicator_origins(
    area_types: Iterable[str], report: StudyReport, study: Mapping
) -> list[Origin]:
    """Return the origin of each indicator that areas can be compared by.

    Parameters
    ----------
    area_types
        Of the finder.
    report
        Declares the indicators: a column of the panel, over another where it is a rate.
    study
        Its further outcomes are compared as well.
    """
    declared = [
        (one.column, one.base, one.scale) for one in report.indicators_of(conditions_of(study))
    ]
    known = {column for column, _, _ in declared}
    declared += [(name, "", 1.0) for name in study["outcomes"] if name not in known]
    found = []
    for area_type in area_types:
        words = {
            name: column.description
            for name, column in panel_contract(area_type, study).columns.items()
        }
        for column, base, scale in declared:
            if column not in words or (base and base not in words):
                continue
            formula = f"{words[column]} ({column})"
            formula += f", over {words[base]} ({base})" if base else ""
            formula += f", times {scale:,.10g}" if scale != 1 else ""
            columns = tuple((f"panel_{area_type}", one) for one in (column, base) if one)
            name = f"{area_type}/{column}"
            found.append(Origin("indicator", name, formula, INDICATORS, columns=columns))
    return found
