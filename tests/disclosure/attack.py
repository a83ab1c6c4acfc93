"""What a reader works back of patients' counts from a published folder, and from two of them.

The reader has the page and the tables beside it, knows the code and its rules, and not the key. He
reckons expected = dispersion x scale^2 x centre / error^2 and observed = value x expected; finds
the one dispersion at which the counts are whole; then narrows each count by what it must add up to.
A count is *recovered* where one value is left, and *bracketed* where fewer are than rounding to the
base leaves.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from pooledfunds.areas.crosswalk import linked_areas
from pooledfunds.core.disclosure import DisclosureRules, rules_of
from pooledfunds.report.page import as_data
from pooledfunds.report.release_check import read_release, read_view
from pooledfunds.report.structure import read_study_report
from pooledfunds.report.views.areas import areas_view

KEY = ["area_type", "code", "item", "financial_year"]
NEAR, FIGURES = 0.1, 5e-5  # how far from whole five figures leave a count, and a share of it


@dataclass(frozen=True)
class Found:
    """What is known of a count: between ``low`` and ``high``."""

    bounds: pd.DataFrame
    rules: DisclosureRules


def published_counts(view: Mapping[str, Mapping], unit: int) -> pd.DataFrame:
    """Return each count of patients as the page lets it be reckoned; missing where it is withheld.

    Parameters
    ----------
    view
        ``areas-data`` of the page.
    unit
        What every count is a multiple of.
    """
    rows = []
    for area_type, part in view.items():
        for one in part["indicators"]:
            kind, _, condition = one["label"].partition(", 65 and over: ")
            if "error" not in one or kind not in MEASURES:
                continue
            expected = expected_of(one, unit)
            item = f"{MEASURES[kind]}_{condition.replace(' ', '_')}"
            for year, values in zip(one["years"], one["values"], strict=True):
                counts = np.array(values, dtype=float) / 100 * expected
                if year != one["years"][-1]:  # the same bodies, at the rates of another year
                    known = counts[np.isfinite(counts) & (counts > 0)] / unit
                    counts = counts * whole_factor(known, (0.5, 2.0))
                rows += [
                    (area_type, body["code"], item, year, count)
                    for body, count in zip(part["bodies"], counts, strict=True)
                ]
    return pd.DataFrame(rows, columns=[*KEY, "count"])


MEASURES = {"Emergency bed days": "bed_days", "Emergency admissions": "admissions"}


def expected_of(one: Mapping[str, Any], unit: int) -> np.ndarray:
    """Return the expected counts behind an indicator's limits, at the least plausible dispersion.

    Parameters
    ----------
    one
        An indicator of the page, with ``values``, ``centre`` and ``error``.
    unit
        See :func:`published_counts`.
    """
    errors = [np.nan if error is None else error for error in one["error"]]
    relative = 100 * one["centre"] / np.square(np.array(errors, dtype=float))
    values = np.array([np.nan if v is None else v for v in one["values"][-1]], dtype=float)
    ratios = values / 100 * relative / unit  # counts, but for the dispersion
    known = ratios[np.isfinite(ratios) & (ratios > 0)]
    return relative * whole_factor(known, (0.999, 400.0))


def whole_factor(ratios: np.ndarray, between: tuple[float, float]) -> float:
    """Return the least factor that makes numbers whole, as far as they let it be seen.

    Parameters
    ----------
    ratios
        Whole numbers over one unknown factor, (bodies,).
    between
        The least and the greatest that it can be.
    """
    small = np.sort(ratios)[: max(8, len(ratios) // 2)]
    if not len(small):
        return np.nan
    # The least number is some whole number: each candidate gives one factor to be tried
    tried = np.arange(1, 4000) / small[0]
    tried = tried[(tried >= between[0]) & (tried < between[1])]
    counts = tried[:, None] * small
    off = np.abs(counts - np.round(counts)) / np.maximum(FIGURES * counts, NEAR)
    fits = (off < 1).mean(axis=1) > 0.97
    return float(tried[np.argmax(fits)]) if fits.any() else np.nan


def attack(folder: str | Path, pairs: pd.DataFrame) -> Found:
    """Return what one release leaves of each count.

    Parameters
    ----------
    folder
        The published folder.
    pairs
        Who shares ground with whom, which is public (and on the page).
    """
    view, run = read_view(folder), read_release(folder)[1]
    rules = rules_of(run["settings"])
    return worked_back(published_counts(view, rules.base if rules.apply else 1), rules, pairs)


def worked_back(counts: pd.DataFrame, rules: DisclosureRules, pairs: pd.DataFrame) -> Found:
    """Return what published counts leave of the true ones, to whoever has reckoned them exactly.

    Parameters
    ----------
    counts
        As from :func:`published_counts`.
    rules
        As ``run.json`` says them.
    pairs
        See :func:`attack`.
    """
    bounds = with_ground(with_bounds(counts, rules), pairs)
    if rules.apply:  # what follows from the other side says nothing of its own
        bounds.loc[~bounds["carries"], ["low", "high"]] = 0, np.inf
    return Found(narrowed(bounds), rules)


def with_bounds(counts: pd.DataFrame, rules: DisclosureRules) -> pd.DataFrame:
    """Return between what each count lies by itself, as whoever knows the rules reads it.

    Parameters
    ----------
    counts
        From :func:`published_counts`.
    rules
        As ``run.json`` says them.
    """
    nearest = counts["count"].round()
    if rules.apply:
        step = rules.base - 1
        nearest = (counts["count"] / rules.base).round() * rules.base
        low, high = nearest - step, nearest + step
        return counts.assign(low=low.clip(lower=0).fillna(0), high=high.fillna(np.inf))
    return counts.assign(low=nearest.fillna(0), high=nearest.fillna(np.inf))


def with_ground(bounds: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return bounds with the linked area, how many areas of each type lie in it, and who carries.

    ``carries`` says whether an area's type is the one whose counts are rounded, each by itself.

    Parameters
    ----------
    bounds
        From :func:`with_bounds`.
    pairs
        See :func:`attack`.
    """
    linked = linked_areas(pairs).rename(columns={"area_code": "code"})
    number = linked.groupby(["linked_area", "area_type"]).size().unstack()
    carries = np.where(number["council"] > number["pct"], "council", "pct")
    of = dict(zip(number.index, carries, strict=True))
    linked["carries"] = linked["linked_area"].map(of) == linked["area_type"]
    linked = linked.join(number.fillna(0).add_prefix("all_"), on="linked_area")
    return bounds.merge(linked, on=["area_type", "code"])


def narrowed(bounds: pd.DataFrame) -> pd.DataFrame:
    """Return bounds narrowed by what shared ground makes equal, by linear programming.

    Where the page leaves an area out, as one too small to be studied, the others of its type have
    at most what the other side has.

    Parameters
    ----------
    bounds
        From :func:`with_ground`.
    """
    table = bounds.copy()
    for _, rows in table.groupby(["linked_area", "item", "financial_year"]):
        whole = {
            one: (rows["area_type"] == one).sum() == rows[f"all_{one}"].iloc[0]
            for one in ("council", "pct")
        }
        if (rows["high"] > rows["low"]).any() and len(rows) > 1 and any(whole.values()):
            table.loc[rows.index, ["low", "high"]] = _programme(rows, whole)
    return table


def _programme(rows: pd.DataFrame, whole: Mapping[str, bool]) -> np.ndarray:
    """Return the least and greatest that each count of a linked area can be, (rows, 2)."""
    more = "pct" if whole["pct"] else "council"  # has at least what the areas shown opposite have
    sign = np.where(rows["area_type"] == more, -1.0, 1.0)[None, :]
    equal = {"A_eq": sign, "b_eq": [0.0]} if all(whole.values()) else {"A_ub": sign, "b_ub": [0.0]}
    limits = [(low, None if np.isinf(high) else high) for low, high in
              rows[["low", "high"]].itertuples(index=False)]  # fmt: skip
    found = rows[["low", "high"]].to_numpy(dtype=float, copy=True)
    for place in range(len(rows)):
        for column, way in enumerate((1.0, -1.0)):
            aim = np.zeros(len(rows))
            aim[place] = way
            best = linprog(aim, **equal, bounds=limits)
            if best.status == 0:
                value = way * best.fun
                found[place, column] = np.ceil(value - 1e-6) if way > 0 else np.floor(value + 1e-6)
    return found


def between(old: Found, new: Found, added: Mapping[tuple, float]) -> Found:
    """Return what two releases leave of the earlier one's counts, the record between them known.

    Parameters
    ----------
    old, new
        From :func:`attack`.
    added
        What the record adds to each count, by ``KEY``; nothing to the others.
    """
    both = old.bounds.merge(new.bounds, on=KEY, suffixes=("", "_new"))
    more = [added.get(key, 0.0) for key in both[KEY].itertuples(index=False, name=None)]
    low = np.maximum(both["low"], both["low_new"] - more)
    high = np.minimum(both["high"], both["high_new"] - more)
    return Found(both.assign(low=low, high=high), old.rules)


def score(found: Found, truth: pd.DataFrame) -> dict[str, int]:
    """Return how many true counts were recovered, and how many bracketed too closely.

    Parameters
    ----------
    found
        From :func:`attack` or :func:`between`.
    truth
        ``area_type, area_code, financial_year, item, count``.
    """
    table = found.bounds.merge(truth.rename(columns={"area_code": "code", "count": "true"}), on=KEY)
    right = (table["low"] <= table["true"]) & (table["true"] <= table["high"])
    left = table["high"] - table["low"] + 1
    small = table["true"].between(1, found.rules.withhold_to)
    return {
        "counts": len(table),
        "small": int(small.sum()),
        "recovered": int((right & (left <= 1)).sum()),
        "small recovered": int((right & (left <= 1) & small).sum()),
        "bracketed": int((right & (left < found.rules.base)).sum()),
        "wrong": int((~right).sum()),
    }


def write_release(
    tables: Mapping[str, pd.DataFrame], study: Mapping, folder: Path, key: str = "none"
) -> Path:
    """Write what an attack reads of a run's report: areas of the page, and the run's record."""
    report = read_study_report("config/studies/means_to_an_end/report.yaml")
    data = as_data(areas_view(tables, study, report))
    folder.mkdir(parents=True)
    page = f'<script type="application/json" id="areas-data">{data}</script>'
    (folder / "index.html").write_text(page, encoding="utf-8")
    run = {"settings": {"disclosure": study["disclosure"], "disclosure_key": key}}
    (folder / "run.json").write_text(json.dumps(run), encoding="utf-8")
    return folder
