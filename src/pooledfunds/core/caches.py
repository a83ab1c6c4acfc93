"""Caches of libraries, where neither the installation nor a home may be written to."""

import os
import tempfile
from pathlib import Path

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
