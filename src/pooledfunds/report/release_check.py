"""Two releases held against each other: what both together would tell of one record."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pooledfunds.core.disclosure import rules_of
from pooledfunds.core.errors import StudyError

AREAS = re.compile(r'<script[^>]*id="areas-data"[^>]*>(.*?)</script>', re.DOTALL)
CELL = ["area_type", "code", "indicator", "financial_year"]


class ReleaseError(StudyError):
    """Two releases are not named, are no releases, or tell of single records together."""


def read_release(folder: str | Path) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Return every value of areas that a report's page holds, and the record of its run.

    Returns
    -------
    cells
        ``area_type, code, indicator, financial_year, value, of_records``; withheld ones without a
        value.
    run
        ``run.json``.

    Raises
    ------
    ReleaseError
        When the folder is not the report of a run.
    """
    view, run = read_view(folder), Path(folder) / "run.json"
    if not run.is_file():
        raise ReleaseError(f"{folder}: no run.json; is it the report of a run?")
    return cells_of(view), json.loads(run.read_text(encoding="utf-8"))


def read_view(folder: str | Path) -> dict[str, Any]:
    """Return the data of areas that a report's page holds (``areas.areas_view``).

    Raises
    ------
    ReleaseError
        When the folder has no page, or the page no such data.
    """
    page = Path(folder) / "index.html"
    if not page.is_file():
        raise ReleaseError(f"{folder}: no index.html; is it the report of a run?")
    found = AREAS.search(page.read_text(encoding="utf-8"))
    if found is None:
        raise ReleaseError(f"{page}: holds no data of areas; was it edited?")
    return dict(json.loads(found[1]))


def cells_of(view: Mapping[str, Mapping]) -> pd.DataFrame:
    """Return the values of ``areas.areas_view`` as a table (see :func:`read_release`)."""
    rows = [
        (area_type, body["code"], one["label"], year, value, "withheld" in one)
        for area_type, part in view.items()
        for one in part["indicators"]
        for year, values in zip(one["years"], one["values"], strict=True)
        for body, value in zip(part["bodies"], values, strict=True)
    ]
    cells = pd.DataFrame(rows, columns=[*CELL, "value", "of_records"])
    return cells.astype(dict.fromkeys(CELL, str) | {"value": float, "of_records": bool})


def told_by_both(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Return the cells of records that one release tells and the other withholds, or tells anew.

    Parameters
    ----------
    old, new
        From :func:`read_release`.

    Returns
    -------
    DataFrame
        ``CELL`` and ``what``: ``withheld before``, ``withheld now`` or ``changed``.
    """
    both = old[old["of_records"]].merge(
        new[new["of_records"]], on=CELL, suffixes=("_old", "_new"), validate="one_to_one"
    )
    before, now = both["value_old"], both["value_new"]
    what = np.select(
        [before.isna() & now.notna(), before.notna() & now.isna(), (before - now).abs() > 0],
        ["withheld before", "withheld now", "changed"],
        "",
    )
    return both.assign(what=what).loc[what != "", [*CELL, "what"]].reset_index(drop=True)


def check_release(old: str | Path, new: str | Path) -> str:
    """Return in words that a release may follow another.

    Under one secret key the step of a cell says that a record moved and not at which count. Without
    a key, or under two, whoever knows the rules can reckon back to the record.

    Parameters
    ----------
    old, new
        Folders of the reports of two runs.

    Raises
    ------
    ReleaseError
        When it may not, naming the cells.
    """
    if not str(old) or not str(new):
        raise ReleaseError("which releases? snakemake check_release --config old=FOLDER new=FOLDER")
    (cells_old, run_old), (cells_new, run_new) = read_release(old), read_release(new)
    moved = told_by_both(cells_old, cells_new)
    if moved.empty:
        return "No cell that rests on records differs between the two releases."
    faults = []
    keys = {run.get("settings", {}).get("disclosure_key") for run in (run_old, run_new)}
    if keys != {"secret"}:
        faults.append("not both were rounded under a secret key (POOLEDFUNDS_DISCLOSURE_KEY)")
    rules = [rules_of(run.get("settings", {})) for run in (run_old, run_new)]
    if rules[0] != rules[1] or not rules[1].apply:
        faults.append("the disclosure rules differ, or are off")
    if not faults:
        return f"{len(moved)} cells that rest on records differ, under one set of rules and a key."
    few = "; ".join(
        f"{row.area_type} {row.code} {row.financial_year}, {row.indicator}: {row.what}"
        for row in moved.head(10).itertuples()
    )
    raise ReleaseError(
        f"{new} may not follow {old}: {len(moved)} cells that rest on records differ and "
        f"{' and '.join(faults)}. Set one secret key for all releases and make both anew, or "
        f"publish the old values of: {few}{' ...' if len(moved) > 10 else ''}"
    )
