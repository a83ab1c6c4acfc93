"""Functions compiled when they are imported, and kept until any source of theirs changes."""

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from numba import njit

from pooledfunds.core.module_dependencies import project_modules

SRC = Path(__file__).parents[4]


def compiled(signature: Any) -> Callable[[Callable], Callable]:
    """Return a decorator that compiles a function for one signature when it is imported.

    What is compiled is kept on disk, or compiled each time where Numba finds no folder for it
    ("no locator available"), as in a read-only installation without a home. Numba looks for a
    change in the function's own file alone, though what it calls, and the constants that these
    use, are compiled into it; so a digest of all of them is part of its name.

    Parameters
    ----------
    signature
        Numba's, of the types of what the function takes and gives.
    """

    def decorate(function: Callable) -> Callable:
        name = f"{function.__module__.rpartition('.')[2]}.{function.__qualname__}"
        digest = source_digest(Path(function.__code__.co_filename))
        function.__qualname__ += f"_{digest}"
        try:
            made = njit(signature, nogil=True, cache=True)(function)
        except RuntimeError as error:
            if "no locator available" not in str(error):
                raise
            return njit(signature, nogil=True)(function)
        for old in Path(made.stats.cache_path).glob(f"{name}_*.nb?"):
            if digest not in old.name:
                old.unlink(missing_ok=True)
        return made

    return decorate


@cache
def source_digest(file: Path, src: Path = SRC) -> str:
    """Return a digest of a file and of all sources under ``src`` that it imports, through any.

    Parameters
    ----------
    file
        The source file.
    src
        The folder of all sources.
    """
    digest = sha256()
    for source in sorted({file.as_posix(), *project_modules(file, src)}):
        digest.update(Path(source).read_bytes())
    return digest.hexdigest()[:16]
