"""Printed totals of workbooks of one month, held against the sums of their parts.

Each comparison is a row of a return's audit, whether it agrees or not. One that differs stops the
run, unless the reader can explain it and takes nothing from it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from pooledfunds.core.errors import IssueList
from pooledfunds.staging.layouts.months import financial_year_of

ROUNDING = 1e-6  # of sums of whole numbers and of the return's own quotients


@dataclass
class PrintedTotals:
    """The comparisons of one workbook; ``rows`` are those of the audit."""

    file: str
    month: str
    faults: IssueList
    rows: list[dict] = field(default_factory=list)

    def compare(
        self,
        check: str,
        published: np.ndarray,
        summed: np.ndarray,
        place: Callable[[int], str],
        explanation: str = "",
        **labels: str,
    ) -> None:
        """Hold printed figures against their sums.

        Parameters
        ----------
        check
            What is compared, in words.
        published, summed
            As printed and as summed, in one order.
        place
            From the number of a figure to its sheet and cell.
        explanation
            Why figures that differ may: nothing is taken from them. A difference without one is a
            fault.
        labels
            What the figures are of: columns of the audit.
        """
        gaps = published - summed
        apart = np.abs(gaps)
        off: list[int] = []
        if len(apart) and apart.max() > ROUNDING:
            off = np.flatnonzero(apart > ROUNDING * np.maximum(1, np.abs(published))).tolist()
        self.rows.append(
            {
                "check": check,
                "month": self.month,
                "financial_year": financial_year_of(self.month),
                **labels,
                "published": float(published.sum()),
                "summed": float(summed.sum()),
                "difference": float(gaps[apart.argmax()]) if len(off) else 0.0,
                "compared": len(published),
                "differing": len(off),
                "explanation": explanation if len(off) else "",
            }
        )
        if len(off) and not explanation:
            first = off[0]
            rule = (
                f"{check}: {published[first]:,.10g} is printed, and the sum is "
                f"{summed[first]:,.10g}; hold both against the publisher's file"
            )
            self.faults.add(self.file, place(first), rule, len(off))


def audit_of(checked: list[PrintedTotals], labels: list[str]) -> pd.DataFrame:
    """Return the comparisons of all workbooks as one table.

    Parameters
    ----------
    checked
        One a workbook.
    labels
        Columns that say what the figures are of; empty where a comparison has none.
    """
    columns = ["check", "month", "financial_year", *labels, "published", "summed", "difference",
               "compared", "differing", "explanation"]  # fmt: skip
    rows = [row for one in checked for row in one.rows]
    return pd.DataFrame({name: [row.get(name, "") for row in rows] for name in columns})
