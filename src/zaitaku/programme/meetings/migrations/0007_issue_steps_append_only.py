"""The database itself refuses to change or remove a follow-up step (as core/audit does with its entries).

On PostgreSQL TRUNCATE, which only the owner of the table may use, does not pass row triggers.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MESSAGE = "follow-up steps are never changed or removed"


def guard(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for event in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER issuestep_no_{event.lower()} BEFORE {event} ON meetings_issuestep "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )
    else:
        schema_editor.execute(
            "CREATE FUNCTION issuestep_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'restrict_violation'; END $$"
        )
        schema_editor.execute(
            "CREATE TRIGGER issuestep_append_only BEFORE UPDATE OR DELETE ON meetings_issuestep "
            "FOR EACH ROW EXECUTE FUNCTION issuestep_refuse()"
        )


def lift(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for event in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER issuestep_no_{event}")
    else:
        schema_editor.execute("DROP TRIGGER issuestep_append_only ON meetings_issuestep")
        schema_editor.execute("DROP FUNCTION issuestep_refuse()")


class Migration(migrations.Migration):
    dependencies = [("meetings", "0006_committees")]
    operations = [migrations.RunPython(guard, lift)]
