"""What the finder of areas shows, as tables: for readers without a script."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.catalogue.report import AREA_INDICATORS
from pooledfunds.core.schema import enforce

COTERMINOUS = {1: "yes", 0: "no", None: "unknown"}


def areas_table(view: Mapping) -> pd.DataFrame:
    """Return what the finder shows as a table, for readers without a script.

    Parameters
    ----------
    view
        From :func:`areas.areas_view`.

    Returns
    -------
    DataFrame
        ``catalogue.report.AREA_INDICATORS``.
    """
    rows = [
        {
            "area_type": area_type,
            "area_code": body["code"],
            **{name: body[name] for name in ("name", "region")},
            "coterminous": COTERMINOUS[body["coterminous"]],
            "indicator": one["label"],
            "unit": one["unit"],
            "financial_year": one["years"][-1],
            "value": one["values"][-1][place],
            **own_limits(one, place),
            **limits_of(one, place),
            "note": "withheld" if place in one.get("withheld", ()) else "",
        }
        for area_type, part in view.items()
        for one in part["indicators"]
        for place, body in enumerate(part["bodies"])
        if one["values"][-1][place] is not None or place in one.get("withheld", ())
    ]
    found = pd.DataFrame(rows, columns=list(AREA_INDICATORS.columns))
    kinds = {name: str(column.dtype) for name, column in AREA_INDICATORS.columns.items()}
    return enforce(found.astype(kinds), AREA_INDICATORS)


def indicator_percentiles(view: Mapping) -> pd.DataFrame:
    """Return the middle and the middle eight tenths of all bodies, by indicator and type of area.

    Parameters
    ----------
    view
        See :func:`areas_table`.
    """
    values = areas_table(view)
    if values.empty or values["value"].isna().all():
        return pd.DataFrame(columns=["indicator", "unit", "year"])
    keys = ["indicator", "unit", "financial_year", "area_type"]
    spread = values.groupby(keys, sort=False)["value"].agg(
        bodies="count",
        median="median",
        tenth=lambda some: some.quantile(0.1),
        ninetieth=lambda some: some.quantile(0.9),
    )
    return spread.reset_index().rename(
        columns={"tenth": "a_tenth_below", "ninetieth": "a_tenth_above"}
    )


def own_limits(indicator: Mapping, place: int) -> dict[str, float | None]:
    """Return the limits of a body's own value; none where it is neither a share nor of events.

    Parameters
    ----------
    indicator, place
        See :func:`limits_of`.
    """
    low, high = indicator.get("interval") or ([], [])
    return {"conf_low": low[place] if low else None, "conf_high": high[place] if high else None}


def limits_of(indicator: Mapping, place: int) -> dict[str, float | None]:
    """Return the 95 per cent limits for a body's size, within what the indicator can be.

    Parameters
    ----------
    indicator
        From :func:`areas.indicator_view`.
    place
        Of the body among those of its type.
    """
    error = indicator["error"][place] if "error" in indicator else None
    if error is None or place in indicator.get("withheld", ()):
        return {"limit_low": None, "limit_high": None}
    low, high = (indicator["centre"] + z * error for z in (-1.96, 1.96))
    most = indicator.get("most", float("inf"))
    return {"limit_low": max(0.0, low), "limit_high": min(most, high)}
