"""The files of a run, as the page shows them: under the sources that they belong to."""

from collections.abc import Iterable, Mapping
from pathlib import Path


def inputs_view(
    inputs: Iterable[Mapping], files: Mapping[str, Iterable[str]], titles: Mapping[str, str]
) -> list[dict]:
    """Return the run's files under the titles of their sources, so that a claim can point there.

    Parameters
    ----------
    inputs
        ``inputs`` of the run's record.
    files
        The run's files by source.
    titles
        Titles of sources by id.
    """
    source_of = {str(Path(file)): name for name, some in files.items() for file in some}
    grouped: dict[str, list] = {}
    for one in inputs:
        grouped.setdefault(source_of.get(str(Path(one["file"])), ""), []).append(one)
    return [
        {"source": name, "title": titles.get(name, name) or "Other files", "files": found}
        for name, found in sorted(grouped.items(), key=lambda item: titles.get(item[0], item[0]))
    ]
