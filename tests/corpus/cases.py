"""The corpus: which return is damaged in which way, from one seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.corpus.book_damage import BOOK_KINDS, as_workbook
from tests.corpus.hes_damage import HES_KINDS
from tests.corpus.judge import Outcome, Reader, Tables, judge
from tests.corpus.returns import Return
from tests.corpus.text_damage import KINDS, Kind

SEED = 20090
# Returns that must be complete: every body in every period that the return covers.
FRAMED = {
    "council_list", "pct_list", "pct_council_pairs", "council_population", "imd_2007",
    "pct_population", "pct_imd", "programme_budgets", "delayed_transfers", "paf_d41",
    "equipment_delivery",
}  # fmt: skip
# Returns that come as workbooks too, with the sheet that their layout names, if it names one.
AS_WORKBOOKS = {
    "equipment_delivery": "D54", "pct_imd": "IMD", "programme_budgets": "budgets",
    "paf_d41": "D41",
}  # fmt: skip
PSSEX1 = ["pssex1/expend2008.xlsx", "pssex1/detailed_expenditure_by_council_2006-07.xlsx"]
KINDS_OF_FORM = {"delimited": KINDS, "workbook": BOOK_KINDS, "hospital records": HES_KINDS}


@dataclass(frozen=True)
class Case:
    """One damaged file of one source."""

    source: str
    file: str
    form: str
    kind: Kind

    @property
    def name(self) -> str:
        """The case in words, the same in every run."""
        return f"{self.source}, {Path(self.file).name}, {self.form}: {self.kind.name}"

    def damaged(self, sound: bytes | Return) -> bytes | None:
        """Return the damaged file, or nothing where the return has no place for the damage."""
        return self.kind.damage(Random(f"{SEED} {self.name}"), sound)


def all_cases(reader: Reader) -> Iterator[Case]:
    """Yield every case that there could be, in a lasting order."""
    for source, files in reader.sources.items():
        if source == "hes_apc":
            yield from (Case(source, files[0], "hospital records", k) for k in HES_KINDS.values())
            continue
        if source == "pssex1":
            yield from (
                Case(source, file, "workbook", k) for file in PSSEX1 for k in BOOK_KINDS.values()
            )
            continue
        for file in files:
            yield from (
                Case(source, file, "delimited", k)
                for k in KINDS.values()
                if not k.framed or source in FRAMED
            )
            if source in AS_WORKBOOKS:
                yield from (Case(source, file, "workbook", k) for k in BOOK_KINDS.values())


def chosen(cases: list[Case], each: int) -> list[Case]:
    """Return so many cases of each kind and form, spread over the returns by the seed."""
    by_kind: dict[tuple[str, str], list[Case]] = {}
    for case in cases:
        by_kind.setdefault((case.form, case.kind.name), []).append(case)
    return [
        case
        for (form, name), some in by_kind.items()
        for case in Random(f"{SEED} {form} {name}").sample(some, min(each, len(some)))
    ]


class Corpus:
    """Damages returns one by one in a folder of its own, and judges what becomes of them."""

    def __init__(self, raw: Path, folder: Path):
        self.reader, self.raw, self.folder = Reader(raw), raw, folder
        self.sound: dict[tuple[str, str], Tables] = {}

    def judge(self, case: Case) -> Outcome | None:
        """Return what becomes of one case, or nothing where its damage has no place."""
        given, name = self.given(case)
        data = case.damaged(given)
        if data is None:
            return None
        before = self.before(case, given, name)
        place = self.write(case, name, data)
        return judge(lambda: self.reader.read(case.source, {case.file: place}), before, name)

    def given(self, case: Case) -> tuple[bytes | Return, str]:
        """Return the sound file as the damage takes it, and its name in that form."""
        path = self.raw / case.file
        if case.form == "delimited":
            return Return.read(path), path.name
        if path.suffix == ".csv":
            sheet = AS_WORKBOOKS[case.source]
            return as_workbook(Return.read(path), sheet), f"{path.stem}.xlsx"
        return path.read_bytes(), path.name

    def before(self, case: Case, given: bytes | Return, name: str) -> Tables:
        """Return what the sound file gives, in the form that is damaged; worked out once."""
        key = (case.file, case.form)
        if key not in self.sound:
            data = given if isinstance(given, bytes) else given.text().encode()
            place = self.write(case, name, data)
            self.sound[key] = self.reader.read(case.source, {case.file: place})
        return self.sound[key]

    def write(self, case: Case, name: str, data: bytes) -> Path:
        """Write a file in the corpus's own folder."""
        place = self.folder / case.source / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        return place
