"""The linked panels: one row per body and year, every outcome with its denominator."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.accounts import row_account
from pooledfunds.contracts import PANEL_COUNCIL, PANEL_PCT
from pooledfunds.measures import HEADS, group_amounts, per_head, population_columns

COST_GROUPS = tuple(HEADS)


def skeleton(bodies: pd.DataFrame, body_type: str, years: list[str]) -> pd.DataFrame:
    """Return one row per body of a type and year, with its name, class and region."""
    chosen = bodies[bodies["body_type"] == body_type]
    columns = ["body_code", "name", "area_class", "region_code", "region"]
    return chosen[columns].merge(pd.DataFrame({"financial_year": years}), how="cross")


def moderator(coterminosity: pd.DataFrame, body_type: str, definition: str) -> pd.DataFrame:
    """Return ``body_code, coterminous`` under the declared definition, as nought or one."""
    chosen = coterminosity[
        (coterminosity["body_type"] == body_type) & (coterminosity["definition"] == definition)
    ]
    return chosen[["body_code"]].assign(coterminous=chosen["coterminous"].astype(float))


def council_panel(tables: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return the council panel (``contracts.PANEL_COUNCIL``).

    What a source that is not at hand would give stays missing; every join states that it finds
    at most one row, so no body is lost or doubled.

    Parameters
    ----------
    tables
        ``bodies`` and ``coterminosity``, and where at hand ``council_population``,
        ``council_deprivation``, ``pssex1`` and ``joint_financing``.
    settings
        ``financial_years, coterminosity, spending`` and ``joint_financing`` of the study.
    """
    panel = skeleton(tables["bodies"], "council", settings["financial_years"])
    shared = moderator(tables["coterminosity"], "council", settings["coterminosity"])
    panel = panel.merge(shared, on="body_code", how="left", validate="many_to_one")
    by_body_and_year = {"on": ["body_code", "financial_year"], "how": "left"}
    if "council_population" in tables:
        people = population_columns(tables["council_population"])
        people = people.rename(columns={"area": "body_code"})
        panel = panel.merge(people, **by_body_and_year, validate="one_to_one")
    if "council_deprivation" in tables:
        imd = tables["council_deprivation"].rename(columns={"cssr_code": "body_code"})
        imd = imd[["body_code", "imd_score"]]
        panel = panel.merge(imd, on="body_code", how="left", validate="many_to_one")
    if "pssex1" in tables:
        cost = cost_columns(tables["pssex1"], settings["spending"])
        panel = panel.merge(cost, **by_body_and_year, validate="one_to_one")
        joint = joint_columns(tables["joint_financing"], settings["joint_financing"]["income"])
        panel = panel.merge(joint, **by_body_and_year, validate="one_to_one")
        if "council_population" in tables:
            spend = {
                f"spend_per_head_{group}": per_head(panel[f"cost_{group}"], panel[head])
                for group, head in HEADS.items()
            }
            panel = panel.assign(**spend)
    panel = panel.reindex(columns=list(PANEL_COUNCIL.columns))
    panel["in_frame"] = in_frame(panel["population"], settings["frame"])
    return panel.sort_values(["body_code", "financial_year"], ignore_index=True)


def in_frame(population: pd.Series, settings: Mapping) -> pd.Series:
    """Return whether each body is of the size that the study is about (decision 5).

    The report's base of 148 councils is PSSEX1's 150 without the City of London and the Isles of
    Scilly, each of fewer than 10,000 people. A body of unknown population is in the frame.
    """
    return ~(population < settings["smallest_population"])


def cost_columns(pssex1: pd.DataFrame, settings: Mapping) -> pd.DataFrame:
    """Return ``cost_<client group>`` in GBP thousand per council and year."""
    amounts = group_amounts(pssex1, settings["line"])[settings["cost"]].loc["council"]
    wide = amounts.unstack("client_group")[list(COST_GROUPS)].add_prefix("cost_")
    return wide.rename_axis(columns=None).reset_index().rename(columns={"area": "body_code"})


def joint_columns(joint: pd.DataFrame, income: str) -> pd.DataFrame:
    """Return joint financing per council and year: amount, share and presence by client group.

    ``joint_financing_<group>`` is 1 for yes, 0 for no and missing for unknown.
    """
    chosen = joint[joint["income"] == income].astype({"client_group": str})
    coded = chosen.assign(
        joint_financing=chosen["present"].astype(str).map({"yes": 1.0, "no": 0.0}),
        joint_gbp_thousand=chosen["gbp_thousand"],
        joint_share=chosen["share_of_cost"],
    )
    wide = coded.pivot(
        index=["cssr_code", "financial_year"],
        columns="client_group",
        values=["joint_financing", "joint_gbp_thousand", "joint_share"],
    )
    wide.columns = [f"{name}_{group}" for name, group in wide.columns]
    return wide.reset_index().rename(columns={"cssr_code": "body_code"})


def pct_panel(tables: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return the PCT panel (``contracts.PANEL_PCT``): body, region, co-terminosity, kind."""
    panel = skeleton(tables["bodies"], "pct", settings["financial_years"])
    shared = moderator(tables["coterminosity"], "pct", settings["coterminosity"])
    panel = panel.merge(shared, on="body_code", how="left", validate="many_to_one")
    panel["care_trust"] = (panel["area_class"] == "Care trust").astype(float)
    panel["in_frame"] = True
    panel = panel.reindex(columns=list(PANEL_PCT.columns))
    return panel.sort_values(["body_code", "financial_year"], ignore_index=True)


def panel_account(panel: pd.DataFrame, name: str, outcomes: list[str]) -> pd.DataFrame:
    """Return the row account of a panel: rows with every named outcome, and those short of one."""
    known = [column for column in outcomes if column in panel]
    whole = int(panel[known].notna().all(axis=1).sum()) if known else 0
    set_aside = {"an outcome is missing": len(panel) - whole}
    return row_account("panel", name, len(panel), whole, set_aside)
