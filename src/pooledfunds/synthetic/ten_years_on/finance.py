"""PSS-EX1 of 2014-15 and the additional data of the two years after, in their layouts."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pooledfunds.synthetic.tables import write_table
from pooledfunds.synthetic.ten_years_on.world import World
from pooledfunds.synthetic.workbooks import NOTICE

HEADINGS = ["Support type", "Age category", "Summary", "Delivery mechanism", "Accounting category"]
ITEM, ITEM_NAME = "8328110", "Income from Better Care Fund"
REPORTING = 0.72  # of councils: the item is voluntary
ENGLAND = "E92000001"
# Parts of all adult social care that are printed besides it, with their share of its money; the
# return prints some under the same headings twice.
BLOCKS = (
    ("Long term", "Age 65 and over", "Physical support", "Nursing", 0.2),
    ("Long term", "Age 65 and over", "Physical support", "Nursing", 0.1),
    ("Non Salt Totals", "", "Adult Social Care", "Total", 1.0),
)


def write_expenditure(path: Path, world: World) -> None:
    """Write the councils' expenditure and income, councils across."""
    councils = world.places.councils
    rows = [["", "", "", "", "", *councils["letters"]]]
    names = councils["cssr_code"] + " - " + councils["council"]
    rows.append([*HEADINGS, *names])
    for *block, share in BLOCKS:
        amounts = accounts((world.money * share).round().astype(int))
        rows += [[*block, heading, *values] for heading, values in amounts.items()]
    blank = [""] * len(rows[0])
    notes = ["Notes", f"{NOTICE}: no council of this return exists", "Data are presented in £000's"]
    rows += [blank, *([note, *blank[1:]] for note in notes)]
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(",".join(map(str, row)) + "\n" for row in rows)
    path.write_bytes(text.encode("cp1252"))


def accounts(money: pd.DataFrame) -> dict[str, list[int]]:
    """Return the lines of a block: gross costs, income and what these leave, which add up.

    Parameters
    ----------
    money
        Whole thousand pounds by council.
    """
    gross = money["current"] + money["capital_own"] + money["capital_others"]
    income = money[["client", "joint", "nhs", "other"]].sum(axis=1)
    cost = gross + money["joint"] + money["nhs"] + money["other"]
    own, grants = (cost * 0.35).round().astype(int), (cost * 0.01).round().astype(int)
    lines = {
        "Gross total cost: own provision": own,
        "Gross total cost: provision by others": cost - own - grants,
        "Gross total cost: grants to voluntary org": grants,
        "Gross total cost: total expenditure": cost,
        "Income: client contributions": money["client"],
        "Income: joint arrangements": money["joint"],
        "Income: Income from NHS": money["nhs"],
        "Income: other income": money["other"],
        "Income: total": income,
        "Net total expenditure": cost - income,
        "Gross total expenditure": gross,
        "Capital charges: own provision": money["capital_own"],
        "Capital charges: provision by others": money["capital_others"],
        "Net current expenditure": money["current"] - money["client"],
        "Gross current expenditure": money["current"],
    }
    return {heading: values.tolist() for heading, values in lines.items()}


def fund_income(world: World, year: int) -> pd.Series:
    """Return Better Care Fund income by council, thousand pounds; missing where not reported."""
    rng = world.rng(f"better care fund {year}")
    adults = world.places.by_council(slice(18, None))[year]
    amount = (adults * 0.028 * np.exp(0.4 * rng.normal(size=len(adults)))).round(2)
    return amount.where(rng.random(len(adults)) < REPORTING)


def write_fund_2015_16(path: Path, world: World) -> None:
    """Write the additional data of 2015-16, in which items have names."""
    councils, amounts = world.places.councils, fund_income(world, 2015)
    rows = []
    for item, name, kind, values in (
        ("8326110", "Income from Specific and Special Grants", "Mandatory", amounts * 0 + 500.0),
        (ITEM, ITEM_NAME, "Voluntary", amounts),
    ):
        rows += [
            (item, code, council, kind, "Additional Data", "-", "Income", name, value)
            for code, council, value in zip(
                councils["cssr_code"], councils["council"], values, strict=True
            )
        ]
    columns = ["UUID", "Council Code", "Council Name", "Data Type", "Data Source", "Age Band",
               "Finance Type", "Comparative totals", "Value"]  # fmt: skip
    write_table(path, pd.DataFrame(rows, columns=columns))


def write_fund_2016_17(path: Path, world: World) -> None:
    """Write the additional data of 2016-17, in which items have keys and totals are printed."""
    councils, amounts = world.places.councils, fund_income(world, 2016)
    amounts.index = councils.index
    by_region = amounts.groupby(councils["region_code"]).sum().round(4)
    texts = [":" if pd.isna(amount) else repr(float(amount)) for amount in amounts]
    keys = councils[["cssr_code", "gss", "region_code"]].itertuples(index=False)
    rows = [(*key, text) for key, text in zip(keys, texts, strict=True)]
    rows += [("", "", region, repr(float(total))) for region, total in by_region.items()]
    rows.append(("", "", ENGLAND, repr(round(float(amounts.sum()), 4))))
    table = pd.DataFrame(rows, columns=["CASSR_CODE", "GEOGRAPHY_CODE", "REGION_GO_CODE", "value"])
    table.insert(0, "UUID", ITEM)
    table.insert(1, "FY_Ending", 2017)
    others: dict[str, Any] = {
        "DataSource_KEY": 1,
        "Datatype_KEY": 1,
        "AgeBand_KEY": "",
        "FinanceType_KEY": "",
        "PrimarySupportReason_KEY": "",
        "ComparativeTotals_KEY": 6,
    }
    value = table.pop("value")
    write_table(path, table.assign(**others, ItemValue=value))
