"""The England time series, 1994-95 to 2007-08: gross and net current expenditure by line."""

from pathlib import Path

import numpy as np

from pooledfunds.synthetic.pssex1.across import FINANCE
from pooledfunds.synthetic.pssex1.conversion import conversion_rows
from pooledfunds.synthetic.pssex1.lines import ADULT_CARE, CARE, numbered
from pooledfunds.synthetic.pssex1.past import (
    ALL_SUPPORTING,
    GALRO,
    LAST,
    NEW_FORM,
    OWN_PAYMENTS,
    REGISTRATION,
    SUPPORTING,
    YEARS,
    england_by_line,
)
from pooledfunds.synthetic.workbooks import NOTICE, new_workbook, write_rows
from pooledfunds.synthetic.world import World

UNKNOWN = ".."
NEW_SERVICES = ("Direct payments", "Equipment and adaptations", "Meals")  # apart since 2000-01
TITLES = {"gross": "Gross Current Expenditure", "net": "Net Current Expenditure"}
APPORTIONED = (
    "1. 1994-95 to 2006-07 figures include estimated Service Strategy and Asylum Seekers Assessment"
    " and Care Management apportioned to Adult Services and Children and Families Services using"
    " proportions calculated using 2007-08 data. In 2007-08 this information was collected"
    " separately."
)


def write_series(path: Path, world: World) -> None:
    """Write the workbook: contents, gross, net, and the conversion of the older form.

    Parameters
    ----------
    path
        ``.xlsx`` of England over fourteen years, a sheet a measure.
    world
        Whose spending the three last years have.
    """
    with new_workbook(path) as book:
        contents = [
            [f"{FINANCE}: 2007 - 2008 - {NOTICE}"], [], [], ["Contents"], [],
            *([f"Sheet {number}", "", f"{title} 1994-95 to 2007-08"]
              for number, title in enumerate(TITLES.values(), start=1)),
            ["Sheet 3", "", "Conversion of RO3 Data"],
        ]  # fmt: skip
        write_rows(book.add_worksheet("Contents"), contents)
        for measure, title in TITLES.items():
            sheet = book.add_worksheet(title)
            heading = f"{title} by Client Group 1994-95 to 2007-08 - {NOTICE}"
            rows = [[heading], [], ["England", *[""] * 13, "£000s"], ["", *YEARS], []]
            write_rows(sheet, rows + Series(world, measure).rows(), first=6)
        write_rows(book.add_worksheet("Conversion of RO3 data"), conversion_rows(), first=7)


class Series:
    """One sheet's rows, with the totals that later rows add up."""

    def __init__(self, world: World, measure: str):
        self.measure = measure
        self.by_line = england_by_line(world, measure)

    def rows(self) -> list[list]:
        """Return the rows under the years."""
        strategy = self._strategy()
        adults = self._adults()
        children = self._children()
        asylum = self._asylum()
        return [*strategy, [], *adults, [], *children, *asylum, *self._totals()]

    def sum(self, *codes: str) -> np.ndarray:
        """Return the sum of lines in every year."""
        return np.sum([self.by_line[code] for code in codes], axis=0)

    def _line(self, label: str, values: np.ndarray, first: int = 0, last: int = LAST) -> list:
        """Return one row (a label, £ thousand by year), unknown outside its first and last year."""
        cells = [float(v) if first <= year <= last else UNKNOWN for year, v in enumerate(values)]
        return [label, *cells]

    def _declared(self, millions: tuple) -> np.ndarray:
        """Return a declared national series in £ thousand, nought after its years."""
        return 1000.0 * np.array(millions + (0,) * (len(YEARS) - len(millions)))

    def _strategy(self) -> list[list]:
        """Return service strategy: adults' and children's for the last year, all for every year."""
        registration = self._declared(REGISTRATION[self.measure])
        rows = [["SERVICE STRATEGY1"], []]
        parts = (("ADULTS' SERVICES", ("A",)), ("CHILDREN'S AND FAMILIES SERVICES", ("M",)),
                 ("TOTAL ALL SERVICES", ("A", "M")))  # fmt: skip
        for heading, letters in parts:
            first = 0 if len(letters) == 2 else LAST
            lines = [self.sum(*(f"{letter}{number}" for letter in letters)) for number in (1, 2)]
            total = lines[0] + lines[1] + (registration if first == 0 else 0)
            rows += [
                [heading],
                [],
                self._line("Strategic management", lines[0], first),
                self._line("Registration and inspection", registration, first,
                          len(REGISTRATION["gross"]) - 1),
                self._line("Complaints procedures", lines[1], first),
                self._line("TOTAL SERVICE STRATEGY", total, first),
                [],
            ]  # fmt: skip
            if first == 0:
                self.strategy = total
        return rows

    def _adults(self) -> list[list]:
        """Return the client groups of adults' services."""
        rows = [["ADULTS' SERVICES"], []]
        self.adults = np.zeros(len(YEARS))
        for letter, (heading, other, total, _) in ADULT_CARE.items():
            codes = numbered(letter, 10)
            labels = (*CARE, other)
            later = [labels.index(label) + 1 for label in (*NEW_SERVICES, other)]
            rows += [[heading], []]
            for place, label in enumerate(labels, start=1):
                if label == other:
                    gap = self.sum(*(f"{letter}{number}" for number in later))
                    rows.append(self._line("Other non residential costs", gap, 0, NEW_FORM - 1))
                first = NEW_FORM if place in later else 0
                rows.append(self._line(label, self.by_line[f"{letter}{place}"], first))
            excluding = "Suppoting" if letter == "C" else "Supporting"  # as printed
            everything, support = self.sum(*codes), self.by_line[f"{letter}12"]
            rows += [
                self._line(f"{total} excluding {excluding} People", everything),
                self._line("Supporting People", support, SUPPORTING),
                self._line(
                    f"{total} including Supporting People", everything + support, SUPPORTING
                ),
                [],
            ]
            self.adults = self.adults + everything
        return rows + self._other_adults()

    def _other_adults(self) -> list[list]:
        """Return other adult services, two of whose lines the older form did not have."""
        assessment, hiv, substance, other = (self.by_line[code] for code in numbered("G", 4))
        total = hiv + substance + _from(NEW_FORM, assessment + other)
        support = _from(ALL_SUPPORTING, self.by_line["G6"])
        self.adults = self.adults + total
        self.adult_support = self.sum("B12", "C12", "D12", "E12") + support
        label = "TOTAL OTHER ADULT SERVICES"
        return [
            ["OTHER ADULT SERVICES"],
            [],
            self._line("Assessment and care management", assessment, NEW_FORM),
            self._line("HIV/AIDS", hiv),
            self._line("Substance abuse (addictions)", substance),
            self._line("Other other adult services", other, NEW_FORM),
            self._line(f"{label} excluding Supporting People", total),
            self._line("Supporting People", support, ALL_SUPPORTING),
            self._line(f"{label} including Supporting People", total + support, SUPPORTING),
            [],
        ]

    def _children(self) -> list[list]:
        """Return children's services; the older form had other lines for some of them."""
        guardians = self._declared(GALRO)
        commissioning = "Children's services - commissioning and social work"
        before, after = (0, NEW_FORM - 1), (NEW_FORM, LAST)
        every = (0, LAST)
        blocks = (
            (commissioning, (
                ("Commissioning and social work (excluding GALRO)", self.by_line["OA1"], every),
                ("GALRO", guardians, (0, len(GALRO) - 1)),
            ), f"TOTAL {commissioning[0].lower()}{commissioning[1:]}"),
            ("Children looked after", (
                ("Children's homes ", self.by_line["OB1"], every),
                ("Secure accommodation (welfare)", self.by_line["OB2"], after),
                ("Fostering placements", self.by_line["OB3"], before),
                ("Fostering services", self.by_line["OB3"], after),
                ("Other residential costs", self.by_line["OB4"], before),
                ("Other children looked after services", self.by_line["OB4"], after),
            ), "Total children looked after"),
            ("Family support services", (
                ("Family centres", self.by_line["OC1"], every),
                ("Services for under 8s", self.by_line["OC2"], every),
                ("Direct payments", self.by_line["OC3"], (OWN_PAYMENTS, LAST)),
                ("Home care", self.by_line["OC4"], every),
                ("Equipment and adaptations", self.by_line["OC5"], after),
                ("Other family support services", self.by_line["OC6"], after),
            ), "Total family support services"),
            ("Youth justice", (
                ("Youth justice", self.sum("OD2", "OD3"), before),
                ("Secure accommodation (justice)", self.by_line["OD1"], after),
                ("Youth offender teams", self.by_line["OD2"], after),
                ("Other youth justice services", self.by_line["OD3"], after),
            ), "Total youth justice"),
            ("Other children's and families services", (
                ("Adoption and adoption allowances", self.by_line["OE1"], before),
                ("Adoption services", self.by_line["OE1"], after),
                ("Leaving care services", self.by_line["OE2"], every),
                ("Other other children's and families services", self.by_line["OE3"], after),
            ), "Total other children's and families services"),
        )  # fmt: skip
        secure, day_care = self.sum("OB2", "OD1"), self.sum("OC5", "OC6")
        families = "CHILDREN'S AND FAMILIES SERVICES"
        rows = [[families], [], [f"OTHER {families}"], []]
        self.children = _until(NEW_FORM, secure + day_care)
        for heading, lines, total_label in blocks:
            total = np.sum([_between(values, *years) for _, values, years in lines], axis=0)
            self.children = self.children + total
            rows += [[heading], [], *(self._line(label, v, *years) for label, v, years in lines)]
            rows += [self._line(total_label, total), []]
        return [
            *rows,
            self._line("Secure accomodation (total)", secure, *before),
            [],
            self._line("Other day care costs", day_care, *before),
            [],
        ]

    def _asylum(self) -> list[list]:
        """Return asylum seekers: by kind of service for the last year, in all from the new form."""
        assessment = "Assessment and care management"
        total_label = "TOTAL ASYLUM SEEKERS"
        adults, families = self.sum("F1", "F2"), self.sum("N1", "N2", "N3")
        self.asylum_assessment, self.lone_adults = self.sum("F1", "N1"), self.by_line["F2"]
        self.asylum = adults + families
        return [
            ["ASYLUM SEEKERS"], [], ["ADULTS' SERVICES"], [],
            self._line(f"{assessment}1", self.by_line["F1"], LAST),
            self._line("Lone adults", self.by_line["F2"], NEW_FORM),
            self._line(total_label, adults, LAST), [],
            ["CHILDREN'S AND FAMILIES SERVICES"], [],
            self._line(f"{assessment}1", self.by_line["N1"], LAST),
            self._line("Unaccompanied children", self.by_line["N2"], NEW_FORM),
            self._line("Families", self.by_line["N3"], NEW_FORM),
            self._line(total_label, families, LAST), [],
            ["TOTAL ALL SERVICES"],
            self._line(assessment, self.asylum_assessment, NEW_FORM),
            self._line("Unaccompanied children", self.by_line["N2"], NEW_FORM),
            self._line("Families", self.by_line["N3"], NEW_FORM),
            self._line("Lone adults", self.by_line["F2"], NEW_FORM),
            self._line(total_label, self.asylum, NEW_FORM), [],
        ]  # fmt: skip

    def _totals(self) -> list[list]:
        """Return the grand totals; until 2006-07 two blocks are apportioned as in 2007-08."""
        strategy = self._apportioned(self.strategy, self.sum("A1", "A2"))
        assessment = self._apportioned(self.asylum_assessment, self.by_line["F1"])
        adults = self.adults + strategy + _from(NEW_FORM, self.lone_adults + assessment)
        rest = self.asylum - self.lone_adults - assessment
        children = self.children + self.strategy - strategy + _from(NEW_FORM, rest)
        unspecified = _until(NEW_FORM, self.sum("G1", "G4", "OE3"))
        support = _from(ALL_SUPPORTING, self.by_line["P2"])
        families = "TOTAL CHILDREN'S AND FAMILIES SERVICES"
        rows = [["TOTAL GROSS PERSONAL SOCIAL SERVICES EXPENDITURE"], []]
        rows += self._grand("TOTAL ADULTS' SERVICES", "1", adults, self.adult_support, SUPPORTING)
        rows += self._grand(families, "1", children, support, ALL_SUPPORTING)
        rows += [self._line("OTHER EXPENDITURE NES", unspecified, 0, NEW_FORM - 1), []]
        everything = adults + children + unspecified
        rows += self._grand("TOTAL ALL SERVICES", "", everything, self.adult_support + support,
                            SUPPORTING)  # fmt: skip
        return [*rows, [APPORTIONED]]

    def _apportioned(self, everyone: np.ndarray, adults: np.ndarray) -> np.ndarray:
        """Return the adults' part: as returned in the last year, before it in that year's share."""
        share = adults[LAST] / everyone[LAST]
        return np.append(np.rint(everyone[:LAST] * share), adults[LAST])

    def _grand(
        self, label: str, mark: str, total: np.ndarray, support: np.ndarray, first: int
    ) -> list[list]:
        """Return one grand total without, for, and with Supporting People."""
        return [
            [label + mark],
            [],
            self._line(f"{label} excluding Supporting People", total),
            self._line("TOTAL Supporting People", support, first),
            self._line(f"{label} including Supporting People", total + support, SUPPORTING),
            [],
        ]


def _from(first: int, values: np.ndarray) -> np.ndarray:
    """Return the values with nought before a year."""
    return _between(values, first, LAST)


def _until(end: int, values: np.ndarray) -> np.ndarray:
    """Return the values with nought from a year on."""
    return _between(values, 0, end - 1)


def _between(values: np.ndarray, first: int, last: int) -> np.ndarray:
    """Return the values with nought outside a span of years."""
    years = np.arange(len(YEARS))
    return np.where((years >= first) & (years <= last), values, 0)
