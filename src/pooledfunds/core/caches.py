"""Caches of libraries, where neither the installation nor a home may be written to."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # numba is heavy, and few modules compile
    from numba.core.typing.templates import Signature

PACKAGE = Path(__file__).parents[1]
# Which folder each library asks for, and which it takes by itself where that is writable.
CACHES = {
    "NUMBA_CACHE_DIR": ("numba", PACKAGE),
    "MPLCONFIGDIR": ("matplotlib", Path(os.environ.get("HOME") or os.devnull)),
}


def keep_caches(folder: str | Path) -> None:
    """Let each library that cannot write its cache where it would keep it in a folder of the run.

    Jobs inherit the variables that say so; one that a user has set stays.
    """
    for variable, (name, usual) in CACHES.items():
        if variable not in os.environ and not is_writable(usual):
            (Path(folder) / name).mkdir(parents=True, exist_ok=True)
            os.environ[variable] = str(Path(folder).absolute() / name)


def is_writable(folder: Path) -> bool:
    """Return whether a file can be written in a folder."""
    try:
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True


def compiled(signature: "Signature | str") -> Callable[[Callable], Callable]:
    """Return a decorator that compiles a function for one signature when it is imported.

    What is compiled is kept on disk, or compiled each time where Numba finds no folder for it
    ("no locator available"), as in a read-only installation without a home.
    """
    from numba import njit

    def decorate(function: Callable) -> Callable:
        try:
            return njit(signature, nogil=True, cache=True)(function)
        except RuntimeError as error:
            if "no locator available" not in str(error):
                raise
            return njit(signature, nogil=True)(function)

    return decorate
