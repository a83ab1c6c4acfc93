"""Bad input, reported whole: every fault with its file, place, rule and count."""

import signal
import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType

from pooledfunds.core.refusals import refusal
from pooledfunds.core.run_lock import share_lock
from pooledfunds.core.terminal import BUG_SHOWN, REASON_GIVEN
from pooledfunds.core.usage import usage


class StudyError(ValueError):
    """The study cannot go on, for a reason that a user can mend."""


@dataclass(frozen=True)
class Issue:
    """One breach of one rule in one place; never a record's own values."""

    file: str
    place: str
    rule: str
    count: int = 1

    def __str__(self) -> str:
        """Return the fault on one line."""
        where = ": ".join(part for part in (self.file, self.place) if part)
        return f"{where}: {self.rule}" + (f" ({self.count:,} times)" if self.count > 1 else "")


class BadInput(StudyError):
    """Input breaks the rules of its layout; the message lists every fault."""

    def __init__(self, faults: Iterable[Issue]):
        self.faults = tuple(faults)
        heading = "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
        lines = "\n".join(f"  {fault}" for fault in self.faults)
        super().__init__(f"{heading} in the input; nothing was written\n{lines}")

    def with_folders(self, files: Iterable[str | Path]) -> "BadInput":
        """Return the same faults with the path of each file whose name only one of `files` has."""
        paths: dict[str, set[str]] = {}
        for path in map(Path, files):
            paths.setdefault(path.name, set()).add(path.as_posix())
        alone = {name: some.pop() for name, some in paths.items() if len(some) == 1}

        def located(fault: Issue) -> Issue:
            name, comma, sheet = fault.file.partition(", ")
            return replace(fault, file=f"{alone.get(name, name)}{comma}{sheet}")

        return BadInput(map(located, self.faults))


class IssueList(list[Issue]):
    """Faults found so far, so that a user learns of all at once."""

    def add(self, file: str | Path, place: str, rule: str, count: int = 1) -> None:
        """Note one fault; a path is shortened to its file name.

        Parameters
        ----------
        file
            The return, of which the name is kept.
        place
            Where in it: line, or sheet and cell.
        rule
            Which rule is broken, and what to do.
        count
            How many times.
        """
        self.append(Issue(Path(file).name, place, rule, count))

    @contextmanager
    def collect(self) -> Iterator[None]:
        """Keep the faults that the block raises, and go on after it."""
        try:
            yield
        except BadInput as error:
            self.extend(error.faults)

    def raise_if_any(self) -> None:
        """Raise BadInput when there is a fault."""
        if self:
            raise BadInput(self)


def _end(number: int, frame: FrameType | None) -> None:
    """End as after an error, so that temporary files are removed."""
    sys.exit(128 + number)


@contextmanager
def plain_errors(log: str | Path, files: Iterable[str | Path] = ()) -> Iterator[None]:
    """Turn a StudyError into its message, on the terminal and in the log, without a traceback.

    So with what the machine refuses (``core.refusals``) and with Ctrl-C and SIGTERM, which say
    nothing here: the run says it once for all its jobs. A bug shows its traceback, and ends with a
    status that tells it from a library's exit, which says nothing to Python.

    Parameters
    ----------
    log
        File that gets the message, or ``done`` and what it took.
    files
        The returns that the block reads: a message names them by their paths.
    """
    message = ""
    before = signal.signal(signal.SIGTERM, _end)
    try:
        Path(log).parent.mkdir(parents=True, exist_ok=True)
        with share_lock():
            yield
        Path(log).write_text(f"done: {usage()}\n", encoding="utf-8")
    except BadInput as error:
        message = str(error.with_folders(files))
    except StudyError as error:
        message = str(error)
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
    except Exception as error:
        message = refusal(error)
        if not message:
            traceback.print_exc()
            sys.exit(BUG_SHOWN)
    finally:
        signal.signal(signal.SIGTERM, before)
    if message:
        print(message, file=sys.stderr)
        with suppress(OSError):  # the log's own disk may be the one that is full
            Path(log).write_text(f"{message}\n", encoding="utf-8")
        sys.exit(REASON_GIVEN)
