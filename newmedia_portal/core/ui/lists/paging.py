"""Keyset paging (按键翻页): a page is found by the sort key and primary key of its neighbour, never by counting rows.

Any depth costs as much as the first page. Rows without a sort key stand where the database puts them: first or last,
turned round with the direction, so that an index serves both.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connections
from django.db.models import F, Field, Model, Q, QuerySet

BIGGEST = 2**63 - 1
KEY = "keyset_key"


@dataclass(frozen=True)
class Order:
    """How a list is sorted: by a path of the ORM (empty: by primary key alone), up or down."""

    path: str = ""
    descending: bool = True

    @classmethod
    def read(cls, text: str) -> "Order":
        """Return the order that a text such as `-filed_on` names; `-pk` and `-id` mean the primary key."""
        path = text.removeprefix("-")
        return cls("" if path in ("pk", "id") else path, text.startswith("-"))


@dataclass(frozen=True)
class Slice:
    """One page: its rows, and the cursors of its neighbours (empty: there is none)."""

    rows: list[Any]
    before: str = ""
    after: str = ""
    is_last: bool = False
    is_first: bool = False


class Keyset:
    """Pages through a queryset; it must not be sliced."""

    def __init__(self, queryset: QuerySet[Any], order: Order, size: int) -> None:
        self.order = order
        self.size = size
        self.model: type[Model] = queryset.model
        self.field = _field_at(self.model, order.path) if order.path else None
        self.may_be_empty = bool(order.path) and _nullable(self.model, order.path)
        self.empty_is_small = connections[queryset.db].vendor != "postgresql"
        self.queryset = queryset.annotate(**{KEY: F(order.path)}) if order.path else queryset

    def page(self, *, after: str = "", before: str = "", last: bool = False) -> Slice:
        """Return the page after or before a cursor, the last, or the first; a cursor that leads nowhere: the first."""
        if last:
            return self._backwards(None)
        if before and (place := self._read(before)):
            found = self._backwards(place)
            return found if len(found.rows) == self.size else self._forwards(None)
        if after and (place := self._read(after)):
            found = self._forwards(place)
            return found if found.rows else self._forwards(None)
        return self._forwards(None)

    def following(self, cursor: str) -> Slice | None:
        """Return the page after a cursor (empty: the first), empty beyond the end; None for what no page gave out."""
        place = self._read(cursor) if cursor else None
        return None if cursor and place is None else self._forwards(place)

    def _forwards(self, place: tuple[Any, int] | None) -> Slice:
        rows = self._rows(place, self.order.descending)
        more = len(rows) > self.size
        rows = rows[: self.size]
        return Slice(
            rows,
            before=self._cursor(rows[0]) if place and rows else "",
            after=self._cursor(rows[-1]) if more else "",
            is_first=place is None,
            is_last=not more,
        )

    def _backwards(self, place: tuple[Any, int] | None) -> Slice:
        rows = self._rows(place, not self.order.descending)
        more = len(rows) > self.size
        rows = rows[: self.size][::-1]
        return Slice(
            rows,
            before=self._cursor(rows[0]) if more else "",
            after=self._cursor(rows[-1]) if place and rows else "",
            is_first=not more,
            is_last=place is None,
        )

    def _rows(self, place: tuple[Any, int] | None, down: bool) -> list[Any]:
        """Return one row more than a page, walking down or up from a place."""
        rows = self.queryset if place is None else self.queryset.filter(self._beyond(place, down))
        return list(rows.order_by(*self._ordering(down))[: self.size + 1])

    def ordered(self) -> QuerySet[Any]:
        """Return all rows in the order of the list, for exports."""
        return self.queryset.order_by(*self._ordering(self.order.descending))

    def _ordering(self, down: bool) -> list[Any]:
        pk = F("pk").desc() if down else F("pk").asc()
        if not self.order.path:
            return [pk]
        return [F(self.order.path).desc() if down else F(self.order.path).asc(), pk]

    def _beyond(self, place: tuple[Any, int], down: bool) -> Q:
        """Return the condition for the rows beyond a place; `>=` first, so that an index is entered at the place."""
        value, pk = place
        word = "lt" if down else "gt"
        further = Q(**{f"pk__{word}": pk})
        path = self.order.path
        if not path:
            return further
        empty_first = self.empty_is_small != down
        if value is None:
            same = Q(**{f"{path}__isnull": True}) & further
            return same | Q(**{f"{path}__isnull": False}) if empty_first else same
        beyond = Q(**{f"{path}__{word}e": value}) & (Q(**{f"{path}__{word}": value}) | further)
        return beyond | Q(**{f"{path}__isnull": True}) if self.may_be_empty and not empty_first else beyond

    def _cursor(self, row: Any) -> str:
        value = getattr(row, KEY) if self.order.path else None
        text = json.dumps([value, row.pk], cls=_Encoder, separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def _read(self, cursor: str) -> tuple[Any, int] | None:
        """Return the place that a cursor names; None for anything that no page has given out."""
        try:
            padded = cursor + "=" * (-len(cursor) % 4)
            value, pk = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
            if type(pk) is not int or not 0 <= pk <= BIGGEST:
                return None
            if self.field is None or value is None:
                return (None, pk) if value is None and (self.field is None or self.may_be_empty) else None
            value = _exact(self.field.to_python(value))
            str(value).encode()  # half a character, which JSON can name, is no text of any row
        except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error, ValidationError):
            return None
        harmful = "\x00" in value if isinstance(value, str) else type(value) is int and abs(value) > BIGGEST
        return None if harmful else (value, pk)


class _Encoder(DjangoJSONEncoder):
    """Keeps the microseconds of a moment, which the usual encoder cuts off."""

    def default(self, o: Any) -> Any:
        """Return an exact text."""
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)


def _exact(value: Any) -> Any:
    """Return a value of a cursor, a moment in UTC. Raises OverflowError beyond its years, ValueError without a zone."""
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None:
        raise ValueError(value)
    return value.astimezone(UTC)


def _steps(model: type[Model], path: str) -> list[Field]:
    steps: list[Field] = []
    for name in path.split("__"):
        field = model._meta.get_field(name)
        if not isinstance(field, Field):
            raise FieldDoesNotExist(f"{path} leads through more than one row")
        steps.append(field)
        if field.related_model:
            model = field.related_model
    return steps


def _field_at(model: type[Model], path: str) -> Field:
    field = _steps(model, path)[-1]
    return getattr(field, "target_field", field)


def _nullable(model: type[Model], path: str) -> bool:
    return any(field.null for field in _steps(model, path))
