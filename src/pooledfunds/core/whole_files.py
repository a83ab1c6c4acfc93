"""Files that are there whole or not at all, whenever the process that writes them ends.

A file is written under another name beside its place and then renamed, which POSIX makes one step
(``rename``). What a killed process leaves under that name, the next one writes over.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def unfinished(path: Path) -> Path:
    """Return the name that a file or folder bears until it is whole."""
    return path.with_name(f".{path.name}.unfinished")


@contextmanager
def whole_file(path: str | Path) -> Iterator[Path]:
    """Yield the path to write to: it becomes the file when the block ends without an error.

    Parameters
    ----------
    path
        The file; one that is there already stays until then.
    """
    part = unfinished(Path(path))
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def whole_folder(path: str | Path) -> Iterator[Path]:
    """Yield an empty folder: it becomes the one named when the block ends without an error.

    Parameters
    ----------
    path
        The folder; one that is there already is replaced.
    """
    part = unfinished(Path(path))
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        yield part
        shutil.rmtree(path, ignore_errors=True)
        part.replace(path)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def write_whole(path: str | Path, content: str | bytes) -> None:
    """Write a text, as UTF-8, or bytes to a file.

    Parameters
    ----------
    path
        The file.
    content
        What it holds from then on.
    """
    with whole_file(path) as part:
        part.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
