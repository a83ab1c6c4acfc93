"""The short answer at the head of the page: at most six sentences, from the questions' answers."""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase

import numpy as np
import pandas as pd

from pooledfunds.report.structure import DesignTest

SENTENCES = 6  # the most that a short answer has


def design_sentence(
    test: DesignTest | None, tests: pd.DataFrame | None, alpha: float = 0.05
) -> str:
    """Return what the years before the base say of the design; blank without such a test.

    Parameters
    ----------
    test
        What the study declares.
    tests
        ``catalogue.estimation.JOINT_TESTS``.
    alpha
        Size of the test.
    """
    if test is None or tests is None:
        return ""
    named = [fnmatchcase(name, test.specification) for name in tests["specification"]]
    own = tests[np.array(named, dtype=bool) & (tests["hypothesis"] == "before")]
    p = float(own["p_randomisation"].iloc[0]) if len(own) else np.nan
    if not np.isfinite(p):
        return (
            f"Whether {test.movement} already in {test.years} could not be tested, so what "
            "follows describes and proves nothing."
        )
    number = "p below 0.001" if p < 0.001 else f"p = {p:.3f}"
    if p < alpha:
        return (
            f"In {test.years}, before the years that count, {test.movement} already ({number}): "
            "what follows describes, and is no effect of sharing."
        )
    return (
        f"In {test.years}, before the years that count, it is not shown that {test.movement} "
        f"({number}); that allows later differences to be effects, and does not prove it."
    )


def detectable_sentence(rows: pd.DataFrame) -> str:
    """Return the smallest differences that could have been found; blank where none is in per cent.

    Parameters
    ----------
    rows
        Estimates that the questions name.
    """
    effects = rows.loc[rows["scale"] == "log", "minimum_detectable_effect"].dropna()
    if effects.empty:
        return ""
    least, most = (100 * np.expm1(end) for end in (effects.min(), effects.max()))
    span = f"{least:.0f}%"
    if f"{most:.0f}" != f"{least:.0f}":
        span += f" (for some questions, of less than {most:.0f}%)"
    return f"Differences of less than {span} could have been missed."


def short_answer(
    views: Sequence[Mapping], design: str, detectable: str, counts: str = ""
) -> list[str]:
    """Return at most six sentences that answer the study's questions.

    Parameters
    ----------
    views
        From :func:`question_view`.
    design, detectable
        Told first where the design has a test of its own; otherwise what could have been found
        is told last.
    counts
        What the ledger says as a whole.
    """
    told = [view for view in views if view["sentence"]]
    unknown = [view for view in views if view["kind"] == "unknown"]
    first = [design, detectable] if design else []
    last = [] if design else [unknown_sentence(unknown, len(views)), counts, detectable]
    first, last = ([sentence for sentence in some if sentence] for some in (first, last))
    room = SENTENCES - len(first) - len(last)
    own = [view["sentence"] for view in told]
    if len(own) > room:
        own = [*own[: room - 1], others_sentence(told[room - 1 :])]
    return [*first, *own, *last]


def others_sentence(views: Sequence[Mapping]) -> str:
    """Return how questions are answered that have no sentence of their own."""
    kinds = list(dict.fromkeys(view["answer"].lower() for view in views))
    return f"The other {len(views)} questions, with their sizes below: {'; '.join(kinds)}."


def unknown_sentence(views: Sequence[Mapping], of: int) -> str:
    """Return how many questions have no answer, and which returns they need."""
    if not views:
        return ""
    missing = list(dict.fromkeys(title for view in views for title in view["missing"]))
    need = f", for want of returns: {'; '.join(missing[:3])}" if missing else ""
    more = " and others" if len(missing) > 3 else ""
    number = f"{len(views)} of {of} questions" if len(views) < of else f"All {of} questions"
    return f"{number} cannot be answered{need}{more}."
