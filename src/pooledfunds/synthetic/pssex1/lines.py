"""The lines of the PSS EX1 return, in the order and with the labels of its two forms.

A line names the lines of the world (codes of 2007-08) that it adds up. Read from the published
returns of 2005-06 to 2007-08 (NHS Information Centre).
"""

from dataclasses import dataclass

import numpy as np

from pooledfunds.synthetic.pssex1.services import LINES


@dataclass(frozen=True)
class Line:
    """One row of a sheet: blank, a heading, a line of figures, or one figure below the line."""

    code: str = ""
    label: str = ""
    adds: tuple[str, ...] | None = None
    below: str | None = None  # name of a single figure in the net total cost column


BLANK = Line()
CARE = ("Assessment and care management", "Nursing care placements", "Residential care placements",
        "Supported and other accommodation", "Direct payments", "Home care", "Day care",
        "Equipment and adaptations", "Meals")  # fmt: skip
FAMILY_SUPPORT = ("Family centres", "Services for under 8s", "Direct payments", "Home care",
                  "Equipment and adaptations", "Other family support services")  # fmt: skip
LOOKED_AFTER = ("Children's homes", "Secure accommodation (welfare)", "Fostering services",
                "Other children looked after services")  # fmt: skip
YOUTH_JUSTICE = ("Secure accommodation (justice)", "Youth offender teams",
                 "Other youth justice services")  # fmt: skip
OTHER_CHILDREN = ("Adoption services", "Leaving care services",
                  "Other other children's and families services")  # fmt: skip
OTHER_ADULT = ("Assessment and care management", "HIV/AIDS", "Substance abuse (addictions)",
               "Other other adult services")  # fmt: skip
EMPLOYMENT = "SUPPORTED EMPLOYMENT"
NON_PSS = "OTHER NON-PSS EXPENDITURE BY SOCIAL SERVICES DEPARTMENT"
GRANTS = "SPECIFIC GOVERNMENT GRANTS (Inside and outside Aggregated External Finance)"
BEFORE_FRS17 = "ACTUAL TOTAL NET COST on a pre FRS17 basis"


def numbered(prefix: str, last: int) -> tuple[str, ...]:
    """Return the world's lines 1 to `last` of a block.

    Parameters
    ----------
    prefix
        Letter or letters of the block.
    last
        Number of its last line.
    """
    return tuple(f"{prefix}{number}" for number in range(1, last + 1))


ADULT_CARE = {  # by letter of 2007-08: heading, other services, total, Supporting People
    "B": ("OLDER PEOPLE (AGED 65 OR OVER) INCLUDING OLDER MENTALLY ILL",
          "Other services to older people", "TOTAL OLDER PEOPLE", ""),
    "C": ("ADULTS AGED UNDER 65 WITH A PHYSICAL DISABILITY OR SENSORY IMPAIRMENT",
          "Other services to adults with a physical disability or sensory impairment",
          "TOTAL ADULTS AGED UNDER 65 WITH A PHYSICAL DISABILITY ETC", " (SP)"),
    "D": ("ADULTS AGED UNDER 65 WITH LEARNING DISABILITIES",
          "Other services to adults with learning disabilities",
          "TOTAL ADULTS AGED UNDER 65 WITH LEARNING DISABILITIES", " (SP)"),
    "E": ("ADULTS AGED UNDER 65 WITH MENTAL HEALTH NEEDS",
          "Other services to adults with mental health needs",
          "TOTAL ADULTS AGED UNDER 65 WITH MENTAL HEALTH NEEDS", " (SP)"),
}  # fmt: skip


def _adult_care(letter: str, ours: str) -> list[Line]:
    """Return one client group's block under a form's own letter."""
    heading, other, total, short = ADULT_CARE[ours]
    if ours == "E" and letter == "F":
        heading = heading.replace("WITH MENTAL", "WITH  MENTAL")  # as printed until 2006-07
    ten = numbered(ours, 10)
    excl, incl = ("excl SP", "incl SP") if short else (
        "excluding Supporting People", "including Supporting People")  # fmt: skip
    plus = f"{letter}11+ {letter}12" if ours == "C" else f"{letter}11+{letter}12"
    return [
        Line(f"{letter}:", heading),
        BLANK,
        *(Line(f"{letter}{number}", label, (f"{ours}{number}",))
          for number, label in enumerate((*CARE, other), start=1)),
        Line(f"{letter}11", f"{total} {excl} (LINES {letter}1 to {letter}10)", ten),
        Line(f"{letter}12", f"Supporting People{short}", (f"{ours}12",)),
        Line(f"{letter}13", f"{total} {incl} (LINES {plus})", (*ten, f"{ours}12")),
        BLANK,
    ]  # fmt: skip


def _other_adult(letter: str) -> list[Line]:
    """Return the block of other adult services under a form's own letter."""
    four, total = numbered("G", 4), "TOTAL OTHER ADULT SERVICES"
    return [
        Line(f"{letter}:", "OTHER ADULT SERVICES"),
        BLANK,
        *(Line(f"{letter}{number}", label, (f"G{number}",))
          for number, label in enumerate(OTHER_ADULT, start=1)),
        Line(f"{letter}5", f"{total} excluding Supporting People (LINES {letter}1 to {letter}4)",
             four),
        Line(f"{letter}6", "Supporting People", ("G6",)),
        Line(f"{letter}7", f"{total} including Supporting People (LINES {letter}5+{letter}6)",
             (*four, "G6")),
        BLANK,
    ]  # fmt: skip


def _children(letter: str) -> list[Line]:
    """Return the blocks of children's services under a form's own letter."""
    blocks = [
        ("A", "Children's services - commissioning and social work",
         ("Commissioning and social work",),
         "Total children's services - commissioning and social work"),
        ("B", "Children looked after", LOOKED_AFTER, "Total children looked after"),
        ("C", "Family support services", FAMILY_SUPPORT, "Total family support services"),
        ("D", "Youth justice", YOUTH_JUSTICE, "Total youth justice"),
        ("E", "Other children's and families services", OTHER_CHILDREN,
         "Total other children's and families services"),
    ]  # fmt: skip
    lines = []
    for block, heading, labels, total in blocks:
        mark, ours = f"{letter}{block}", numbered(f"O{block}", len(labels))
        span = f"line {mark}1" if len(ours) == 1 else f"lines {mark}1 to {mark}{len(ours)}"
        lines += [
            Line(f"{mark}:", heading),
            BLANK,
            *(Line(f"{mark}{number}", label, (f"O{block}{number}",))
              for number, label in enumerate(labels, start=1)),
            Line(f"{mark}{len(ours) + 1}", f"{total} ({span})", ours),
            BLANK,
        ]  # fmt: skip
    return lines


CHILDREN = (*numbered("OA", 1), *numbered("OB", 4), *numbered("OC", 6), *numbered("OD", 3),
            *numbered("OE", 3))  # fmt: skip
ASYLUM_ADULT, ASYLUM_CHILDREN = numbered("F", 2), numbered("N", 3)
STRATEGY_ADULT, STRATEGY_CHILDREN = numbered("A", 2), numbered("M", 2)
CARE_EXCL = tuple(code for letter in ADULT_CARE for code in numbered(letter, 10))
CARE_SP = tuple(f"{letter}12" for letter in ADULT_CARE)
ADULT_EXCL = (*STRATEGY_ADULT, *CARE_EXCL, *ASYLUM_ADULT, *numbered("G", 4))
ADULT_SP = (*CARE_SP, "G6")
CHILDREN_EXCL = (*STRATEGY_CHILDREN, *ASYLUM_CHILDREN, *CHILDREN)


def _strategy_before(number: str, label: str, adult: tuple, children: tuple) -> list[Line]:
    """Return a line of service strategy with its three parts."""
    return [
        Line(number, label, (*adult, *children)),
        Line("", "of which (where known): Children's and families services", children),
        Line("", "Adults' services", adult),
        Line("", "Generic services", ()),
    ]


def lines_before() -> list[Line]:
    """Return the rows of the forms of 2005-06 and 2006-07, from row 10 of the sheet."""
    children = "CHILDREN'S AND FAMILIES SERVICES"
    sums = "BA2+BB5+BC7+BD4+BE4"
    asylum = (("Assessment and care management", ("F1", "N1")), ("Unaccompanied children", ("N2",)),
              ("Families", ("N3",)), ("Lone adults", ("F2",)))  # fmt: skip
    everything, supporting = (*ADULT_EXCL, *CHILDREN_EXCL), ("P2", *ADULT_SP)
    return [
        Line("A:", "SERVICE STRATEGY"),
        BLANK,
        *_strategy_before("A1", "Strategic management", ("A1",), ("M1",)),
        *_strategy_before("A2", "Complaints procedures", ("A2",), ("M2",)),
        *_strategy_before(
            "A3", "TOTAL SERVICE STRATEGY (LINES A1 to A2)", STRATEGY_ADULT, STRATEGY_CHILDREN
        ),
        BLANK,
        Line("B:", children),
        BLANK,
        *_children("B"),
        Line("B1", f"TOTAL {children} excluding SP (LINES {sums})", CHILDREN),
        Line("B2", "Supporting People (SP)", ("P2",)),
        Line("B3", f"TOTAL {children} including SP (LINES {sums}+B2)", (*CHILDREN, "P2")),
        BLANK,
        *_adult_care("C", "B"),
        *_adult_care("D", "C"),
        *_adult_care("E", "D"),
        *_adult_care("F", "E"),
        Line("G:", "ASYLUM SEEKERS"),
        BLANK,
        *(Line(f"G{n}", label, adds) for n, (label, adds) in enumerate(asylum, start=1)),
        Line("G5", "TOTAL ASYLUM SEEKERS (LINES G1 to G4)", (*ASYLUM_ADULT, *ASYLUM_CHILDREN)),
        BLANK,
        *_other_adult("H"),
        Line("I:", "TOTAL PERSONAL SOCIAL SERVICES"),
        BLANK,
        Line("I1", "TOTAL PSS excluding Supporting People (LINES A3+B1+C11+D11+E11+F11+G5+H5)",
             everything),
        Line("I2", "TOTAL Supporting People (LINES B2+C12+D12+E12+F12+H6)", supporting),
        Line("I3", "TOTAL PSS including Supporting People (LINES A3+B1+C13+D13+E13+F13+G5+H7)",
             everything + supporting),
        BLANK,
        Line("J1", EMPLOYMENT, below="employment"),
        BLANK,
        Line("K1", NON_PSS, below="non_pss"),
        BLANK,
        Line("L1", GRANTS, below="grants"),
        BLANK,
        Line("M1", "ACTUAL TOTAL NET COST (LINES I3+J1+K1-L1)", below="net_cost"),
        Line("", "(This should match total social services expenditure in the local authority's"
                 " accounts)"),
        BLANK,
        Line("Memorandum", BEFORE_FRS17, below="before_frs17"),
    ]  # fmt: skip


def lines_2007_08() -> list[Line]:
    """Return the rows of the form of 2007-08, from row 10 of the sheet."""
    families = "CHILDREN'S AND FAMILIES SERVICES"
    accounts = (
        "(This should match total {} social services expenditure in the local authority's accounts)"
    )
    return [
        BLANK,
        BLANK,
        Line("", "ADULTS' SERVICES"),
        BLANK,
        Line("A:", "SERVICE STRATEGY: Adults' services"),
        BLANK,
        Line("A1", "Strategic management", ("A1",)),
        Line("A2", "Complaints procedures", ("A2",)),
        Line("A3", "TOTAL SERVICE STRATEGY (LINES A1 to A2)", STRATEGY_ADULT),
        BLANK,
        *(line for letter in ADULT_CARE for line in _adult_care(letter, letter)),
        Line("F:", "ASYLUM SEEKERS"),
        BLANK,
        Line("F1", "Assessment and care management", ("F1",)),
        Line("F2", "Lone adults", ("F2",)),
        Line("F3", "TOTAL ASYLUM SEEKERS (LINES F1 to F2)", ASYLUM_ADULT),
        BLANK,
        *_other_adult("G"),
        Line("H:", "TOTAL ADULT SOCIAL SERVICES"),
        BLANK,
        Line("H1", "TOTAL PSS excluding Supporting People (LINES A3+B11+C11+D11+E11+F3+G5)",
             ADULT_EXCL),
        Line("H2", "TOTAL Supporting People (LINES B12+C12+D12+E12+G6)", ADULT_SP),
        Line("H3", "TOTAL PSS including Supporting People (LINES A3+B13+C13+D13+E13+F3+G7)",
             ADULT_EXCL + ADULT_SP),
        BLANK,
        Line("I1", EMPLOYMENT, below="employment"),
        BLANK,
        Line("J1", NON_PSS, below="non_pss"),
        BLANK,
        Line("K1", GRANTS, below="grants"),
        BLANK,
        Line("L1", "ACTUAL TOTAL NET COST (LINES H3+I1+J1-K1)", below="net_cost"),
        Line("", accounts.format("ADULT")),
        BLANK,
        Line("Memorandum", BEFORE_FRS17, below="before_frs17"),
        BLANK,
        Line("", families),
        BLANK,
        Line("M:", "SERVICE STRATEGY: Children's and families services"),
        BLANK,
        Line("M1", "Strategic management", ("M1",)),
        Line("M2", "Complaints procedures", ("M2",)),
        Line("M3", "TOTAL SERVICE STRATEGY (LINES M1 to M2)", STRATEGY_CHILDREN),
        BLANK,
        Line("N:", "ASYLUM SEEKERS"),
        BLANK,
        Line("N1", "Assessment and care management", ("N1",)),
        Line("N2", "Unaccompanied children", ("N2",)),
        Line("N3", "Families", ("N3",)),
        Line("N4", "TOTAL ASYLUM SEEKERS (LINES N1 to N3)", ASYLUM_CHILDREN),
        BLANK,
        Line("O:", f"OTHER {families}"),
        BLANK,
        *_children("O"),
        Line("P:", f"TOTAL {families}"),
        BLANK,
        Line("P1", f"TOTAL {families} excluding SP (LINES M3+N4+OA2+OB5+OC7+OD4+OE4)",
             CHILDREN_EXCL),
        Line("P2", "TOTAL Supporting People", ("P2",)),
        Line("P3", f"TOTAL {families} including SP (LINES P1+P2)", (*CHILDREN_EXCL, "P2")),
        BLANK,
        Line("S1", GRANTS, below="children_grants"),
        BLANK,
        Line("T1", "ACTUAL TOTAL NET COST (LINES P3-S1)", below="children_net_cost"),
        Line("", accounts.format("CHILDREN'S AND FAMILIES")),
        BLANK,
        Line("Memorandum", BEFORE_FRS17, below="children_before_frs17"),
    ]  # fmt: skip


def membership(lines: list[Line]) -> np.ndarray:
    """Return a matrix of world lines by rows: one where the row adds the line up, else nought."""
    matrix = np.zeros((len(LINES), len(lines)))
    for place, line in enumerate(lines):
        for code in line.adds or ():
            matrix[LINES.index(code), place] = 1
    return matrix
