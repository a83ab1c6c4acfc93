"""A PostgreSQL server of the tests' own: started from Debian's package, and stopped in the end."""

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest

PASSWORD = "a-word-for-tests"
SUPERUSER, READER = "postgres", "analyst"


def programs() -> Path | None:
    """Return the folder of the server's programs, where it is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: p.parts[-3])
    return found[-1].parent if found else None


def pytest_collection_modifyitems(items):
    """Mark every test here; skip them, with the reason, where something is not installed."""
    lacking = [] if programs() else ["PostgreSQL (apt-get install postgresql)"]
    try:
        import psycopg  # noqa: F401
    except ImportError:
        lacking.append("psycopg (pip install '.[postgres]')")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.postgres)
            if lacking:
                item.add_marker(pytest.mark.skip(reason=f"not installed: {', '.join(lacking)}"))


class Server:
    """A running server, which asks every user for a password."""

    def __init__(self, folder: Path, port: int):
        self.folder, self.port, self.bin = folder, port, programs()

    def own(self, *command: str) -> None:
        """Run one of the server's programs; as a user of its own where the tests are root's."""
        as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        program, *arguments = command
        subprocess.run(
            [*as_user, str(self.bin / program), *arguments],
            check=True,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
        )

    def start(self) -> None:
        """Make a cluster, and start it."""
        secret, data = self.folder / "secret", self.folder / "data"
        secret.write_text(PASSWORD)
        if os.getuid() == 0:
            for path in (self.folder, secret):
                shutil.chown(path, "postgres")
        self.own(
            "initdb",
            *("-D", str(data), "-U", SUPERUSER, "--pwfile", str(secret)),
            *("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"),
        )
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder} -c fsync=off"
        self.own("pg_ctl", "-D", str(data), "-o", options, "-l", "log", "-w", "start")

    def stop(self) -> None:
        """Stop it."""
        self.own("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")

    def address(self, table: str) -> str:
        """Return the address of a table."""
        return f"postgresql://127.0.0.1:{self.port}/postgres#{table}"

    def run(self, *statements: str) -> None:
        """Run statements as the server's owner."""
        with self.connection() as connection:
            for statement in statements:
                connection.execute(statement)

    def connection(self):
        """Return a connection of the server's owner."""
        import psycopg

        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            dbname="postgres",
            user=SUPERUSER,
            password=PASSWORD,
        )

    def load(self, table: str, file: Path) -> None:
        """Make a table of text columns from a delivered extract, a row of each sound line.

        Ragged and blank lines and repeated headings are of text alone: no table has them.
        A blank value is NULL in every other column and an empty text in the rest, as both occur.
        """
        with file.open(encoding="latin-1") as lines, self.connection() as connection:
            names = next(lines).rstrip("\r\n").split("|")
            columns = ", ".join(f'"{name}" text' for name in names)
            connection.execute(f'CREATE TABLE "{table}" ({columns})')
            with connection.cursor().copy(f'COPY "{table}" FROM STDIN') as copy:
                for line in lines:
                    cells = line.rstrip("\r\n").split("|")
                    if len(cells) != len(names) or cells == names:
                        continue
                    copy.write_row([c or ("" if i % 2 else None) for i, c in enumerate(cells)])
            connection.execute(f'GRANT SELECT ON "{table}" TO {READER}')


@pytest.fixture(scope="session")
def server():
    """The server, with a user who may read what is granted to it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # pytest's own is closed to other users
    started = Server(folder, port)
    started.start()
    try:
        started.run(f"CREATE ROLE {READER} LOGIN PASSWORD '{PASSWORD}'")
        yield started
    finally:
        started.stop()
        shutil.rmtree(folder)


@pytest.fixture
def credentials(monkeypatch):
    """User and password, where the study looks for them."""
    monkeypatch.setenv("PGUSER", READER)
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
