"""What the invented councils spend on: sections of the PSS EX1 return and their national margins.

Codes are those of the 2007-08 return. Money is £ million for England by financial year; shares
are per cent. They were chosen to lie near the published national totals, not to repeat them. Need
and spread of the three groups with pools are those of the official returns (decision 21).
"""

from dataclasses import dataclass

FINANCIAL_YEARS = ("2005/06", "2006/07", "2007/08")


@dataclass(frozen=True)
class Service:
    """One line of the return: its share of its section, provided in-house, paid by clients."""

    code: str
    share: float
    own: float
    fees: float


@dataclass(frozen=True)
class Section:
    """One block of lines that are spent on, and grow, together."""

    code: str
    client_group: str
    people: str  # the age band that spending is per head of
    total: tuple[float, float, float]
    fees: tuple[float, float, float]
    joint: tuple[float, float]  # joint arrangements, 2006/07 and 2007/08
    nhs: tuple[float, float]  # income from the NHS, 2006/07 and 2007/08
    other: float  # other income, share of total
    capital: float  # capital charges, share of own provision
    grants: float  # grants to voluntary organisations, share of total
    need: float  # log points of spending per head by standard deviation of need
    spread: float  # standard deviation of a council's log spending per head
    services: tuple[Service, ...]


def _services(prefix: str, shares: tuple, own: tuple, fees: tuple) -> tuple[Service, ...]:
    """Return numbered lines of one block."""
    rows = enumerate(zip(shares, own, fees, strict=True), start=1)
    return tuple(Service(f"{prefix}{number}", *values) for number, values in rows)


def _supporting_people(code: str, group: str, people: str, total: tuple, fees: float) -> Section:
    """Return a Supporting People line, a section by itself."""
    return Section(
        code, group, people, total, tuple(fees * year for year in total), (0, 0), (0, 0),
        0.05, 0.002, 0.0, 0.15, 0.25, (Service(code, 100, 40, 1),),
    )  # fmt: skip


SECTIONS = (
    Section(
        "A", "strategy, adults", "p18", (54, 59, 110), (0.4, 0.3, 0.3), (1, 8), (0.8, 0.9),
        0.08, 0.05, 0.01, 0.05, 0.3, _services("A", (90, 10), (89, 98), (1, 1)),
    ),
    Section(
        "B", "older people", "p65", (8640, 8870, 9015), (1642, 1717, 1759), (34.2, 35.2),
        (171.4, 180.2), 0.0096, 0.028, 0.0115, 0.175, 0.184,
        _services(
            "B",
            (11.4, 17.3, 36.9, 0.6, 1.4, 22.1, 4.2, 1.6, 1.0, 3.5),
            (97, 1, 24, 61, 0, 38, 63, 69, 47, 49),
            (0.3, 29, 28, 10, 5, 13.5, 5, 6, 42, 4),
        ),
    ),
    Section(
        "C", "physical disability", "p1864", (1440, 1500, 1564), (84, 85, 88), (14.0, 15.6),
        (37.4, 46.6), 0.016, 0.025, 0.02, 0.10, 0.12,
        _services(
            "C",
            (17.4, 10.0, 15.4, 1.0, 14.8, 20.2, 8.4, 7.2, 0.1, 5.5),
            (97, 0, 7, 44, 0, 20, 65, 73, 27, 44),
            (0.5, 14.5, 11, 7, 3, 6.6, 2.7, 2.7, 21, 2),
        ),
    ),
    Section(
        "D", "learning disability", "p1864", (3760, 4010, 4295), (213, 206.3, 219.3),
        (116.9, 156.9), (644.0, 673.6), 0.025, 0.046, 0.006, -0.006, 0.19,
        _services(
            "D",
            (6.3, 2.2, 46.6, 8.7, 2.1, 11.8, 17.9, 0.1, 0.1, 4.2),
            (97, 0, 11, 36, 0, 26, 74, 83, 70, 46),
            (0.7, 10.4, 6.9, 7, 2.1, 4.9, 2, 1, 28, 1),
        ),
    ),
    Section(
        "E", "mental health", "p1864", (1086, 1138, 1194), (61, 53, 53.7), (15.2, 17.1),
        (98.9, 109.1), 0.023, 0.026, 0.04, 0.225, 0.32,
        _services(
            "E",
            (32.5, 6.5, 26.5, 5.1, 1.1, 5.2, 9.5, 0.1, 0.1, 13.4),
            (87, 0, 4, 48, 0, 34, 49, 60, 20, 37),
            (0.5, 10.4, 9.4, 11, 2.4, 5.5, 1.1, 2, 15, 1.3),
        ),
    ),
    Section(
        "F", "asylum seekers, adults", "p18", (79, 44, 31.6), (1.5, 0.7, 0.7), (1.5, 1.9), (0, 0),
        0.15, 0.01, 0.01, 0.6, 0.8, _services("F", (42, 58), (93, 65), (1, 3)),
    ),
    Section(
        "G", "other adults", "p18", (263, 323, 320), (5.6, 5.2, 5.0), (24.6, 20.8), (50.2, 66.9),
        0.1, 0.04, 0.09, 0.2, 0.3,
        _services("G", (14, 6.4, 51, 28.6), (85, 45, 32, 59), (2.4, 1, 1.3, 1.8)),
    ),
    Section(
        "M", "strategy, children", "children", (18, 19, 35), (0.1, 0.1, 0.1), (0.1, 0.1),
        (0.1, 0.3), 0.02, 0.02, 0.0, 0.1, 0.3, _services("M", (85, 15), (99, 94), (1, 1)),
    ),
    Section(
        "N", "asylum seekers, children", "children", (195, 173, 180), (5, 2, 2.4), (1, 0.2),
        (1.5, 0.1), 0.07, 0.001, 0.002, 0.6, 0.8,
        _services("N", (16.5, 70, 13.5), (94, 57, 86), (2, 0.1, 7)),
    ),
    Section(
        "OA", "children", "children", (1302, 1388, 1429), (2.1, 2.4, 3.4), (8, 9), (8, 6.9),
        0.021, 0.005, 0.004, 0.25, 0.12, _services("OA", (100,), (96.5,), (1,)),
    ),
    Section(
        "OB", "children", "children", (2128, 2215, 2272), (6.5, 6.5, 6.7), (13, 15.8), (24, 22.1),
        0.013, 0.013, 0.005, 0.3, 0.12,
        _services("OB", (42.3, 1.2, 49.5, 7), (41, 27, 61, 64), (5, 6, 1, 4)),
    ),
    Section(
        "OC", "children", "children", (754, 817, 880), (15.8, 20.2, 23), (5, 5.9), (5, 4.6),
        0.038, 0.02, 0.024, 0.25, 0.2,
        _services(
            "OC", (18.2, 23.8, 4.3, 4.6, 1.3, 47.8), (92, 84, 0, 56, 65, 70), (7, 97, 3, 5, 3, 3)
        ),
    ),
    Section(
        "OD", "children", "children", (296, 325, 358), (5.8, 3.5, 10.3), (17, 19.5), (4, 3.1),
        0.23, 0.007, 0.004, 0.3, 0.15,
        _services("OD", (10.8, 68.3, 20.9), (81, 94, 90), (19, 1, 1)),
    ),
    Section(
        "OE", "children", "children", (532, 555, 591), (2.3, 3.1, 3.1), (4, 4.7), (3, 2.6),
        0.034, 0.008, 0.04, 0.25, 0.15,
        _services("OE", (35.6, 34.4, 30), (82, 72, 61), (1, 0.5, 0.5)),
    ),
    _supporting_people("B12", "older people", "p65", (159.6, 141.9, 158.5), 0.006),
    _supporting_people("C12", "physical disability", "p1864", (20.2, 18.0, 17.0), 0.017),
    _supporting_people("D12", "learning disability", "p1864", (217, 190.6, 182.9), 0.075),
    _supporting_people("E12", "mental health", "p1864", (105.5, 93.7, 99.1), 0.038),
    _supporting_people("G6", "other adults", "p18", (142.8, 160.3, 153.9), 0.001),
    _supporting_people("P2", "children", "children", (35.1, 26.3, 27.7), 0.004),
)  # fmt: skip

LINES = tuple(service.code for section in SECTIONS for service in section.services)
POOLED_SECTIONS = {"B": "older people", "D": "learning disability", "E": "mental health"}

# Councils with joint arrangements in 2007/08: above nought, at least £50,000, at least £250,000.
JOINT_COUNTS = {"B": (66, 53, 33), "D": (66, 52, 36), "E": (51, 34, 15)}
OTHER_JOINT_COUNTS = (60, 45, 25)
# Councils whose joint arrangements or NHS income reach a hundredth of spending in 2007/08.
EITHER_COUNTS = {"B": 107, "D": 129, "E": 127}
OTHER_EITHER_COUNT = 90

# The 2005/06 form had no column for NHS income: part stood under joint arrangements, part under
# other income. These shares of the two columns of 2006/07 make the report's 86 per cent rise.
RETURNED_AS_JOINT = 0.588
RETURNED_AS_OTHER = 0.38
