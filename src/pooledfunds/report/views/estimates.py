"""The estimates as the page shows them: the effects of interest, in the reader's unit."""

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from pooledfunds.catalogue.area_types import AREA_TYPES
from pooledfunds.core.curve_label import choice_words, curve_label
from pooledfunds.report.formats import NOTHING, p_value, text_of
from pooledfunds.report.views.reasons import in_plain_words, labels_of


def in_unit(value: float, scale: str) -> float:
    """Return a difference on the log scale in per cent, one on another scale as it is.

    Parameters
    ----------
    value
        A difference.
    scale
        ``log`` or ``identity``.
    """
    return 100 * math.expm1(value) if scale == "log" else value


def signed(value: float, scale: str) -> str:
    """Return an effect with its sign and unit.

    Parameters
    ----------
    value
        On its scale.
    scale
        ``log`` or ``identity``.
    """
    if not np.isfinite(value):
        return NOTHING
    number = in_unit(value, scale)
    if number > LONGEST:
        return f">+{LONGEST:,}{'%' if scale == 'log' else ''}"
    return f"{number:+.1f}{'%' if scale == 'log' else ''}".replace("-", "−")


def estimates_view(estimates: pd.DataFrame, settings: Mapping) -> list[dict]:
    """Return each outcome's effects, every value as text.

    Parameters
    ----------
    estimates
        ``catalogue.estimation.ESTIMATES``.
    settings
        ``outcomes`` and ``exposures`` of the study.
    """
    outcomes, labels = settings["outcomes"], labels_of(settings)
    return [
        {
            "outcome": outcomes.get(outcome, {}).get("label", text_of(outcome)),
            "rows": [estimate_view(row, labels) for row in rows.to_dict("records")],
        }
        for outcome, rows in estimates.groupby("outcome", sort=False, observed=True)
    ]


# What a reader may choose by, in this order, and what each is called.
CHOICES = {
    "outcome": "Outcome",
    "exposure": "Exposure",
    "area_type": "Area type",
    "rule": "Rule of evidence",
    "term": "Term",
}
PLURALS = {name: area_type.plural for name, area_type in AREA_TYPES.items()}
LONGEST = 9_999  # per cent; a longer interval says no more
CONCLUSIVE = ("different", "different, within the margin", "equivalent")


def explorer_view(
    estimates: pd.DataFrame, settings: Mapping, curves: pd.DataFrame | None = None
) -> dict:
    """Return the estimates that a reader may choose from, in the unit of their outcome.

    Parameters
    ----------
    estimates
        ``catalogue.estimation.ESTIMATES``; further columns (``rule`` of evidence among them) are
        shown with
        an estimate.
    settings
        ``outcomes`` and ``exposures`` of the study, for their labels and units.
    curves
        See :func:`curves_view`.
    """
    return {
        "fields": CHOICES,
        "rows": [choice(row, settings) for row in estimates.to_dict("records")],
        "curves": curves_view(curves, settings),
    }


def curves_view(curves: pd.DataFrame | None, settings: Mapping) -> list[dict]:
    """Return the specification curves in few bytes: what is common to a curve, and its rows.

    Parameters
    ----------
    curves
        ``catalogue.estimation.CURVE``, or nothing where no curve was declared.
    settings
        ``outcomes``, ``exposures`` and ``curves`` of the study.

    Returns
    -------
    list of dict
        ``common`` (as an estimate of :func:`explorer_view`), ``axes`` (name and options),
        ``periods`` and ``rows``: estimate, both ends of its interval, the place of its years,
        sample size, and its options as one number, whose digits are their places on the axes
        (the last axis counts units, each axis has its own base).
    """
    if curves is None:
        return []
    fitted = curves[curves["estimate"].notna()]
    return [
        curve_view(rows, settings) for _, rows in fitted.groupby("curve", sort=False, observed=True)
    ]


def curve_view(rows: pd.DataFrame, settings: Mapping) -> dict:
    """Return one curve.

    Parameters
    ----------
    rows
        Of one curve of ``catalogue.estimation.CURVE``.
    settings
        The settings of the study.
    """
    first = rows.iloc[0]
    declared = settings["curves"][text_of(first["curve"])]
    outcome = settings["outcomes"].get(first["outcome"], {})
    exposure = declared["base"]["exposure"]
    scale = text_of(first["scale"])
    axes = {axis: list(options) for axis, options in declared["axes"].items()}
    margin = settings["margins"][declared["margin"]]
    periods = list(dict.fromkeys(map(text_of, rows["period"])))

    def drawn(value: float) -> float:
        return round(in_unit(value, scale), 2)

    return {
        "common": {
            "outcome": curve_label(
                text_of(first["curve"]), rows["outcome"].unique(), settings
            ),
            "exposure": settings["exposures"][exposure]["label"],
            "area_type": " and ".join(PLURALS.get(one, one) for one in rows["area_type"].unique()),
            "term": f"{term_words(exposure)}, every choice (specification curve)",
            "unit": outcome.get("unit", ""),
            "scale": scale,
            "margin": [drawn(-margin), drawn(margin)],
            "origin": f"curve/{text_of(first['curve'])}",
        },
        "axes": [
            [choice_words(axis), [choice_words(option) for option in options]]
            for axis, options in axes.items()
        ],
        "periods": [period.replace("; ", " and ") for period in periods],
        "rows": [
            [drawn(row["estimate"]), drawn(row["conf_low"]), drawn(row["conf_high"]),
             periods.index(text_of(row["period"])), int(row["nobs"]),
             combination(text_of(row["choices"]), axes)]
            for row in rows.to_dict("records")
        ],
    }  # fmt: skip


def combination(choices: str, axes: Mapping[str, list[str]]) -> int:
    """Return the number of a combination among all, the last axis counting fastest.

    Parameters
    ----------
    choices
        As in the curve: ``axis=option; …``.
    axes
        Options by axis.
    """
    chosen = dict(part.split("=", 1) for part in choices.split("; "))
    number = 0
    for axis, options in axes.items():
        number = number * len(options) + options.index(chosen[axis])
    return number


def choice(row: dict, settings: Mapping) -> dict:
    """Return one estimate as the page's script draws it.

    Parameters
    ----------
    row
        A row of ``catalogue.estimation.ESTIMATES``.
    settings
        The settings of the study.
    """
    scale = text_of(row["scale"])
    outcome = settings["outcomes"].get(row["outcome"], {})
    exposure = text_of(row["exposure"])

    def drawn(value: float) -> float | None:
        return round(in_unit(value, scale), 4) if np.isfinite(value) else None

    margin = [drawn(end * row["equivalence_margin"]) for end in (-1, 1)]
    conclusion = text_of(row["conclusion"])
    return {
        "outcome": outcome.get("label", text_of(row["outcome"])),
        "exposure": settings.get("exposures", {})
        .get(exposure, {})
        .get("label", exposure.replace("_", " ")),
        "area_type": PLURALS.get(row["area_type"], text_of(row["area_type"])),
        "rule": text_of(row.get("rule", "")) or "as declared",
        "term": term_words(text_of(row["term"])),
        "period": text_of(row["period"]).replace("; ", " and "),
        "unit": outcome.get("unit", ""),
        "scale": scale,
        "estimate": drawn(row["estimate"]),
        "low": drawn(row["conf_low"]),
        "high": drawn(row["conf_high"]),
        "margin": None if None in margin else margin,
        "settled": conclusion in CONCLUSIVE,
        "conclusion": in_plain_words(conclusion, labels_of(settings)),
        "n": f"{int(row['nobs']):,} rows, {int(row['n_exposed']):,} exposed, "
        f"{int(row['n_unknown']):,} left out as unknown",
        "specification": text_of(row["specification"]),
        "more": {
            "Errors": text_of(row["cov_type"]),
            "Areas that identify it": whole(row["n_identifying_areas"]),
            "Conclusion rests on": text_of(row["conclusion_basis"]) or NOTHING,
        },
    }


def whole(value: float) -> str:
    """Return a count as text, or that there is none."""
    return f"{int(value):,}" if np.isfinite(value) else NOTHING


def term_words(term: str) -> str:
    """Return a term of a regression in words."""
    return term.replace("_", " ").replace(":", " × ")


def estimate_view(row: dict, labels: Mapping[str, str]) -> dict:
    """Return one effect with every value as text."""
    scale = text_of(row["scale"])
    low, high = signed(row["conf_low"], scale), signed(row["conf_high"], scale)
    within = [signed(end * row["equivalence_margin"], scale) for end in (-1, 1)]
    detectable = signed(row["minimum_detectable_effect"], scale).lstrip("+")

    def sortable(name: str, unit: str = "") -> str:
        value = in_unit(row[name], unit)
        return f"{value:.5g}" if np.isfinite(value) else ""

    return {
        "specification": text_of(row["specification"]),
        "family": term_words(text_of(row["specification"]).partition("/")[0]),
        "term": term_words(text_of(row["term"])),
        "area_type": PLURALS.get(row["area_type"], text_of(row["area_type"])),
        "period": text_of(row["period"]).replace("; ", " and "),
        "estimate": signed(row["estimate"], scale),
        "interval": NOTHING if NOTHING in (low, high) else f"{low} to {high}",
        "p": p_value(row["p_value"]),
        "p_adjusted": p_value(row["p_adjusted"]),
        "detectable": detectable,
        "margin": NOTHING if NOTHING in within else " to ".join(within),
        "equivalence_p": p_value(row["equivalence_p"]),
        "n": f"{int(row['nobs']):,}",
        "exposed": f"{int(row['n_exposed']):,}",
        "unknown": f"{int(row['n_unknown']):,}",
        "covariance": text_of(row["cov_type"]),
        "conclusion": in_plain_words(text_of(row["conclusion"]), labels),
        "order": {
            "estimate": sortable("estimate", scale),
            "low": sortable("conf_low", scale),
            "detectable": sortable("minimum_detectable_effect", scale),
            "margin": sortable("equivalence_margin", scale),
        }
        | {name: sortable(name) for name in ("p_value", "p_adjusted", "equivalence_p")},
    }
