"""What invented England spent by line in the fourteen years of the published time series."""

import numpy as np

from pooledfunds.synthetic.pssex1.detailed import amounts_of, columns_of
from pooledfunds.synthetic.pssex1.services import FINANCIAL_YEARS, LINES
from pooledfunds.synthetic.world import World

YEARS = ("1994-95", "1995-96", "1996-97", "1997-98", "1998-99", "1999-2000", "2000-01", "2001-02",
         "2002-03", "2003-04", "2004-05", "2005-06", "2006-07", "2007-08")  # fmt: skip
NEW_FORM, OWN_PAYMENTS, SUPPORTING, ALL_SUPPORTING, LAST = 6, 7, 9, 10, 13

# England's spending before 2005-06 as a share of 2007-08, near the published series.
BEFORE = {
    "A": (0.96, 1.01, 1.03, 1.07, 1.24, 1.35, 1.06, 0.94, 0.52, 0.52, 0.61),
    "B": (0.41, 0.47, 0.53, 0.57, 0.61, 0.66, 0.68, 0.72, 0.80, 0.833, 0.90),
    "C": (0.34, 0.41, 0.45, 0.48, 0.51, 0.57, 0.59, 0.63, 0.72, 0.76, 0.84),
    "D": (0.29, 0.33, 0.37, 0.40, 0.45, 0.50, 0.53, 0.58, 0.68, 0.72, 0.80),
    "E": (0.33, 0.40, 0.46, 0.50, 0.55, 0.62, 0.66, 0.70, 0.79, 0.80, 0.87),
    "F": (0.10, 0.10, 0.20, 0.60, 1.20, 2.50, 9.0, 7.0, 6.0, 4.0, 2.5),
    "G": (0.60, 0.60, 0.62, 0.63, 0.65, 0.68, 0.70, 0.72, 0.74, 0.95, 0.83),
    "N": (0.05, 0.05, 0.10, 0.30, 0.60, 1.20, 1.80, 1.90, 1.90, 1.70, 1.30),
    "O": (0.36, 0.38, 0.40, 0.42, 0.46, 0.53, 0.60, 0.65, 0.72, 0.81, 0.87),
    "SP": (0,) * SUPPORTING + (1.30, 1.10),
}
REGISTRATION = {"gross": (52, 57, 60, 65, 71, 81, 73, 59, 1.5), "net": (40, 45, 47, 50, 53, 60, 58,
                45, 1.1)}  # fmt: skip
GALRO = (22, 23, 24, 25, 26, 30, 29)


def england_by_line(world: World, measure: str) -> dict[str, np.ndarray]:
    """Return England's amount of each line in the fourteen years, £ thousand.

    Parameters
    ----------
    world
        Whose spending the three last years have.
    measure
        ``gross`` or ``net`` current expenditure.
    """
    last = {
        year: amounts_of(
            columns_of(year, world.spending[year]),
            -1 if measure == "gross" else -3 if year < "2007/08" else -2,
        ).sum(axis=0)
        for year in FINANCIAL_YEARS
    }
    amounts = {}
    for place, code in enumerate(LINES):
        shares = BEFORE["SP" if code in ("B12", "C12", "D12", "E12", "G6", "P2") else
                        {"M": "A"}.get(code[0], code[0])]  # fmt: skip
        known = np.array([last[year][place] for year in FINANCIAL_YEARS])
        amounts[code] = np.concatenate([np.rint(np.array(shares) * known[-1]), known])
    return amounts
