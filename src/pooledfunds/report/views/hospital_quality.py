"""How complete the fields of hospital records are, and where that breaks between years."""

import pandas as pd

WHOLE = 0.99  # of the records: a field as complete as this in every year needs no row of its own


def hospital_quality_view(quality: pd.DataFrame | None, breaks: pd.DataFrame | None) -> dict | None:
    """Return what the page says of the fields of hospital records; nothing where there are none.

    Parameters
    ----------
    quality, breaks
        ``catalogue.hes.HES_QUALITY_SHARES`` and ``HES_BREAKS``.

    Returns
    -------
    dict or None
        ``years``; ``fields``, how many were read; ``whole``, how many of them are complete in
        every year; ``rows`` of the others, each a ``field`` and a cell a year (``text``, and
        ``broken`` where the share moved there); ``breaks``, how many steps there are;
        ``contradicted``, the greatest share of BEDYEAR that gave way to the dates, as text.
    """
    if quality is None or breaks is None or quality.empty:
        return None
    shares = quality.pivot(index="field", columns="financial_year", values="share_complete")
    lowest = shares.min(axis=1).sort_values(kind="stable")
    steps = set(zip(breaks["field"], breaks["financial_year"], strict=True))
    stepped = {field for field, _year in steps}
    shown = [str(name) for name, low in lowest.items() if low < WHOLE or name in stepped]
    return {
        "years": list(shares.columns),
        "fields": len(shares),
        "whole": int((lowest >= WHOLE).sum()),
        "rows": [
            {
                "field": field.upper(),
                "cells": [
                    {"text": as_percentage(shares[year][field]), "broken": (field, year) in steps}
                    for year in shares.columns
                ],
            }
            for field in shown
        ],
        "breaks": len(steps),
        "contradicted": as_percentage(float(quality["share_contradicted"].max())),
    }


def as_percentage(share: float) -> str:
    """Return a share as a percentage to one decimal; nothing where there is none."""
    return "" if pd.isna(share) else f"{100 * share:.1f}%"
