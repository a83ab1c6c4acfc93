"""The bodies of the invented England: councils, PCTs, who covers whom, care trusts, districts."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from string import ascii_uppercase

import numpy as np
import pandas as pd

from pooledfunds.synthetic.boundaries import districts_of_pcts, shares_of_councils
from pooledfunds.synthetic.names import COUNTY_ENDING, coin_stems

Names = Iterator[str]
Blocks = list[tuple[str, dict[int, float]]]  # name of a PCT, share of each council that it has
Related = tuple[pd.DataFrame, pd.DataFrame]  # bodies, and their pairs with others

METROPOLITAN = "Metropolitan Districts"
SHIRE = "Shire Counties"
INNER = "Inner London"
OUTER = "Outer London"
UNITARY = "Unitary Authorities"
CLASSES = (INNER, OUTER, METROPOLITAN, SHIRE, UNITARY)

# Councils of each class by region, the first digit of the CSSR code; the margins of 2007-08.
REGIONS = {
    1: {METROPOLITAN: 5, SHIRE: 2, UNITARY: 5},
    2: {METROPOLITAN: 9, SHIRE: 1, UNITARY: 5},
    3: {METROPOLITAN: 15, SHIRE: 3, UNITARY: 4},
    4: {METROPOLITAN: 7, SHIRE: 4, UNITARY: 3},
    5: {SHIRE: 5, UNITARY: 4},
    6: {SHIRE: 8, UNITARY: 11},
    7: {INNER: 13, OUTER: 20},
    8: {SHIRE: 7, UNITARY: 8},
    9: {SHIRE: 4, UNITARY: 7},
}
FIRST_CODE: dict[int | str, int] = {**dict.fromkeys(REGIONS, 50), INNER: 750, OUTER: 764}
CITY, SCILLY = (7, INNER), (9, UNITARY)  # the last of each is the tiny one

# Classes by region that one PCT covers whole, two or three at a time.
SPANNING = (
    (9, (SHIRE, UNITARY)),  # with the islands
    (7, (INNER, INNER)),  # with the city
    (7, (OUTER, OUTER)),
    (3, (METROPOLITAN, UNITARY)),
    (2, (SHIRE, UNITARY)),
    (5, (SHIRE, UNITARY)),
    (8, (UNITARY, UNITARY)),
    (6, (UNITARY, UNITARY, UNITARY)),
    (6, (UNITARY, UNITARY, UNITARY)),
    (1, (UNITARY, UNITARY, UNITARY)),
)
# Region, class and number of PCTs that lie within one council.
SPLIT = (
    (1, SHIRE, 2), (3, SHIRE, 2), (4, SHIRE, 2), (4, METROPOLITAN, 2), (5, SHIRE, 2),
    (6, SHIRE, 2), (6, SHIRE, 2), (8, SHIRE, 2), (8, SHIRE, 2), (9, SHIRE, 2),
    (3, SHIRE, 3), (6, SHIRE, 3),
)  # fmt: skip
# A county with two PCTs, one of which covers a unitary council as well.
OVERLAPPING = (4, 6, 8)
# Two counties with a PCT each and a third PCT across their border.
CROSSING = (6,)

PARTS_OF_A_COUNCIL = ("EAST", "WEST", "MID")
PCT_BASED = "PCT-based"
MENTAL_HEALTH_BASED = "mental-health-based"
CARE_TRUST_CLASSES = (SHIRE, OUTER, METROPOLITAN, UNITARY, UNITARY)
CARE_TRUST_YEARS = (2002, 2002, 2002, 2002, 2003, 2003, 2003, 2005, 2006, 2007)
DISTRICTS_PER_COUNTY = 7
CODE_MARKS = "123456789ACDEFGHJKLMNPQRTVWXY"


@dataclass(frozen=True)
class Bodies:
    """Every body and the relations between them, each a table with its key first."""

    councils: pd.DataFrame
    strategic_authorities: pd.DataFrame
    pcts: pd.DataFrame
    pairs: pd.DataFrame
    care_trusts: pd.DataFrame
    districts: pd.DataFrame
    parts: pd.DataFrame  # lad07_code, cssr_code, pct_code, share_of_district


def declare_bodies(rng: np.random.Generator, coined: Names) -> Bodies:
    """Return the bodies: 150 councils, 152 PCTs (107 strictly co-terminous), ten SHAs.

    Parameters
    ----------
    rng
        Generator of this theme alone, drawn from in a fixed order.
    coined
        Invented place names, taken one by one; no other body of the world may take them.
    """
    councils = _councils(rng, coined)
    authorities = pd.DataFrame(
        [(f"Q{80 + place}", f"{next(coined)} (invented)") for place in range(10)],
        columns=["sha_code", "sha_name"],
    )
    councils["sha_code"] = _strategic_authority(councils)
    pcts, pairs = _primary_care_trusts(rng, councils)
    pcts = pcts.merge(authorities, on="sha_code", validate="many_to_one")
    care_trusts = _care_trusts(rng, pcts, coined)
    districts = _districts(rng, councils, coined)
    parts = districts_of_pcts(pairs, districts)
    pairs = shares_of_councils(parts, districts)
    return Bodies(
        councils=councils.drop(columns="sha_code"),  # an SHA is a PCT's, not a council's
        strategic_authorities=authorities,
        pcts=pcts.sort_values("pct_code", ignore_index=True),
        pairs=pairs.sort_values(["pct_code", "cssr_code"], ignore_index=True),
        care_trusts=care_trusts,
        districts=districts,
        parts=parts,
    )


def _councils(rng: np.random.Generator, coined: Names) -> pd.DataFrame:
    """Return the councils by code, with the official codes' shapes and no official code."""
    stems = iter(coin_stems(rng, 60))
    rows = []
    for region, classes in REGIONS.items():
        codes = count(100 * region + FIRST_CODE[region])
        for council_class, number in classes.items():
            if council_class in FIRST_CODE:
                codes = count(FIRST_CODE[council_class])
            for place in range(number):
                tiny = place == number - 1 and (region, council_class) in (CITY, SCILLY)
                twin = place == 0 and council_class in (INNER, OUTER, UNITARY)
                rows.append(
                    {
                        "cssr_code": str(next(codes)),
                        "name": _council_name(council_class, tiny, twin, coined, stems),
                        "council_class": council_class,
                        "region": region,
                        "tiny": tiny,
                    }
                )
    councils = pd.DataFrame(rows)
    unitary = councils["council_class"].eq(UNITARY) & ~councils["tiny"]
    councils["council"] = councils["name"] + np.where(unitary, " UA", "")
    councils["key"] = councils["name"].str.lower()
    councils["gss"] = _gss_codes(councils)
    councils["ons_old"] = _former_codes(councils)
    return councils


def _council_name(council_class: str, tiny: bool, twin: bool, coined: Names, stems: Names) -> str:
    """Return a name in the manner of its class."""
    if council_class == SHIRE:
        return next(stems) + COUNTY_ENDING
    if tiny:
        return f"{'City' if council_class == INNER else 'Isles'} of {next(coined)}"
    return f"{next(stems)} and {next(stems)}" if twin else next(coined)


def _gss_codes(councils: pd.DataFrame) -> pd.Series:
    """Return codes whose prefix tells the class, numbered from 901 within each prefix."""
    prefix = councils["council_class"].map(
        {METROPOLITAN: "E08", SHIRE: "E10", INNER: "E09", OUTER: "E09", UNITARY: "E06"}
    )
    number = councils.groupby(prefix).cumcount() + 901
    return prefix + number.astype(str).str.zfill(6)


def _former_codes(councils: pd.DataFrame) -> pd.Series:
    """Return ONS codes of before 2009: two digits for a county, four characters for others."""
    letters = [first + second for first in ascii_uppercase for second in ascii_uppercase]
    block = councils["council_class"].map(
        {METROPOLITAN: "91", INNER: "92", OUTER: "92", UNITARY: "93"}
    )
    place = councils.groupby(block).cumcount()
    codes = block + place.map(dict(enumerate(letters)))
    shire = councils["council_class"].eq(SHIRE)
    codes[shire] = [str(51 + number) for number in range(shire.sum())]
    islands = councils["tiny"] & councils["council_class"].eq(UNITARY)
    codes[islands] = f"{codes[shire].iloc[-1]}UZ"  # the islands keep their county's number
    return codes


def _strategic_authority(councils: pd.DataFrame) -> list[str]:
    """Return each council's SHA: its region's own, or in two regions the one they share."""
    own = {1: 0, 3: 1, 2: 2, 5: 3, 4: 4, 6: 5, 7: 6, 8: 7, 9: 9}
    return [f"Q{80 + own[region]}" for region in councils["region"]]


def _primary_care_trusts(rng: np.random.Generator, councils: pd.DataFrame) -> Related:
    """Return the PCTs, and their pairs with councils with the share of each council covered."""
    free = {
        group: list(table.index)
        for group, table in councils.groupby(["region", "council_class"], sort=False)
    }
    islands_or_city = [free[SCILLY].pop(), free[CITY].pop()]
    for places in free.values():
        rng.shuffle(places)
    blocks: Blocks = []  # PCT, share of councils; PCTs share an SHA

    def take(region: int, council_class: str) -> int:
        return free[region, council_class].pop()

    def named(place: int) -> str:
        return str(councils.loc[place, "name"]).upper()

    for number, (region, classes) in enumerate(SPANNING):
        if number < len(islands_or_city):
            covered = [take(region, classes[0]), islands_or_city[number]]
        else:
            covered = [take(region, council_class) for council_class in classes]
        *firsts, last = [named(place) for place in covered]
        blocks.append((f"{', '.join(firsts)} AND {last}", dict.fromkeys(covered, 1.0)))
    for region, council_class, parts in SPLIT:
        whole = take(region, council_class)
        shares = rng.dirichlet([30] * parts)
        for part, share in zip(PARTS_OF_A_COUNCIL, shares, strict=False):
            blocks.append((f"{part} {named(whole)}", {whole: share}))
    for region in OVERLAPPING:
        county, unitary = take(region, SHIRE), take(region, UNITARY)
        share = rng.uniform(0.15, 0.3)
        blocks.append((f"{named(county)} COUNTY", {county: 1 - share}))
        blocks.append((f"SOUTH {named(county)}", {county: share, unitary: 1.0}))
    for region in CROSSING:
        one, other = take(region, SHIRE), take(region, SHIRE)
        blocks.append((named(one), {one: 0.85}))
        blocks.append((named(other), {other: 0.8}))
        blocks.append((f"{named(one)} BORDERS", {one: 0.15, other: 0.2}))
    alone = sorted(place for places in free.values() for place in places)
    blocks += [(named(place), {place: 1.0}) for place in alone]
    return _pct_tables(rng, councils, blocks)


def _pct_tables(rng: np.random.Generator, councils: pd.DataFrame, blocks: Blocks) -> Related:
    """Return the blocks as a table of PCTs and a table of pairs, with codes in name order."""
    alone = [next(iter(covered)) for _, covered in blocks if set(covered.values()) == {1.0}
             and len(covered) == 1]  # fmt: skip
    trusts = _care_trust_councils(rng, councils.loc[alone])
    codes = (f"5{letter}{mark}" for letter in "RSTUVWXYZ" for mark in CODE_MARKS)
    rows, pairs = [], []
    for number, (name, covered) in enumerate(sorted(blocks)):
        first = next(iter(covered))
        is_trust = len(covered) == 1 and first in trusts
        code = f"TX{1 + trusts.index(first)}" if is_trust else next(codes)
        title = "CARE TRUST" if is_trust else ("TEACHING PCT" if number % 9 == 4 else "PCT")
        rows.append((code, f"{name} {title}", councils.loc[first, "sha_code"]))
        pairs += [(code, councils.loc[place, "cssr_code"], share)
                  for place, share in covered.items()]  # fmt: skip
    pcts = pd.DataFrame(rows, columns=["pct_code", "pct_name", "sha_code"])
    pcts.loc[_south_central(pcts), "sha_code"] = "Q88"
    trust = pcts["pct_code"].str.startswith("T")
    place = pcts.groupby(trust).cumcount() + 901
    prefix = np.where(trust, "E17", "E16")
    pcts["ons_code_2012"] = prefix + place.astype(str).str.zfill(6).to_numpy()
    return pcts, pd.DataFrame(pairs, columns=["pct_code", "cssr_code", "share_of_council"])


def _south_central(pcts: pd.DataFrame) -> pd.Series:
    """Return which PCTs of the two regions beside it the tenth SHA takes: every third."""
    shared = pcts["sha_code"].isin(["Q85", "Q87"])
    return shared & (shared.cumsum() % 3 == 0)


def _care_trust_councils(rng: np.random.Generator, councils: pd.DataFrame) -> list[int]:
    """Return five co-terminous councils, of mixed class, whose PCT is a care trust."""
    chosen: list[int] = []
    for council_class in CARE_TRUST_CLASSES:
        places = councils.index[councils["council_class"].eq(council_class)].difference(chosen)
        chosen.append(int(rng.choice(places)))
    return chosen


def _care_trusts(rng: np.random.Generator, pcts: pd.DataFrame, coined: Names) -> pd.DataFrame:
    """Return the ten care trusts; the mental-health-based five are no PCTs."""
    based = pcts[pcts["pct_code"].str.startswith("TX")].sort_values("pct_code")
    return pd.DataFrame(
        {
            "code": [*based["pct_code"], *(f"TY{number}" for number in range(1, 6))],
            "name": [
                *(f"{name} (INVENTED)" for name in based["pct_name"]),
                *(f"{next(coined).upper()} CARE TRUST (INVENTED)" for _ in range(5)),
            ],
            "kind": [PCT_BASED] * 5 + [MENTAL_HEALTH_BASED] * 5,
            "established": rng.permutation(CARE_TRUST_YEARS),
        }
    )


def _districts(rng: np.random.Generator, councils: pd.DataFrame, coined: Names) -> pd.DataFrame:
    """Return the local authority districts of 2007: seven to a county, else the council."""
    rows = []
    for council in councils.itertuples():
        if council.council_class != SHIRE:
            rows.append((council.ons_old, council.name, council.cssr_code, 1.0))
            continue
        shares = rng.dirichlet([20] * DISTRICTS_PER_COUNTY)
        rows += [
            (f"{council.ons_old}U{letter}", next(coined), council.cssr_code, share)
            for letter, share in zip(ascii_uppercase[1:], shares, strict=False)
        ]
    columns = ["lad07_code", "lad07_name", "cssr_code", "share_of_council"]
    return pd.DataFrame(rows, columns=columns)
