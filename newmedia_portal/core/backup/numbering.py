"""The numbers that new rows will get (序列), read and set in the words of each database."""

from django.db import connection, models


def counts(model: type[models.Model]) -> bool:
    """Whether the database numbers the rows of this table itself."""
    return isinstance(model._meta.pk, models.AutoField)


def following(model: type[models.Model]) -> int:
    """Return the number that the next row of a table will get; 0 where the database counts nothing."""
    if not counts(model):
        return 0
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [connection.ops.quote_name(table), key])
            cursor.execute(f"SELECT last_value, is_called FROM {cursor.fetchone()[0]}")  # noqa: S608 - the name of a sequence, told by the database itself  # nosec B608
            last, called = cursor.fetchone()
            return int(last) + int(called)
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        return (int(row[0]) if row else 0) + 1


def set_following(model: type[models.Model], number: int) -> None:
    """Let the next row of a table get this number."""
    if not counts(model):
        return
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            place = "pg_get_serial_sequence(%s, %s)"
            cursor.execute(f"SELECT setval({place}, %s, false)", [connection.ops.quote_name(table), key, number])
            return
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number - 1])
