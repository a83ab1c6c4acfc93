"""What a run says on the terminal while it is at work, and at its end: where the page is."""

import logging
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

NOTHING_TO_DO = "Nothing to be done"


def at_terminal() -> bool:
    """Return whether somebody watches the run."""
    return sys.stderr.isatty()


def say(text: str) -> None:
    """Write a line to the terminal, at once."""
    print(text, file=sys.stderr, flush=True)


class Progress(logging.Handler):
    """Names each job as it starts, among how many; a log of the run is left as it is.

    Parameters
    ----------
    page
        The page that runs end in.
    write
        Where lines go.
    """

    def __init__(self, page: Path, write: Callable[[str], None] = say):
        super().__init__()
        self.page, self.write = page.absolute(), write
        self.begun = self.total = 0

    def start(self, total: int) -> None:
        """Begin to name jobs, of which there are so many; before that, as in a dry run, none is."""
        self.total = total

    def emit(self, record: logging.LogRecord) -> None:
        """Say what a record tells of the run's progress, if it does."""
        event = getattr(getattr(record, "event", None), "name", "")
        if event == "JOB_INFO" and self.total:
            self.begun += 1
            wildcards = getattr(record, "wildcards", None) or {}
            name = " ".join([getattr(record, "rule_name", ""), *map(str, wildcards.values())])
            self.write(f"{self.begun:>4} of {self.total}  {name}")
        elif record.getMessage().startswith(NOTHING_TO_DO):
            self.end(())

    def end(self, rules: Iterable[str]) -> None:
        """Say where the page is, where it is there and the run's rules, if it had any, made it.

        Parameters
        ----------
        rules
            Names of the rules of the run.
        """
        named = set(rules)
        if self.page.is_file() and (not named or "build_page" in named):
            self.write(f"The page: {self.page}")
            release = self.page.with_name("release.ods")
            if release.is_file():
                self.write(f"The tables, as a workbook: {release}")
