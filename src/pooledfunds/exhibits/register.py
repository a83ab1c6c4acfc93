"""The register of exhibits: what is drawn, from which tables, with which sources."""

from pathlib import Path

import pandas as pd

from pooledfunds.faults import FaultList


def listed(cell: str) -> list[str]:
    """Return the names in a cell that separates them by semicolons."""
    return [name.strip() for name in cell.split(";") if name.strip()]


def read_register(path: str | Path) -> pd.DataFrame:
    """Return the exhibits in order, one row each, every cell as text."""
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def table_files(exhibit: dict | pd.Series, basis: str) -> dict[str, str]:
    """Return where each table of an exhibit lies, by the name under which its module asks for it.

    The register writes ``linked/joint_financing``; the module asks for ``joint_financing``.
    """
    return {
        Path(name).name: f"data/processed/{basis}/{name}.parquet"
        for name in listed(exhibit["tables"])
    }


def check_register(
    register: pd.DataFrame,
    file: str | Path,
    sources: set[str],
    claims: set[str],
    modules: str | Path = "src/pooledfunds/exhibits",
) -> None:
    """Raise BadInput with every fault: doubled exhibit, unknown module, source or claim.

    Parameters
    ----------
    register
        As :func:`read_register` returns it.
    file
        Its path, for the message.
    sources, claims
        The ids that ``config/sources.csv`` and ``config/claims.csv`` know.
    modules
        Folder that holds a module for each exhibit.
    """
    faults = FaultList()
    for number, row in enumerate(register.to_dict("records"), start=2):
        place = f"line {number}"
        if not (Path(modules) / f"{row['exhibit']}.py").exists():
            faults.add(file, place, f"exhibit {row['exhibit']!r} has no module")
        for column, known in {"sources": sources, "claims": claims}.items():
            for name in listed(row[column]):
                if name not in known:
                    faults.add(file, place, f"{column} names {name!r}, which does not exist")
        if not listed(row["tables"]):
            faults.add(file, place, "no table to draw from")
    for name in register.loc[register["exhibit"].duplicated(), "exhibit"]:
        faults.add(file, "", f"exhibit {name!r} is listed twice")
    faults.stop_if_any()
