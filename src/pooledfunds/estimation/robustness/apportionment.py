"""What apportioned figures add to the error of an estimate: draws of how they were split.

A figure of a council that lies in several PCTs is split by persons. The split is drawn anew about
these shares, each estimate fitted to each draw, and the draws put together by Rubin's rules, as
those of a missing value (Rubin 1987; decision 16).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import stats

from pooledfunds.areas.crosswalk import draw_shares, weight_of
from pooledfunds.catalogue.area_types import AREA_CODES, HUB, partner_code, type_of_code
from pooledfunds.catalogue.derived import with_rates
from pooledfunds.catalogue.panel import totals_carried
from pooledfunds.core.parallel import in_parallel
from pooledfunds.estimation.fit import Regression, regress
from pooledfunds.estimation.specifications import Specification, panel_name

KEY = ["specification", "term"]


def apportionment_table(
    panels: Mapping[str, pd.DataFrame],
    regressions: Sequence[Regression],
    crosswalk: pd.DataFrame | None,
    study: Mapping,
) -> pd.DataFrame:
    """Return the effects of interest on apportioned outcomes with the error of the split.

    Parameters
    ----------
    panels
        By name, ``panel_<type of area>``; of a partner without one, its totals by area and year.
    regressions
        The fits of all specifications.
    crosswalk
        ``catalogue.returns.CROSSWALK``; None where nothing is apportioned.
    study
        ``crosswalk`` and ``inference``.

    Returns
    -------
    DataFrame
        ``catalogue.estimation.APPORTIONMENT``.
    """
    columns = {"specification": str, "term": str}
    numbers = ("estimate", "std_error", "between", "total_std_error", "df", "draws")
    kinds: dict[str, type] = columns | dict.fromkeys(numbers[:-1], float) | {"draws": int}
    rows: list[dict] = []
    # Without the partners' own figures there are no totals that could be split anew.
    if crosswalk is None or not all(f"panel_{one}" in panels for one in types_of(crosswalk)):
        return pd.DataFrame(rows, columns=list(kinds)).astype(kinds)
    for area_type in sorted({one.specification.area_type for one in regressions}):
        fitted = [
            one for one in regressions if one.fitted and on_panel_of(one.specification, area_type)
        ]
        rng = np.random.default_rng(study["inference"]["seed"])
        drawn = drawn_panel(panels, area_type, crosswalk, study, rng)
        affected = [
            one for one in fitted if differs_by_draw(panels[f"panel_{area_type}"], drawn, one)
        ]
        if affected:
            rows += effects_over_draws(panels, area_type, affected, crosswalk, study)
    return pd.DataFrame(rows, columns=list(kinds)).astype(kinds)


def on_panel_of(specification: Specification, area_type: str) -> bool:
    """Return whether a specification is fitted to the panel of areas and years of a type."""
    return panel_name(specification.area_type, specification.design) == area_type


def types_of(crosswalk: pd.DataFrame) -> set[str]:
    """Return the two types of area that a crosswalk is between."""
    return {HUB, type_of_code(partner_code(crosswalk.columns))}


def differs_by_draw(panel: pd.DataFrame, drawn: pd.DataFrame, regression: Regression) -> bool:
    """Return whether a draw of the split changes what a regression is fitted to.

    Parameters
    ----------
    panel
        As linked.
    drawn
        With the split drawn anew.
    regression
        The fit.
    """
    specification, rows = regression.specification, regression.sample.rows.index
    used = list(filter(None, (specification.measured, specification.denominator)))
    before, after = (one.loc[rows, used].to_numpy(dtype=float) for one in (panel, drawn))
    return not np.allclose(before, after, rtol=1e-9)


def effects_over_draws(
    panels: Mapping[str, pd.DataFrame],
    area_type: str,
    regressions: Sequence[Regression],
    crosswalk: pd.DataFrame,
    study: Mapping,
) -> list[dict]:
    """Return each effect of interest of a type of area with what its draws add to its error.

    Parameters
    ----------
    panels
        By name, ``panel_<type of area>``.
    area_type
        Type of area.
    regressions
        The fits of all specifications.
    crosswalk
        ``catalogue.returns.CROSSWALK``.
    study
        ``crosswalk`` and ``inference``.
    """
    draws, seed = study["crosswalk"]["draws"], study["inference"]["seed"]
    seeds = np.random.SeedSequence(seed).spawn(draws)
    work = [(panels, area_type, regressions, crosswalk, study, one) for one in seeds]
    drawn = np.array(in_parallel(estimates_of_draw, work, least=2))
    rows, place = [], 0
    for regression in regressions:
        for term in terms_of_interest(regression):
            reported = regression.row(term)
            rows.append(
                {
                    "specification": regression.specification.name,
                    "term": term,
                    "estimate": reported["estimate"],
                    "std_error": reported["std_error"],
                }
                | combine_by_rubin(reported["std_error"], reported["df"], drawn[:, place])
            )
            place += 1
    return rows


def terms_of_interest(regression: Regression) -> list[str]:
    """Return the terms of a regression that a conclusion is drawn on by t."""
    rows = ((term, regression.row(term)) for term in np.atleast_1d(regression.terms["term"]))
    return [
        term
        for term, row in rows
        if term in regression.specification.of_interest
        and row["std_error"] > 0
        and not row["basis"].startswith("permutation")
    ]


def estimates_of_draw(
    panels: Mapping[str, pd.DataFrame],
    area_type: str,
    regressions: Sequence[Regression],
    crosswalk: pd.DataFrame,
    study: Mapping,
    seed: np.random.SeedSequence,
) -> list[float]:
    """Return the effects of interest of every regression under one draw of the split.

    Parameters
    ----------
    panels
        By name, ``panel_<type of area>``.
    area_type
        Type of area.
    regressions
        The fits of all specifications.
    crosswalk
        ``catalogue.returns.CROSSWALK``.
    study
        ``crosswalk`` and ``inference``.
    seed
        Of the draw.
    """
    rng = np.random.default_rng(seed)
    panel = drawn_panel(panels, area_type, crosswalk, study, rng)
    found = []
    for regression in regressions:
        # Only the estimate is asked for, and the error that costs least.
        quick = replace(regression.specification, covariance="nonrobust")
        again = regress(panel, quick, study["inference"]["conf_level"])
        found += [
            again.row(term)["estimate"] if again.fitted is not None else np.nan
            for term in terms_of_interest(regression)
        ]
    return found


def drawn_panel(
    panels: Mapping[str, pd.DataFrame],
    area_type: str,
    crosswalk: pd.DataFrame,
    study: Mapping,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return a panel with every apportioned figure split anew, and all that follows.

    Parameters
    ----------
    panels
        By name, ``panel_<type of area>``.
    area_type
        Type of area.
    crosswalk
        ``catalogue.returns.CROSSWALK``.
    study
        ``crosswalk``, with ``concentration`` and weights, and the returns that are carried.
    rng
        Random generator.
    """
    (other,) = types_of(crosswalk) - {area_type}
    panel, source = panels[f"panel_{area_type}"], panels[f"panel_{other}"]
    settings = study["crosswalk"]
    weights = list(dict.fromkeys(crosswalk["weight"]))
    shares = {
        weight: draw_shares(
            crosswalk[crosswalk["weight"] == weight],
            other,
            settings["concentration"],
            rng,
        )
        for weight in weights
    }
    new = {}
    for share, pattern in totals_carried(area_type, study).items():
        if share not in panel or not (panel[share] > 0).any():
            continue
        for column in panel.columns[panel.columns.str.match(pattern)]:
            split = shares[weight_of(column, settings)]
            totals = source.pivot(index="area_code", columns="financial_year", values=column)
            parts = totals.reindex(split[AREA_CODES[other]].to_numpy()).mul(
                split[f"share_of_{other}"].to_numpy(), axis=0
            )
            summed = parts.groupby(split[AREA_CODES[area_type]].to_numpy()).sum(skipna=False)
            places = pd.MultiIndex.from_frame(panel[["area_code", "financial_year"]])
            new[column] = summed.stack(future_stack=True).reindex(places).to_numpy()
    return with_rates(panel.assign(**new))


def combine_by_rubin(std_error: float, df: float, drawn: np.ndarray) -> dict[str, float]:
    """Return an error with the variance between draws, and its degrees of freedom.

    The total variance is Rubin's (1987, section 3.1). Its degrees of freedom are Satterthwaite's of
    a sum of two variances, so that they are the estimate's own where the draws do not differ.

    Parameters
    ----------
    std_error
        Of the estimate.
    df
        Its degrees of freedom.
    drawn
        The estimate under each draw (draws,).
    """
    draws = len(drawn)
    within, between = std_error**2, (1 + 1 / draws) * drawn.var(ddof=1)
    total = within + between
    return {
        "between": float(drawn.std(ddof=1)),
        "total_std_error": float(np.sqrt(total)),
        "df": float(total**2 / (within**2 / df + between**2 / (draws - 1))),
        "draws": draws,
    }


def with_apportionment(
    table: pd.DataFrame, apportionment: pd.DataFrame, conf_level: float
) -> pd.DataFrame:
    """Return estimates whose error, interval and p-value hold that of the split.

    Parameters
    ----------
    table
        Every term of every fit.
    apportionment
        ``catalogue.estimation.APPORTIONMENT``.
    conf_level
        Of intervals, such as 0.95.
    """
    keys = pd.MultiIndex.from_frame(table[KEY])
    added = apportionment.set_index(KEY)[["total_std_error", "df"]].reindex(keys)
    known = added["total_std_error"].notna().to_numpy()
    error = np.where(known, added["total_std_error"], table["std_error"])
    df = np.where(known, added["df"], table["df"])
    reach = stats.t.ppf((1 + conf_level) / 2, df) * error
    p_value = 2 * stats.t.sf(np.abs(table["estimate"] / error), df)
    changed = {"std_error": error, "df": df, "p_value": p_value}
    changed |= {"conf_low": table["estimate"] - reach, "conf_high": table["estimate"] + reach}
    return table.assign(
        **{name: table[name].where(~known, values) for name, values in changed.items()}
    )
