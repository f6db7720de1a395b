"""A column of numbers that can be asked for all or any of some: an array under GIN on PostgreSQL, FTS5 on SQLite."""

from typing import Any

from django.db import models


class GramsField(models.Field):
    """Numbers of pieces, in their order; a set is written, a list is read back, alike on both databases."""

    def db_type(self, connection: Any) -> str:
        """Return the type of the column."""
        return "bigint[]" if connection.vendor == "postgresql" else "text"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> list[int] | None:
        """Return the numbers."""
        return [int(number) for number in value.split()] if isinstance(value, str) else value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Return the numbers as the database takes them."""
        if value is None or isinstance(value, str):
            return value
        numbers = ",".join(map(str, sorted(value)))
        return f"{{{numbers}}}" if connection.vendor == "postgresql" else numbers.replace(",", " ")
