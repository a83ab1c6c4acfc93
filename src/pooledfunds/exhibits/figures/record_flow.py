"""The flow of records: how many each return brought, how many were kept, and why others not."""

from collections.abc import Mapping

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from pooledfunds.core.disclosure import rules_of
from pooledfunds.core.row_accounts import of_records
from pooledfunds.core.tables import rows_of
from pooledfunds.exhibits import style
from pooledfunds.exhibits.style import Caption, Context

SUBMITTED, KEPT = "submitted", "kept"


def table(inputs: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return the fate of every submitted record by return, files together.

    Parameters
    ----------
    inputs
        ``row_accounts`` (``catalogue.accounts.PROTECTED_ACCOUNTS``).
    settings
        ``disclosure``: what stands for a withheld fate in what was submitted.

    Returns
    -------
    DataFrame
        ``stage, fate, rows, submitted, percent``: the records kept first, then each reason for
        setting aside, the commonest first; reasons that no record met are left out. Rows and per
        cent are missing where disclosure rules withhold a fate in every file; where they withhold
        it in some, what stands for it in the records submitted stands for it here. A return is left
        out where what was kept is withheld.
    """
    accounts = of_records(inputs["row_accounts"])
    told = accounts["rows"].astype("Int64")
    accounts = accounts.assign(rows=told.fillna(rules_of(settings).stand_in), hidden=told.isna())
    fate = accounts.groupby(["stage", "fate"], sort=False)
    sums = fate.agg(rows=("rows", "sum"), hidden=("hidden", "all")).reset_index()
    sums = sums[~sums["stage"].isin(sums.loc[sums["hidden"] & (sums["fate"] == KEPT), "stage"])]
    submitted = sums[sums["fate"] == SUBMITTED].set_index("stage")["rows"]
    fates = sums[(sums["fate"] != SUBMITTED) & (sums["rows"] > 0)]
    fates = fates.assign(rows=fates["rows"].mask(fates["hidden"]))
    numbers = fates.assign(
        submitted=fates["stage"].map(submitted).astype("Int64"),
        _stage=fates["stage"].map({stage: place for place, stage in enumerate(submitted.index)}),
        _aside=fates["fate"] != KEPT,
    ).sort_values(["_stage", "_aside", "rows"], ascending=[True, True, False], ignore_index=True)
    share = 100 * numbers["rows"] / numbers["submitted"]
    numbers["percent"] = share.to_numpy(dtype=float, na_value=float("nan"))
    return numbers[["stage", "fate", "rows", "submitted", "percent"]]


def stages(numbers: pd.DataFrame) -> list[tuple[str, int, int, str]]:
    """Return each return with its records submitted and kept, and its reasons in words."""
    found = []
    for stage, rows in numbers.groupby("stage", sort=False):
        kept = int(rows.loc[rows["fate"] == KEPT, "rows"].sum())
        aside = rows[rows["fate"] != KEPT]
        reasons = "; ".join(
            f"{'few (withheld)' if pd.isna(row.rows) else format(row.rows, ',')} {row.fate}"
            for row in rows_of(aside)
        )
        found.append(
            (
                str(stage).replace("_", " "),
                int(rows["submitted"].iloc[0]),
                kept,
                reasons or "none set aside",
            )
        )
    return found


def caption(numbers: pd.DataFrame, published: Mapping[str, str]) -> Caption:
    """Return unit, number of records and how to read the bars.

    Parameters
    ----------
    numbers
        From :func:`table`.
    published
        Printed values by claim id.
    """
    total = sum(submitted for _, submitted, _, _ in stages(numbers))
    kept = sum(kept for _, _, kept, _ in stages(numbers))
    return Caption(
        unit="Share of submitted records that were kept, per cent",
        count=f"n = {total:,} records submitted, {kept:,} kept",
        years="All files of the run",
        notes=(
            "Each record ends in exactly one fate, and the fates add up to the records submitted; "
            "the row accounts give them file by file",
        ),
    )


def describe(numbers: pd.DataFrame) -> str:
    """Return the finding in words, from the numbers."""
    some = [row for row in stages(numbers) if row[1] > row[2]]
    each = ". ".join(
        f"{stage}: {kept:,} of {submitted:,} kept, {reasons}"
        for stage, submitted, kept, reasons in some
    )
    return (
        "Bars of the share of submitted records that were kept, by return. "
        f"{each}{'. ' * bool(some)}{whole(numbers)}"
    )


def whole(numbers: pd.DataFrame) -> str:
    """Return the returns of which every record was kept, as a sentence."""
    names = [
        f"{stage} ({submitted:,})" for stage, submitted, kept, _ in stages(numbers)
        if kept == submitted
    ]  # fmt: skip
    return f"Every record was kept of: {', '.join(names)}." if names else ""


def draw(numbers: pd.DataFrame, context: Context) -> Figure:
    """Draw a bar for each return with records set aside; name those without below them.

    Parameters
    ----------
    numbers
        From :func:`table`.
    context
        Words of the frame, basis and width.
    """
    with mpl.rc_context(style.STYLE):
        rows = [row for row in stages(numbers) if row[1] > row[2]]
        narrow = context.narrow
        label, bar = (0.0, context.width - 0.24) if narrow else (1.9, 1.5)
        room = bar if narrow else context.width - 0.24 - label - bar - 0.2
        names = [
            style.wrapped(row[0], style.BODY, bar if narrow else label - 0.1, "bold")
            for row in rows
        ]
        words = [_words(row, room) for row in rows]
        heights = [
            0.16 * len(name) + 0.3 + 0.14 * len(lines)
            if narrow
            else 0.14 + 0.16 * max(len(name), len(lines))
            for name, lines in zip(names, words, strict=True)
        ]
        rest = style.wrapped(whole(numbers), style.SMALL, context.width - 0.24)
        height = sum(heights) + 0.14 * len(rest) + 0.1
        key = {"Kept": style.BLUE, "Set aside": style.AMBER}
        figure, axes = style.sheet(context, height, key)
        y = 0.0
        for row, name, lines, deep in zip(rows, names, words, heights, strict=True):
            axes.text(0, y, "\n".join(name), size=style.BODY, weight="bold", va="top")
            top = y + 0.16 * len(name) + 0.03 if narrow else y + 0.02
            kept = bar * row[2] / row[1]
            axes.add_patch(Rectangle((label, top), kept, 0.12, color=style.BLUE))
            axes.add_patch(Rectangle((label + kept, top), bar - kept, 0.12, color=style.AMBER))
            x, down = (0, top + 0.16) if narrow else (label + bar + 0.2, y)
            text = "\n".join(lines)
            axes.text(
                x, down, text, size=style.SMALL, va="top", linespacing=1.25, color=style.MUTED
            )
            y += deep
        axes.text(0, y + 0.05, "\n".join(rest), size=style.SMALL, va="top", linespacing=1.25)
    return figure


def _words(row: tuple[str, int, int, str], room: float) -> list[str]:
    """Return what is written next to a bar, broken to its room."""
    _, submitted, kept, reasons = row
    share = f"{100 * kept / submitted:.1f}%"
    share = "just under 100%" if share == "100.0%" else share
    counts = f"{kept:,} of {submitted:,} kept ({share})"
    return [*style.wrapped(counts, style.SMALL, room), *style.wrapped(reasons, style.SMALL, room)]
