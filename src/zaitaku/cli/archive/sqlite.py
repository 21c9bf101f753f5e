"""SQLite: copied while in use by its own backup interface, restored as a file beside and one rename."""

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db.backends.sqlite3._functions import register  # type: ignore[import-untyped]

from zaitaku.cli.archive.form import LEFT_OUT, Table
from zaitaku.cli.main import Refused

MEMBER = "database.sqlite3"


def copy_out(database: Path, folder: Path) -> dict[str, Table]:
    """A copy of one moment; writers go on meanwhile."""
    target = folder / MEMBER
    with (
        closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as source,
        _opened(target) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        copy.execute(f'DELETE FROM "{LEFT_OUT}"')  # noqa: S608  # own table name
        copy.execute("VACUUM")  # else their rows would stay readable in free pages
    return tables_of(target)


def tables_of(database: Path) -> dict[str, Table]:
    """Rows and SHA-256 of every table; each row as JSON, columns by name, rows by all columns that make the key."""
    with _opened(database) as connection:
        if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise Refused("the database in the archive is damaged")
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name"
        )
        return {name: _table(connection, name) for (name,) in names.fetchall()}


def _table(connection: sqlite3.Connection, name: str) -> Table:
    columns = sorted(row[1] for row in connection.execute(f'PRAGMA table_info("{name}")'))
    listed = ", ".join(f'"{column}"' for column in columns)
    found, rows = hashlib.sha256(), 0
    for row in connection.execute(f'SELECT {listed} FROM "{name}" ORDER BY rowid'):  # noqa: S608  # own table names
        values = [value.hex() if isinstance(value, bytes) else value for value in row]
        found.update(json.dumps([columns, values], ensure_ascii=False).encode() + b"\n")
        rows += 1
    return Table(rows, found.hexdigest())


def put_in(database: Path, folder: Path) -> None:
    """The database in the archive takes the place of the present one in one rename. Raises Refused."""
    if database.exists():
        _refuse_use(database)
    beside = database.with_name(f"{database.name}.restoring")
    beside.unlink(missing_ok=True)
    with _opened(folder / MEMBER) as source, _opened(beside) as target:
        source.backup(target)
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    beside.chmod(0o600)
    beside.replace(database)
    for leftover in ("-wal", "-shm"):
        database.with_name(database.name + leftover).unlink(missing_ok=True)


def _refuse_use(database: Path) -> None:
    """Leaving WAL mode needs the file alone, hence it fails while anything else has it open."""
    with _opened(database) as connection:
        try:
            (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        except sqlite3.OperationalError as error:
            raise Refused("the database is in use: stop `zaitaku serve` and `zaitaku work` first") from error
        if mode != "delete":
            raise Refused("the database is in use: stop `zaitaku serve` and `zaitaku work` first")


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, timeout=2, isolation_level=None)) as connection:
        register(connection)  # constraints of ours call them
        yield connection
