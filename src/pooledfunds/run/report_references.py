"""What ``report.yaml`` names and is not there: estimates, terms, claims, exhibits, columns.

The page answers its questions from what these names lead to. A name that leads to nothing would
read as "not known", as if a return were missing, so it is a fault before any job.
"""

from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass
from fnmatch import filter as matching

from pooledfunds.core.settings import nearest

FILE = "report.yaml"


@dataclass(frozen=True)
class ReportNames:
    """What the file may name.

    Parameters
    ----------
    effects
        The terms of each specification, by its name.
    tested
        Specifications whose years before are tested together.
    claims, exhibits
        Ids of the study's. A study that has none at all has no ledger, or no charts, to lead to.
    columns
        Columns of its panels.
    """

    effects: Mapping[str, Set[str]]
    tested: Collection[str]
    claims: Collection[str]
    exhibits: Collection[str]
    columns: Collection[str]


def report_faults(report: Mapping, names: ReportNames) -> list[str]:
    """Return a sentence for each name and each pattern in the file that leads to nothing.

    Parameters
    ----------
    report
        What the file declares.
    names
        What it may name.
    """
    found = [
        *question_faults(report, names),
        *design_test_faults(report, names),
        *chart_faults(report, names),
        *series_faults(report, names),
    ]
    return [f"{FILE}, {fault}" for fault in dict.fromkeys(found)]


def question_faults(report: Mapping, names: ReportNames) -> Iterator[str]:
    """Yield the estimates, terms and claims of questions that are not there.

    Parameters
    ----------
    report, names
        See :func:`report_faults`.
    """
    for question in report.get("questions", ()):
        place = f"questions, '{question['question']}'"
        for one in question.get("estimates", ()):
            pattern, term = one["specification"], one["term"]
            fitted = matching(names.effects, pattern)
            if not fitted:
                yield f"{place}: no specification fits '{pattern}'{nearest(pattern, names.effects)}"
                continue
            terms = set().union(*(names.effects[name] for name in fitted))
            if term not in terms:
                yield f"{place}: '{pattern}' has no term '{term}'{nearest(term, terms)}"
        for claim in question.get("claims", ()):
            if names.claims and claim not in names.claims:
                yield f"{place}: no claim '{claim}' is known{nearest(claim, names.claims)}"


def design_test_faults(report: Mapping, names: ReportNames) -> Iterator[str]:
    """Yield where the test of the years before is that of no specification.

    Parameters
    ----------
    report, names
        See :func:`report_faults`.
    """
    if "design_test" in report:
        pattern = report["design_test"]["specification"]
        if not matching(names.tested, pattern):
            there = nearest(pattern, names.tested)
            yield f"design_test: no test of the years before fits '{pattern}'{there}"


def chart_faults(report: Mapping, names: ReportNames) -> Iterator[str]:
    """Yield where the chart of the answer, or one that is not printed, is no exhibit.

    Parameters
    ----------
    report, names
        See :func:`report_faults`.
    """
    named = [("chart", report["chart"])] if "chart" in report else []
    named += [("not_printed", exhibit) for exhibit in report.get("not_printed", ())]
    for place, exhibit in named:
        if names.exhibits and exhibit not in names.exhibits:
            yield f"{place}: no exhibit '{exhibit}' is known{nearest(exhibit, names.exhibits)}"


def series_faults(report: Mapping, names: ReportNames) -> Iterator[str]:
    """Yield the breaks of series that no panel has.

    Parameters
    ----------
    report, names
        See :func:`report_faults`.
    """
    for one in report.get("series_breaks", ()):
        for pattern in one["columns"]:
            if not matching(names.columns, pattern):
                there = nearest(pattern, names.columns)
                yield f"series_breaks, {one['year']}: no panel has '{pattern}'{there}"
