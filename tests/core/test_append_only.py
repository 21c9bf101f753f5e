"""The database refuses to change or remove a row of the tables that are append-only."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, migrations, transaction
from django.db.migrations.state import ProjectState

from zaitaku.core.records.append_only import append_only

GUARDED = {
    ("audit_auditentry", "audit entries are never changed or removed"),
    ("facilities_groupstep", "steps of a group are never changed or removed"),
    ("library_consentstep", "consents to a case are never changed or removed"),
    ("materials_orderstep", "steps of an order are never changed or removed"),
    ("meetings_issuestep", "follow-up steps are never changed or removed"),
    ("returns_message", "messages of a query are never changed or removed"),
    ("returns_sheetstep", "steps of a sheet are never changed or removed"),
}
SQLITE = """
    SELECT tbl_name, sql LIKE '% BEFORE UPDATE ON %', substr(sql, instr(sql, '''') + 1) FROM sqlite_master
    WHERE type = 'trigger'
"""
POSTGRES = """
    SELECT event_object_table, event_manipulation = 'UPDATE', split_part(prosrc, '''', 2)
    FROM information_schema.triggers JOIN pg_proc ON action_statement = 'EXECUTE FUNCTION ' || proname || '()'
    WHERE trigger_schema = current_schema()
"""


@pytest.mark.django_db
@pytest.mark.parametrize("updates", [True, False], ids=["UPDATE", "DELETE"])
def test_the_migrations_leave_every_guard_in_its_place(updates: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SQLITE if connection.vendor == "sqlite" else POSTGRES)
        found = {(table, message.partition("'")[0]) for table, on_update, message in cursor if on_update == updates}
    assert found == GUARDED


@pytest.fixture
def notes(transactional_db: None) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE notes (text varchar(20))")
        cursor.execute("INSERT INTO notes VALUES ('first')")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE notes")


def run(operation: migrations.RunPython, *, back: bool = False) -> None:
    with connection.schema_editor() as editor:
        way = operation.database_backwards if back else operation.database_forwards
        way("records", editor, ProjectState(), ProjectState())


@pytest.mark.usefixtures("notes")
@pytest.mark.parametrize("name", ["", "short"])
def test_rows_may_be_added_only_until_the_guard_is_lifted(name: str) -> None:
    operation = append_only("notes", "notes of a test", name=name)
    run(operation)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO notes VALUES ('second')")
        for statement in ("UPDATE notes SET text = 'other'", "DELETE FROM notes"):
            with pytest.raises(DatabaseError, match="notes of a test are never changed"), transaction.atomic():
                cursor.execute(statement)
        cursor.execute("SELECT text FROM notes ORDER BY text")
        assert cursor.fetchall() == [("first",), ("second",)]
    run(operation, back=True)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM notes")
        cursor.execute("SELECT count(*) FROM notes")
        assert cursor.fetchone() == (0,)
