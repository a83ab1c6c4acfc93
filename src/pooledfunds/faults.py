"""Bad input, told whole: every fault with its file, place, rule and count."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


class StudyError(ValueError):
    """The study cannot go on, for a reason that a user can mend."""


@dataclass(frozen=True)
class Fault:
    """One breach of one rule in one place; never a record's own values."""

    file: str
    place: str
    rule: str
    count: int = 1

    def __str__(self) -> str:
        """Tell the fault on one line."""
        where = ": ".join(part for part in (self.file, self.place) if part)
        return f"{where}: {self.rule}" + (f" ({self.count:,} times)" if self.count > 1 else "")


class BadInput(StudyError):
    """Input breaks the rules of its layout; the message lists every fault."""

    def __init__(self, faults: Iterable[Fault]):
        self.faults = tuple(faults)
        heading = "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
        lines = "\n".join(f"  {fault}" for fault in self.faults)
        super().__init__(f"{heading} in the input; nothing was written\n{lines}")


class FaultList(list[Fault]):
    """Faults found so far, so that a user learns of all at once."""

    def add(self, file: str | Path, place: str, rule: str, count: int = 1) -> None:
        """Note one fault; a path is shortened to its file name."""
        self.append(Fault(Path(file).name, place, rule, count))

    @contextmanager
    def gather(self) -> Iterator[None]:
        """Keep the faults that the block raises, and go on after it."""
        try:
            yield
        except BadInput as error:
            self.extend(error.faults)

    def stop_if_any(self) -> None:
        """Raise BadInput when there is a fault."""
        if self:
            raise BadInput(self)


@contextmanager
def plain_errors(log: str | Path) -> Iterator[None]:
    """Turn a StudyError into its message, on the terminal and in the log, without a traceback."""
    Path(log).parent.mkdir(parents=True, exist_ok=True)
    try:
        yield
        Path(log).write_text("done\n", encoding="utf-8")
    except StudyError as error:
        Path(log).write_text(f"{error}\n", encoding="utf-8")
        sys.exit(str(error))
