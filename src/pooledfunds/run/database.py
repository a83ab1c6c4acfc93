"""Tables of a PostgreSQL database, copied to the text that the readers of returns take.

The only module that talks to a database, and only in the rule ``copy_table`` and the preflight.
The server is asked for the columns that are read and sorts the rows, so that the same rows give
the same bytes (decision 49).
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pooledfunds.core.errors import BadInput, Issue, StudyError
from pooledfunds.core.ownership import owner_only
from pooledfunds.run.table_addresses import TableAddress

if TYPE_CHECKING:
    import psycopg

NOT_INSTALLED = "to read a table of a database takes psycopg: pip install '.[postgres]'"
WAITED = 20  # seconds for a server to answer at all
# Dates as the readers take them, whatever the server's habit; and a sort that spills only once
# it has taken some room.
SESSION = {
    "client_encoding": "UTF8",
    "datestyle": "ISO",
    "default_transaction_read_only": "on",
    "work_mem": "256MB",
}
UNREACHABLE = (
    "cannot be reached: see that the server runs, that host and port are right, and that this "
    "machine may connect to it"
)
# What to do about what a server says, by its SQLSTATE; its own words may quote a user or a value.
REFUSED = {
    "28": "the server refuses this user: set PGUSER and PGPASSWORD (or PGPASSFILE)",
    "3D000": "the server has no such database: see the address",
    "3F000": "there is no such schema: see the address",
    "42P01": "there is no such table: see the address; without a schema it must be public's",
    "42501": "permission refused: ask its owner to GRANT SELECT on it to the user of PGUSER",
    "53": "the server lacks room, memory or connections: try later, or ask whoever runs it",
    "57": "the server ended the query: start again, or ask whoever runs it",
    "08": "the connection broke: start again",
}

Chosen = Callable[[Sequence[str]], Sequence[str]]


@contextmanager
def connected(address: TableAddress) -> Iterator["psycopg.Connection"]:
    """Yield a connection that can only read; user and password are the environment's.

    Raises
    ------
    BadInput
        In our own words, when the server cannot be reached or refuses something.
    StudyError
        When psycopg is not installed.
    """
    try:
        import psycopg
    except ImportError:
        raise StudyError(NOT_INSTALLED) from None
    where: dict[str, Any] = {"host": address.host, "port": address.port}
    where = {key: value for key, value in where.items() if value}
    options = " ".join(f"-c {name}={value}" for name, value in SESSION.items())
    connecting = True
    try:
        with psycopg.connect(
            **where,
            dbname=address.database,
            options=options,
            connect_timeout=WAITED,
            autocommit=True,
        ) as connection:
            connecting = False
            yield connection
    except psycopg.Error as error:
        raise BadInput([Issue(str(address), "", in_our_words(error, connecting))]) from None


def in_our_words(error: "psycopg.Error", connecting: bool) -> str:
    """Return what an error of the database means, and what to do; never the server's words.

    Parameters
    ----------
    error
        Of the driver.
    connecting
        Whether it came before there was a connection.
    """
    code = error.sqlstate or ""
    for known, words in REFUSED.items():
        if code.startswith(known):
            return words
    if code:
        return f"the server answers with error {code}: PostgreSQL's list of codes tells what it is"
    # libpq tells a refused password at the start in words alone, without a code.
    told = str(error).lower()
    for words, known in (("authentication", "28"), ("no password", "28"), ("role ", "28")):
        if words in told:
            return REFUSED[known]
    if "database" in told and "does not exist" in told:
        return REFUSED["3D000"]
    return UNREACHABLE if connecting else REFUSED["08"]


def columns_of(connection: "psycopg.Connection", address: TableAddress) -> list[str]:
    """Return the names of a table's columns, in their order.

    Parameters
    ----------
    connection
        From :func:`connected`.
    address
        Of the table.
    """
    from psycopg import sql

    query = sql.SQL("SELECT * FROM {} LIMIT 0").format(_table(address))
    described = connection.execute(query).description
    return [column.name for column in described or ()]


def look_at_table(address: TableAddress, chosen: Chosen) -> str:
    """Return in words what a table holds, after the checks that go before copying it.

    Parameters
    ----------
    address
        Of the table.
    chosen
        See :func:`copy_table`.
    """
    with connected(address) as connection:
        there = columns_of(connection, address)
        read = chosen(there)
    return f"{len(read)} of {len(there)} columns are read; copied when the study is run"


def copy_table(address: TableAddress, file: str | Path, chosen: Chosen) -> None:
    """Write the rows of a table as delimited text, with a header, sorted by all that is read.

    An empty text is written as a missing value, which the readers of text take it for.

    Parameters
    ----------
    address
        Of the table.
    file
        Gets the text; nobody but its owner may enter its folder.
    chosen
        Takes the names of the columns and returns those that are read; may raise BadInput.

    Raises
    ------
    BadInput
        See :func:`connected`; and what ``chosen`` finds wrong.
    """
    with owner_only(Path(file).parent), connected(address) as connection:
        columns = chosen(columns_of(connection, address))
        quoted = _needs_quoting(connection, address, columns)
        with connection.cursor() as cursor, Path(file).open("wb") as text:
            text.write(_header(columns, quoted))
            with cursor.copy(_query(address, columns, quoted)) as copy:
                for rows in copy:
                    text.write(rows)


def _needs_quoting(
    connection: "psycopg.Connection", address: TableAddress, columns: Sequence[str]
) -> bool:
    """Return whether any value holds what parts values or lines: unquoted text is read sooner."""
    from psycopg import sql

    marked = sql.SQL("{}::text ~ {}")
    marks = sql.SQL(" OR ").join(
        marked.format(sql.Identifier(name), sql.Literal('[",\r\n]')) for name in columns
    )
    query = sql.SQL("SELECT EXISTS (SELECT FROM {} WHERE {})").format(_table(address), marks)
    found = connection.execute(query).fetchone()
    return bool(found and found[0])


def _header(columns: Sequence[str], quoted: bool) -> bytes:
    line = io.StringIO()
    if quoted:
        csv.writer(line, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow(columns)
    else:
        csv.writer(line, lineterminator="\n").writerow(columns)
    return line.getvalue().encode()


def _table(address: TableAddress) -> Any:
    from psycopg import sql

    return sql.Identifier(*filter(None, (address.schema, address.table)))


def _query(address: TableAddress, columns: Sequence[str], quoted: bool) -> Any:
    from psycopg import sql

    value = sql.SQL("""NULLIF({0}::text, '') COLLATE "C" AS {0}""")
    values = sql.SQL(", ").join(value.format(sql.Identifier(name)) for name in columns)
    places = sql.SQL(", ").join(sql.SQL(str(place + 1)) for place in range(len(columns)))
    form = sql.SQL("FORMAT csv, FORCE_QUOTE *" if quoted else "FORMAT csv")
    return sql.SQL("COPY (SELECT * FROM (SELECT {} FROM {}) t ORDER BY {}) TO STDOUT ({})").format(
        values, _table(address), places, form
    )
