"""What a study declares of the report that it computes again: words, chapters, indicators."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from pooledfunds.core.settings import read_yaml


@dataclass(frozen=True)
class Chapter:
    """A chapter, by its title and its last paragraph."""

    title: str
    last_paragraph: int


@dataclass(frozen=True)
class Indicator:
    """What is compared: a column of the panel, over another where it is a rate, times a scale.

    Parameters
    ----------
    label, unit
        In words.
    column, base
        Columns of the panels; without a base the column is shown as it is.
    scale
        What the ratio is multiplied by.
    share
        Whether the ratio is a share of its base, which has an interval of its own.
    events
        Whether the column counts persons or events one by one, so that the ratio has one too. Days
        in bed do not: one long stay is many.
    in_table
        What the report's table of indicators calls it; blank where it is not in it.
    apportioned
        The column that says how much of the value was apportioned.
    better
        ``lower`` or ``higher``: the side that is better for people; blank where neither is.
    """

    label: str
    unit: str
    column: str
    base: str = ""
    scale: float = 1.0
    share: bool = False
    events: bool = False
    in_table: str = ""
    apportioned: str = ""
    better: str = ""

    def of_condition(self, condition: str) -> "Indicator":
        """Return the indicator of one condition, where it is declared for each."""
        words = condition.replace("_", " ")
        return replace(
            self,
            label=self.label.replace(CONDITION, words),
            column=self.column.replace(CONDITION, condition),
            base=self.base.replace(CONDITION, condition),
        )


@dataclass(frozen=True)
class Question:
    """A question of the study, and where its answer lies.

    Parameters
    ----------
    question
        As a reader would ask it.
    measure, contrast
        What was measured, with its verb, and between whom: the ends of a sentence whose middle
        is the size of a difference.
    estimates
        Pairs ``(specification, term)``; a specification may be a pattern such as ``name/*``.
    claims
        Ids of the claims that the question is about.
    """

    question: str
    measure: str = ""
    contrast: str = ""
    estimates: tuple[tuple[str, str], ...] = ()
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class DesignTest:
    """What the years before the base must show before a later difference is read as an effect.

    Parameters
    ----------
    specification
        Of the joint tests; may be a pattern such as ``pre_trend/delayed_days/*``.
    years
        Which years are tested, in words.
    movement
        What moves with what, in words: ``delays moved with joint money``.
    """

    specification: str
    years: str
    movement: str


@dataclass(frozen=True)
class SeriesBreak:
    """Where a series changed its meaning: patterns of columns, the year, and what happened."""

    columns: tuple[str, ...]
    year: str
    words: str


LEDGER = (
    "Open a row to see how it was read, what was computed, from which sources and by which "
    "formula. The primary reading was chosen before anything was computed, and it alone decides; "
    "the other readings are sensitivity analyses."
)


@dataclass(frozen=True)
class StudyReport:
    """The report of a study, as the page shows it.

    Parameters
    ----------
    title, headline, coverage, kicker, description, question, method
        Words at the head of the page; the headline asks the question, the title names the study.
    claims
        What the study's claims are called.
    ledger
        What a reader should know of the ledger, above it.
    citation
        How to cite the report; blank where there is none.
    chapters
        In the report's order.
    paragraph_of_figure
        By which paragraph each numbered figure lies.
    elsewhere
        Heading of the claims that lie in no chapter.
    table
        What the report's table of indicators is called.
    indicators
        What a reader can compare between areas.
    questions
        Of the study, in their order.
    design_test
        What the years before must show; nothing where the design has no such test.
    chart
        The exhibit of the estimates, shown with the answer.
    not_printed
        Exhibits that the short printed edition names and leaves to the page.
    limits
        The three that a reader must know.
    series_breaks
        Where series of the panels changed their meaning.
    """

    title: str = "The study"
    headline: str = ""
    coverage: str = ""
    kicker: str = ""
    description: str = ""
    question: str = ""
    method: str = "This page computes its answer from"
    claims: str = "claims"
    ledger: str = LEDGER
    citation: str = ""
    chapters: tuple[Chapter, ...] = ()
    paragraph_of_figure: Mapping[int, int] = field(default_factory=dict)
    elsewhere: str = "Claims"
    table: str = ""
    indicators: tuple[Indicator, ...] = ()
    questions: tuple[Question, ...] = ()
    design_test: DesignTest | None = None
    chart: str = ""
    not_printed: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    series_breaks: tuple[SeriesBreak, ...] = ()

    def breaks_of(self, column: str) -> list[SeriesBreak]:
        """Return the breaks in the series of a column of the panels."""
        return [
            one
            for one in self.series_breaks
            if any(fnmatchcase(column, pattern) for pattern in one.columns)
        ]

    def indicators_of(self, conditions: Iterable[str]) -> list[Indicator]:
        """Return the indicators, one for each condition where it is declared for each."""
        names = list(conditions)
        found: list[Indicator] = []
        for indicator in self.indicators:
            if indicator.in_table and self.table:
                indicator = replace(indicator, in_table=f"{self.table}: {indicator.in_table}")
            for_each = CONDITION in indicator.column
            found += map(indicator.of_condition, names) if for_each else [indicator]
        return found


CONDITION = "{condition}"


def read_study_report(file: str | Path) -> StudyReport:
    """Return what a study's ``report.yaml`` declares; a study without the file declares nothing.

    The file was held against its schema before any job.
    """
    if not Path(file).is_file():
        return StudyReport()
    given = read_yaml(file)
    given["chapters"] = tuple(Chapter(**one) for one in given.get("chapters", ()))
    given["indicators"] = tuple(Indicator(**one) for one in given.get("indicators", ()))
    given["questions"] = tuple(map(read_question, given.get("questions", ())))
    for name in ("limits", "not_printed"):
        given[name] = tuple(given.get(name, ()))
    given["series_breaks"] = tuple(
        SeriesBreak(**one | {"columns": tuple(one["columns"])})
        for one in given.get("series_breaks", ())
    )
    if "design_test" in given:
        given["design_test"] = DesignTest(**given["design_test"])
    return StudyReport(**given)


def read_question(given: Mapping[str, Any]) -> Question:
    """Return a question as ``report.yaml`` declares it."""
    estimates = tuple((one["specification"], one["term"]) for one in given.get("estimates", ()))
    return Question(**{**given, "estimates": estimates, "claims": tuple(given.get("claims", ()))})
