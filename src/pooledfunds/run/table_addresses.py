"""Returns that are tables of a database: their addresses in a basis, and where copies of them lie.

Nothing heavy is imported here: every ``snakemake`` command reads the addresses of its basis.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pooledfunds.core.settings import Basis
from pooledfunds.core.spark_session import TABLE as SPARK

SCHEME = "postgresql://"
RECORDS = ("hes_apc",)  # sources that are records of patients
RECORDS_FOLDER = "records"  # of the run's folder: what it holds goes with the run
NAME = r"[A-Za-z_][A-Za-z0-9_$]*"
TABLE = re.compile(rf"(?:{NAME}\.)?{NAME}")
SPARK_TABLE = re.compile(rf"{SPARK}(?:{NAME}\.){{0,2}}{NAME}")
FORM = f"{SCHEME}HOST:PORT/DATABASE#SCHEMA.TABLE, where the port and the schema may be left out"
CREDENTIALS = (
    "holds a user or a password: leave what stands before the @ out, and set PGUSER and "
    "PGPASSWORD (or PGPASSFILE) in the environment, or name a service with PGSERVICE"
)


@dataclass(frozen=True)
class TableAddress:
    """Where a table is; who may read it stands in the environment alone."""

    host: str
    port: str
    database: str
    schema: str
    table: str

    @property
    def name(self) -> str:
        """The table, with its schema where one is named."""
        return ".".join(part for part in (self.schema, self.table) if part)

    def __str__(self) -> str:
        """Return it as messages tell it."""
        server = ":".join(part for part in (self.host, self.port) if part)
        return f"table {self.name} of {self.database}" + (f" at {server}" if server else "")


def is_address(text: str) -> bool:
    """Return whether an entry of a basis is meant as the address of a table."""
    return re.match(rf"[A-Za-z]+:/|{SPARK}", text) is not None


def address_fault(text: str) -> str:
    """Return what is wrong with an address, or nothing; never the address: it may tell secrets."""
    parts = urlsplit(text)
    if "@" in parts.netloc or re.search("password|user", parts.query, re.IGNORECASE):
        return CREDENTIALS
    try:
        _port = parts.port
    except ValueError:
        return f"is no address of a table: write {FORM}"
    database = parts.path.removeprefix("/")
    plain = text.startswith(SCHEME) and not parts.query and database and "/" not in database
    if not plain or not TABLE.fullmatch(parts.fragment):
        return f"is no address of a table: write {FORM}"
    return ""


def read_address(text: str) -> TableAddress:
    """Return the parts of an address that has no fault (:func:`address_fault`)."""
    parts = urlsplit(text)
    schema, _dot, table = parts.fragment.rpartition(".")
    port = "" if parts.port is None else str(parts.port)
    return TableAddress(parts.hostname or "", port, parts.path.removeprefix("/"), schema, table)


def files_of(patterns: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return the entries of each source that are files or patterns, and no addresses."""
    return {
        source: [entry for entry in entries if not is_address(entry)]
        for source, entries in patterns.items()
    }


def addresses(basis: Basis) -> Iterator[tuple[str, str]]:
    """Yield each source that is a table of a database with the address of it."""
    for source, entries in basis.sources.items():
        named = (entry for entry in entries if is_address(entry) and not entry.startswith(SPARK))
        yield from ((source, entry) for entry in named)


def spark_tables(basis: Basis) -> list[str]:
    """Return the tables of hospital records that Spark knows, as the basis names them."""
    return [entry for entry in basis.sources.get("hes_apc", []) if entry.startswith(SPARK)]


def spark_table_faults(basis: Basis) -> list[str]:
    """Return a sentence for each entry of a basis that names no table of Spark's, or may not."""
    where = f"{basis.declared_in}: sources"
    entries = [
        (source, entry)
        for source, given in basis.sources.items()
        for entry in given
        if entry.startswith(SPARK)
    ]
    if basis.name == "artificial" and entries:
        return [f"{where}: an invented England is written as files: name no table of Spark's"]
    return [
        f"{where}.{source}: Spark reads tables of hospital records alone (hes_apc)"
        for source, _entry in entries
        if source != "hes_apc"
    ] + [
        f"{where}.{source}: {entry} is no table: write {SPARK}CATALOGUE.SCHEMA.TABLE, where the "
        "catalogue and the schema may be left out"
        for source, entry in entries
        if not SPARK_TABLE.fullmatch(entry)
    ]


def address_faults(basis: Basis) -> list[str]:
    """Return a sentence for each address of a basis that is none, or that tells a secret."""
    where = f"{basis.declared_in}: sources"
    if basis.name == "artificial" and any(addresses(basis)):
        return [f"{where}: an invented England is written as files: name no table of a database"]
    faults = [
        f"{where}.{source}: an entry {fault}"
        for source, entry in addresses(basis)
        if (fault := address_fault(entry))
    ]
    if faults:
        return faults
    named = Counter((source, read_address(entry).name) for source, entry in addresses(basis))
    return [
        f"{where}.{source}: {count} tables named {name}: name each with another schema, or put "
        "them into one table"
        for (source, name), count in named.items()
        if count > 1
    ]


def copies_of_tables(basis: Basis, processed: str) -> dict[str, dict[str, str]]:
    """Return, by source, the file that each table is copied to, with its address.

    Parameters
    ----------
    basis
        The basis of the run; its addresses have no fault.
    processed
        The folder of the run's tables.
    """
    copies: dict[str, dict[str, str]] = {}
    for source, entry in addresses(basis):
        folder = f"{processed}/{RECORDS_FOLDER}" if source in RECORDS else processed
        file = Path(folder, "tables", source, f"{read_address(entry).name}.csv").as_posix()
        copies.setdefault(source, {})[file] = entry
    return copies
