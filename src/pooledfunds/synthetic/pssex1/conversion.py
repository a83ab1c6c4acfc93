"""The sheet of the England time series that tells which lines of the older RO3 form were used."""

from collections.abc import Sequence

from pooledfunds.synthetic.pssex1.lines import (
    ADULT_CARE,
    CARE,
    LOOKED_AFTER,
    OTHER_ADULT,
    OTHER_CHILDREN,
    YOUTH_JUSTICE,
)

HEADING = (
    ["Basis of conversion of RO3 data for 1994-95 to 1999-2000", "", "Corresponding"],
    ["", "", "lines on"],
    ["", "", "RO3 for"],
    ["Service category on PSS EX1", "", "1999-20001"],
)
FAMILIES = "CHILDREN'S AND FAMILIES SERVICES"
NOTES = (
    "1 SSMSS costs are now distributed across individual lines and not shown separately as in"
    " 1999-2000 and earlier",
    "years. A pro-rata share of SSMSS costs for 1994-95 to 1999-2000 has been added to individual"
    " rows of RO3.",
    "As a result there are no lines corresponding to the 1999-2000 SSMSS lines",
    "(lines 4, 9, 15, 25, 30, 36, 41, 46, 52, 57, 62, 68, 73, 78, 82, 88, 93).",
    "2 Split between LA own and Independent sector available from cols C and F of PSS EX1.",
    "3 Also one of four parts of line 99.",
    "4 The split can now be determined from the expenditure columns.",
    "5 Also one of four parts of line 102. Some may have been recorded as home care in 1999-2000"
    " and earlier years.",
    "6 Some may now be recorded as direct payments.",
    "7 Also one of three parts of line 100.",
    "8 Not applicable for 2001-02. Ceased to be a social services function.",
)
# The first RO3 line of each client group; the others follow at the same distances.
CARE_BLOCKS = {"C": ("B", 31), "D": ("C", 47), "E": ("D", 63), "F": ("E", 83)}


def conversion_rows() -> list[list]:
    """Return the rows of the sheet from row 8 on."""
    return [
        *HEADING,
        [],
        *_block("A", "SERVICE STRATEGY",
                ("Strategic management", "Registration and inspection", "Complaints procedures"),
                (1, 2, 3), "TOTAL SERVICE STRATEGY (LINES A1 to A3)", 5),
        *_children(),
        *(row for letter in CARE_BLOCKS for row in _care(letter)),
        *_block("G", "ASYLUM SEEKERS",
                ("Assessment and care management", "Unaccompanied children", "Families",
                 "Lone adults"), ("", "", "", ""), "TOTAL ASYLUM SEEKERS (LINES G1 to G4)",
                "96 (pt 1 of 2) & 103"),
        *_block("H", "OTHER ADULT SERVICES", OTHER_ADULT, ("", 76, 77, "96 (pt 2 of 2)"),
                "TOTAL OTHER ADULT SERVICES (LINES H1 to H4)", "79, 96 (pt 2 of 2)"),
        ["I:", "TOTAL PERSONAL SOCIAL SERVICES"],
        [],
        ["I1", "TOTAL PSS (LINES A4+B1+C11+D11+E11+F11+G5+H5)", 97],
        [],
        *(["", note] for note in NOTES),
    ]  # fmt: skip


def _block(
    letter: str,
    heading: str,
    labels: Sequence[str],
    lines: Sequence,
    total: str,
    total_line: object,
) -> list[list]:
    """Return a heading, its numbered lines, their total, and the empty rows between."""
    rows = zip(labels, lines, strict=True)
    return [
        [f"{letter}:", heading],
        [],
        *([f"{letter}{number}", *row] for number, row in enumerate(rows, start=1)),
        [f"{letter}{len(labels) + 1}", total, total_line],
        [],
    ]


def _children() -> list[list]:
    """Return the blocks of children's services."""
    commissioning = "Children's services - commissioning and social work"
    return [
        ["B:", FAMILIES],
        [],
        *_block("BA", commissioning,
                ("Commissioning and social work (excluding GALRO)", "GALRO8"), ("6, 7", 8),
                f"Total {commissioning[0].lower()}{commissioning[1:]} (lines BA1 to BA2)", 10),
        *_block("BB", "Children looked after", ("Children's homes ", *LOOKED_AFTER[1:]),
                ("11, 13", "12 (pt 1 of 2)", "17 (pt 1 of 2)", "14, 17 (pt 2 of 2)"),
                "Total children looked after (lines BB1 to BB4)", "16, 17 less 12 (pt 2 of 2)"),
        *_block("BC", "Family support services",
                ("Family centres", "Services for under 8s", "Home care",
                 "Equipment and adaptations", "Other family support services"),
                (21, 20, 22, "24 (pt 1 of 4)", "24 (pt 2 of 4)"),
                "Total family support services (lines BC1 to BC5)", ""),
        *_block("BD", "Youth justice", YOUTH_JUSTICE,
                ("12 (pt 2 of 2)", "19 (pt 1 of 2)", "19 (pt 2 of 2)"),
                "Total youth justice (lines BD1 to BD3)", ""),
        *_block("BE", "Other children's and families services", OTHER_CHILDREN,
                ("18, 24 (pt 3 of 4)", 23, "24 (pt 4 of 4)"),
                "Total other children's and families services (lines BE1 to BE3)", ""),
        ["B1", f"TOTAL {FAMILIES} (LINES BA3+BB5+BC6+BD4+BE4)", 27],
        [],
    ]  # fmt: skip


def _care(letter: str) -> list[list]:
    """Return the block of one adult client group."""
    ours, first = CARE_BLOCKS[letter]
    heading, other, total, _ = ADULT_CARE[ours]
    if letter == "F":
        heading = heading.replace("WITH MENTAL", "WITH  MENTAL")
    labels = (CARE[0], "Nursing home placements", "Residential care home placements", *CARE[3:])
    parts = f"{first + 9} (pt {{}} of 4)"
    lines = (
        first, first + 3, f"{first + 1}/{first + 2}4", first + 4, parts.format(1) + "5",
        f"{first + 7}6", first + 8, parts.format(2) + (" & 101" if letter == "C" else "7"),
        parts.format(3) + "3", parts.format(4),
    )  # fmt: skip
    return _block(letter, heading, (*labels, other), lines,
                  f"{total} (LINES {letter}1 to {letter}10)", first + 12)  # fmt: skip
