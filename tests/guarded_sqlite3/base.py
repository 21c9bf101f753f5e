"""SQLite as the product uses it, except that emptying every table after a test passes the guards of append-only tables.

Django empties tables with DELETE on SQLite, which the triggers of those tables refuse; with TRUNCATE on PostgreSQL,
which passes row triggers. The triggers are back before the next test begins.
"""

from django.db.backends.sqlite3 import base, operations


class DatabaseOperations(operations.DatabaseOperations):
    def execute_sql_flush(self, sql_list):
        find = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        with self.connection.cursor() as cursor:
            triggers = cursor.execute(find).fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
        super().execute_sql_flush(sql_list)
        with self.connection.cursor() as cursor:
            for _, sql in triggers:
                cursor.execute(sql)


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
