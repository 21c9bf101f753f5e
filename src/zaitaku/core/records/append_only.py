"""Tables the database itself keeps append-only: it refuses to change or remove a row."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython


def append_only(table: str, what: str, *, name: str = "") -> RunPython:
    """The operation of a migration that guards `table`; `what` begins the refusal: "steps of an order".

    SQLite stops the statement by a trigger per event, PostgreSQL by a trigger and its function; all their names begin
    with `name`, else with the name of the table. On PostgreSQL TRUNCATE, which only the owner of the table may use,
    does not pass row triggers. On SQLite Django makes a table anew to alter it, and the guard goes with the old one:
    the migration that alters `table` ends with this operation again.
    """
    name, message = name or table, f"{what} are never changed or removed"

    def guard(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "sqlite":
            for event in ("UPDATE", "DELETE"):
                editor.execute(
                    f"CREATE TRIGGER {name}_no_{event.lower()} BEFORE {event} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
                )
        else:
            editor.execute(
                f"CREATE FUNCTION {name}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'restrict_violation'; END $$"
            )
            editor.execute(
                f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {name}_refuse()"
            )

    def lift(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "sqlite":
            for event in ("update", "delete"):
                editor.execute(f"DROP TRIGGER {name}_no_{event}")
        else:
            editor.execute(f"DROP TRIGGER {name}_append_only ON {table}")
            editor.execute(f"DROP FUNCTION {name}_refuse()")

    return RunPython(guard, lift)
