"""PostgreSQL: every table as COPY text, read in one snapshot and restored in one transaction.

It does without pg_dump, which is often missing beside the application or of another version than the server. The
schema comes from the migrations the backup names.
"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from zaitaku.cli.archive.form import LEFT_OUT, Table
from zaitaku.cli.main import Refused


def copy_out(folder: Path) -> dict[str, Table]:
    (folder / "tables").mkdir()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return {name: _out(name, folder / member(name)) for name in _tables()}


def member(table: str) -> str:
    return f"tables/{table}.copy"


def tables_of(folder: Path, names: list[str]) -> dict[str, Table]:
    """Rows and SHA-256 as the unpacked files tell them; COPY writes one line per row, breaks within it escaped."""
    found = {}
    for name in names:
        with (folder / member(name)).open("rb") as file:
            found[name] = _told(file)
    return found


@transaction.atomic
def put_in(folder: Path, tables: dict[str, Table], migrations: list[list[str]]) -> None:
    """Nothing of it is seen before all of it is there and equal to the manifest. Raises Refused."""
    with connection.cursor() as cursor:
        for name in _tables():
            cursor.execute(f'DROP TABLE "{name}" CASCADE')
        cursor.execute(
            "SELECT oid::regprocedure::text FROM pg_proc "
            "WHERE pronamespace = current_schema()::regnamespace AND prorettype = 'trigger'::regtype"
        )
        for (guard,) in cursor.fetchall():  # what keeps records append-only; the migrations make them again
            cursor.execute(f"DROP FUNCTION {guard} CASCADE")
    executor = MigrationExecutor(connection)
    executor.migrate(_last(executor, {(app, name) for app, name in migrations}))
    if set(_tables()) != set(tables):
        raise Refused("the tables of the archive are not those of its version; nothing was changed")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("TRUNCATE {}".format(", ".join(f'"{name}"' for name in tables)))
        for name in tables:
            _in(cursor, name, folder / member(name))
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
            cursor.execute(statement)
    if (found := {name: _told(_stream(name)) for name in tables}) != tables:
        wrong = sorted(name for name in tables if found[name] != tables[name])
        raise Refused(f"the restored tables differ from the archive, nothing was changed: {', '.join(wrong)}")


def _last(executor: MigrationExecutor, applied: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of the migrations of each app the last; going to those goes through all."""
    nodes = executor.loader.graph.node_map
    followed = {parent.key for key in applied for parent in nodes[key].parents if parent.key[0] == key[0]}
    return sorted(applied - followed)


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        return sorted(info.name for info in connection.introspection.get_table_list(cursor) if info.type == "t")


def _out(name: str, path: Path) -> Table:
    found, rows = hashlib.sha256(), 0
    with path.open("wb") as file:
        for line in () if name == LEFT_OUT else _stream(name):
            file.write(line)
            found.update(line)
            rows += 1
    return Table(rows, found.hexdigest())


def _told(lines: Iterable[bytes]) -> Table:
    found, rows = hashlib.sha256(), 0
    for line in lines:
        found.update(line)
        rows += 1
    return Table(rows, found.hexdigest())


def _stream(name: str) -> Iterator[bytes]:
    """One line per row, columns by name, rows by their key."""
    with connection.cursor() as cursor:
        key = connection.introspection.get_primary_key_column(cursor, name)
        columns = _columns(name)
        order = f'"{key}"' if key else columns
        query = f'COPY (SELECT {columns} FROM "{name}" ORDER BY {order}) TO STDOUT'  # noqa: S608  # own table names
        with cursor.copy(query) as copy:
            for block in copy:
                yield from bytes(block).splitlines(keepends=True)


def _in(cursor: Any, name: str, path: Path) -> None:
    with path.open("rb") as file, cursor.copy(f'COPY "{name}" ({_columns(name)}) FROM STDIN') as copy:
        while block := file.read(1 << 20):
            copy.write(block)


def _columns(name: str) -> str:
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, name)
    return ", ".join(f'"{column}"' for column in sorted(info.name for info in described))
