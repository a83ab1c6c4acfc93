"""What the agreements of the invented pools contain, element by element."""

import numpy as np
import pandas as pd

from pooledfunds.synthetic.pooled_fund_register.write import NOTE

# How often an element is there, in part, or looked for and not found; else nobody looked.
USUAL = (0.8, 0.08, 0.07)
FREQUENCIES = {
    **dict.fromkeys(
        ("aims_outcomes", "functions", "host", "management", "governance", "client_groups",
         "contributions", "duration"), (0.93, 0.04, 0.01)),
    **dict.fromkeys(
        ("baseline_budgets", "changes_of_contributions", "review", "exit", "vat", "insurance",
         "complaints", "disputes", "staff", "information_sharing"), USUAL),
    "surplus_deficit": (0.7, 0.12, 0.13),
    "assets_liabilities": (0.6, 0.15, 0.2),
    "risk_register": (0.45, 0.2, 0.3),
    "clinical_governance": (0.5, 0.1, 0.2),
}  # fmt: skip
STATES = np.array(["present", "partly", "absent", "not_known"])
SIGNATURES = {"yes": "present", "no": "absent", "unknown": "not_known"}
CLAUSES = 30
COLUMNS = ["scheme_id", "evidence_source", "element", "state", "reference", "note"]


def declare_agreements(rng: np.random.Generator, arrangements: pd.DataFrame) -> pd.DataFrame:
    """Return the record of the agreement of each pool that the survey's auditors saw.

    Parameters
    ----------
    rng
        Of this theme's own.
    arrangements
        As the register states them; a signature is there where they say so.
    """
    pools = arrangements[
        arrangements["arrangement_types"].str.startswith("pooled_fund")
        & arrangements["evidence_source"].eq("survey")
    ]
    schemes = pools[["scheme_id", "evidence_source", "signed_agreement"]]
    parts = []
    for element, (present, partly, absent) in FREQUENCIES.items():
        chances = (present, partly, absent, 1 - present - partly - absent)
        state = rng.choice(STATES, len(schemes), p=chances)
        parts.append(schemes.assign(element=element, state=state))
    signed = schemes["signed_agreement"].map(SIGNATURES)
    parts.append(schemes.assign(element="signature", state=signed))
    table = pd.concat(parts, ignore_index=True)
    clause = pd.Series(rng.integers(1, CLAUSES + 1, len(table)).astype(str), table.index)
    there = table["state"].isin(["present", "partly"])
    table = table.assign(reference=("clause " + clause).where(there, ""), note=NOTE)
    return table.sort_values(["scheme_id", "element"], ignore_index=True)[COLUMNS]
