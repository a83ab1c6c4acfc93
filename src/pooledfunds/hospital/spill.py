"""Where DuckDB puts what does not fit into memory; nothing heavy is imported, for each run asks."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path


def run_spill(engine: Mapping, folder: str | Path) -> str:
    """Return where a run puts what does not fit into memory: nothing else may lie there.

    Parameters
    ----------
    engine
        ``spill``: the folder that a user names, in which others may work too, or none.
    folder
        The run's folder of hospital records, which gets ``spill/`` where none is named.
    """
    if not engine.get("spill"):
        return spill_folder(engine, folder)
    run = sha256(str(Path(folder).absolute()).encode()).hexdigest()[:16]
    return str(Path(engine["spill"], f"pooledfunds-{run}"))


def spill_folder(settings: Mapping, folder: str | Path) -> str:
    """Return where what does not fit into memory goes: ``spill/`` where no folder is named.

    Parameters
    ----------
    settings
        ``engine``: ``spill``, if any.
    folder
        The run's folder of hospital records.
    """
    return settings.get("spill") or str(Path(folder) / "spill")
