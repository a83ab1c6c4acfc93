"""Whom and which years the answer covers, counted from the panels."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from pooledfunds.catalogue.area_types import AREA_TYPES, HUB, area_types
from pooledfunds.report.formats import joined
from pooledfunds.report.structure import StudyReport

AREAS = "{areas}"  # in the study's words, where the numbers of areas are to stand


def with_coverage(
    report: StudyReport, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> StudyReport:
    """Return the report whose words on coverage count the areas of the panels.

    Parameters
    ----------
    report
        In whose ``coverage`` ``{areas}`` stands for the numbers.
    tables
        The panels, and ``council_areas``.
    study
        Its settings.
    """
    kinds = [kind for kind in area_types(study) if f"panel_{kind}" in tables]
    members = tables.get("council_areas")
    counted = [
        areas_counted(tables[f"panel_{kind}"], kind, members if kind == HUB else None)
        for kind in kinds
    ]
    return replace(report, coverage=report.coverage.replace(AREAS, joined(counted)))


def areas_counted(panel: pd.DataFrame, kind: str, members: pd.DataFrame | None) -> str:
    """Return how many areas of a type are compared, and how many are not.

    Parameters
    ----------
    panel
        Of that type: ``area_code, in_frame``.
    kind
        Type of area.
    members
        ``catalogue.areas.COUNCIL_AREAS``, by which one area may be several councils.
    """
    plural = AREA_TYPES[kind].title.lower()
    everyone = panel["area_code"].astype(str)
    compared = set(everyone[panel["in_frame"].to_numpy(dtype=bool)])
    number, left = len(compared), everyone.nunique() - len(compared)
    notes = []
    if members is not None and members["area_code"].duplicated().any():
        inside = int(members["area_code"].astype(str).isin(compared).sum())
        notes = [f"{inside} {plural}"]
        plural = "areas"
    if left:
        notes.append(f"{left} more {'is' if left == 1 else 'are'} too small to compare")
    return f"{number} {plural}" + (f" ({'; '.join(notes)})" if notes else "")
