"""How often a planted difference is found, and how often its interval holds what is planted.

The other side of ``announcements``: there nothing is planted, here something is.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pooledfunds.synthetic.checks.differences import planted_size
from pooledfunds.synthetic.planted_effects import TRUTHS


def found(concluded: pd.DataFrame, truth: str, inference: Mapping) -> pd.DataFrame:
    """Return every tested effect whose size is planted, with what was told of it.

    Parameters
    ----------
    concluded
        From ``conclusions.conclude``.
    truth
        Name of what is planted in the world.
    inference
        Of the study: ``conf_level``.

    Returns
    -------
    DataFrame
        ``multiplicity_family, term, told`` (as different, after adjustment), ``plain`` (by its own
        p-value), ``covered`` (by the interval that is told), ``minimum_detectable_effect``.
    """
    size = planted_size(concluded, TRUTHS[truth])
    tested = concluded["p_adjusted"].notna() & size.notna()
    rows, size = concluded[tested], size[tested]
    return rows[["multiplicity_family", "term"]].assign(
        told=rows["conclusion"].str.startswith("different"),
        plain=rows["p_value"] < 1 - inference["conf_level"],
        covered=size.between(rows["conf_low"], rows["conf_high"]),
        minimum_detectable_effect=rows["minimum_detectable_effect"],
    )


def section(table: pd.DataFrame, truth: str) -> str:
    """Return the section of the page: a row each family and exposure.

    Parameters
    ----------
    table
        From ``found``, of all worlds, with their ``seed``.
    truth
        Name of what is planted in them.
    """
    worlds = table["seed"].nunique()
    lines = [
        "## Planted differences that are found",
        "",
        f"From {worlds} worlds of the truth `{truth}`, in which pools and shared boundaries each "
        "take a tenth off: the shares of effects that are told as different (after adjustment over "
        "their family), that are so by their own p-value, and whose interval holds what is "
        "planted. What the register misses or misstates of pools takes something off every effect "
        "of theirs. *Detectable* is the median smallest effect that 80 of 100 such studies find, "
        "before adjustment.",
        "",
        "| family | exposure | effects a world | told | by its own p | covered | detectable |",
        "|---|---|---|---|---|---|---|",
    ]
    for (family, term), rows in table.groupby(["multiplicity_family", "term"]):
        told, plain, covered = (100 * rows[name].mean() for name in ("told", "plain", "covered"))
        detectable = 100 * np.expm1(rows["minimum_detectable_effect"].median())
        lines.append(
            f"| {family} | {term} | {len(rows) / worlds:.0f} | {told:.0f} | {plain:.0f} "
            f"| {covered:.1f} | {detectable:.0f} per cent |"
        )
    by_world = 100 * table.groupby("seed")["covered"].mean()
    error = by_world.std(ddof=1) / np.sqrt(worlds)
    lines += [
        "",
        f"Covered over all: {by_world.mean():.1f} ± {error:.1f} per cent (one standard error, "
        "worlds as clusters).",
        "",
    ]
    return "\n".join(lines)
