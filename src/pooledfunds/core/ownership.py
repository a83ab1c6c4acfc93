"""Whose folder it is: an invented England overwrites none of it, and records are their owner's."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pooledfunds.core.errors import StudyError

# Written before any other file, and by no other program, so that a killed run owns its folder too.
MARKER = "INVENTED_ENGLAND.txt"
WORDS = (
    "Every file of this folder is invented: no body, fund or patient in it exists.\n"
    "The study writes them anew whenever it has to; put nothing of your own here.\n"
)


def foreign_file(root: str | Path) -> str:
    """Return a file of a folder that no generator has marked as its own, or nothing."""
    root = Path(root)
    if (root / MARKER).is_file():
        return ""
    held = (Path(folder, file) for folder, _, files in os.walk(root) for file in files)
    return min((path.as_posix() for path in held), default="")


def ownership_faults(root: str | Path) -> list[str]:
    """Return a sentence where an invented England may not be written into a folder."""
    found = foreign_file(root)
    if not found:
        return []
    return [
        f"artificial_root: {root} holds files that the study did not write, such as "
        f"{found}; an invented England would overwrite them. Name an empty folder (official "
        "returns are read with --config basis=official), or delete this one if all in "
        "it is invented"
    ]


def own_folder(root: str | Path) -> None:
    """Mark a folder as the generator's own; made if absent.

    Raises
    ------
    StudyError
        When it holds files and no mark.
    """
    for fault in ownership_faults(root):
        raise StudyError(fault)
    Path(root).mkdir(parents=True, exist_ok=True)
    (Path(root) / MARKER).write_text(WORDS, encoding="utf-8")


@contextmanager
def owner_only(folder: str | Path) -> Iterator[None]:
    """Let nobody but their owner into a folder and files written meanwhile, whatever the ``umask``.

    Parameters
    ----------
    folder
        Made if absent.
    """
    Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    Path(folder).chmod(0o700)
    usual = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(usual)
