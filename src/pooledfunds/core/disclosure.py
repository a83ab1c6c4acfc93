"""What may be told of records: small counts withheld, all others rounded, each cell by itself.

Whatever is published of records is computed from cells that have passed through here, and from
nothing else, so that no ratio, limit, total or difference leads behind them (decision 97).
"""

import hmac
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

KEY_VARIABLE = "POOLEDFUNDS_DISCLOSURE_KEY"
KNOWN_KEY = "no secret: two releases must pass check-release"


@dataclass(frozen=True)
class DisclosureRules:
    """The rules by which counts of records are published.

    Parameters
    ----------
    apply
        Whether they are applied at all.
    withhold_to
        Counts from 1 to this are never published.
    zeros
        ``withheld``, so that a nought cannot be told from a small count, or ``published``.
    base
        What is published is a multiple of this.
    largest_share
        Of a sum: where one record has more of it, the sum is withheld.
    largest_withheld_share
        Of a sum of cells: where what stands for withheld cells has more of it, it is withheld.
    fewest_areas
        Sums over fewer areas are withheld.
    """

    apply: bool = True
    withhold_to: int = 7
    zeros: str = "withheld"
    base: int = 5
    largest_share: float = 0.5
    largest_withheld_share: float = 0.2
    fewest_areas: int = 5

    @property
    def least(self) -> int:
        """The least value that is published: no count up to ``withhold_to`` is rounded to it."""
        return self.base * -(-(self.withhold_to + self.base) // self.base)

    @property
    def stand_in(self) -> int:
        """What stands for a withheld cell in a sum; it says nothing of the cell."""
        return self.base


def rules_of(study: Mapping) -> DisclosureRules:
    """Return the rules that a study declares (``disclosure``), else the default ones."""
    return DisclosureRules(**study.get("disclosure", {}))


def protected(counts: pd.Series, cells: Iterable[str], rules: DisclosureRules) -> pd.Series:
    """Return counts as they may be published, missing where they are withheld.

    A count is rounded to a neighbouring multiple of the base, up with a chance in proportion to
    what it exceeds the lower one by (unbiased random rounding, Fellegi 1975, Journal of the
    American Statistical Association 70). Chance is a digest of the cell's name under a secret key,
    so that a cell is rounded alike in every table and release, and that a step between two releases
    one record apart does not tell at which count it lies. What would be rounded below
    ``rules.least`` is withheld: every count up to ``withhold_to``, and some of the next ones.

    Parameters
    ----------
    counts
        Of records or of what they hold, such as nights; missing where there is none.
    cells
        A name for each of them, the same in every release.
    rules
        Those of the study.
    """
    values = counts.astype(float)
    if not rules.apply:
        return values
    phases = np.array([_phase(cell, rules.base) for cell in cells], dtype=float)
    rounded = rules.base * ((values + phases) // rules.base)
    rounded = rounded.where(rounded >= rules.least)
    return rounded.mask(values == 0, 0.0) if rules.zeros == "published" else rounded


def summed(
    parts: pd.DataFrame, by: list[str], values: list[str], rules: DisclosureRules
) -> pd.DataFrame:
    """Return sums of protected cells, missing where withheld cells have too much of them.

    Parameters
    ----------
    parts
        ``by`` and ``values``, the latter from :func:`protected`.
    by
        Columns that name a sum.
    values
        Columns to add up.
    rules
        Those of the study.
    """
    filled = parts[by].join(parts[values].fillna(rules.stand_in))
    gaps = parts[by].join(parts[values].isna() * float(rules.stand_in))
    total = filled.groupby(by, observed=True)[values].sum()
    if not rules.apply:
        return total
    unknown = gaps.groupby(by, observed=True)[values].sum()
    return total.where(unknown <= rules.largest_withheld_share * total)


def has_secret_key() -> bool:
    """Return whether the environment holds a key that readers of a release do not know."""
    return bool(os.environ.get(KEY_VARIABLE))


def key_state() -> str:
    """Return what distinguishes the key in use, without telling it."""
    if not has_secret_key():
        return "none"
    return hmac.digest(os.environ[KEY_VARIABLE].encode(), b"state", "sha256").hex()[:4]


def _phase(cell: str, base: int) -> int:
    """Return by how much a cell is raised before it is rounded down: 0 to ``base`` less 1."""
    key = os.environ.get(KEY_VARIABLE) or KNOWN_KEY
    digest = hmac.digest(key.encode(), cell.encode(), "sha256")
    return int.from_bytes(digest[:8], "big") % base
