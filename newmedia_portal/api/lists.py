"""Lists of the interface (列表): filtered as on the pages, paged by cursor, cut down to the fields asked for."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, QueryDict
from django.utils import timezone
from ninja import Schema
from pydantic import Field

from newmedia_portal.core.ui.lists import Keyset, Order, PortalFilterSet

from .problems import Problem

FIRST_YEAR, LAST_YEAR = 1900, 9998
MOST = 1000
USUAL = 50


class Paging(Schema):
    """The parameters that every list takes."""

    cursor: str = Field("", max_length=400, description="上一页答复里的 next")
    limit: int = Field(USUAL, ge=1, le=MOST, description="一页的条数")
    fields: str = Field("", max_length=1000, description="只要哪些字段，以英文逗号分隔；不写为全部")


class Choosing(Schema):
    """The parameter that a single object takes."""

    fields: str = Field("", max_length=1000, description="只要哪些字段，以英文逗号分隔；不写为全部")


def moment(name: str, value: datetime) -> datetime:
    """Return a moment that a caller gave, in our zone where it names none. Raises Problem beyond the calendar."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        fault = f"时刻须在 {FIRST_YEAR} 年至 {LAST_YEAR} 年之间。"
        raise Problem(422, "筛选条件不符合要求。", errors=[(name, fault)])
    return timezone.make_aware(value) if timezone.is_naive(value) else value


def filtered(
    request: HttpRequest, kind: type[PortalFilterSet], rows: QuerySet[Any], said: Mapping[str, Any]
) -> QuerySet[Any]:
    """Return the rows that the page's own filters let through. Raises Problem for a value that no filter knows."""
    params = QueryDict(mutable=True)
    for name, value in said.items():
        if value is None or value == "" or value == []:
            continue
        values = value if isinstance(value, list) else [value]
        params.setlist(name, [str(one).lower() if isinstance(one, bool) else str(one) for one in values])
    found = kind(params, queryset=rows, request=request)
    if not found.form.is_valid():
        errors = [(name, str(message)) for name, messages in found.form.errors.items() for message in messages]
        raise Problem(422, "筛选条件不符合要求。", errors=errors)
    return found.qs


def page(
    rows: QuerySet[Any], paging: Paging, schema: type[Schema], show: Callable[[Any], dict[str, Any]], order: str = "-pk"
) -> dict[str, Any]:
    """Return one page and the cursor of the next; any depth costs as much as the first."""
    wanted = chosen(paging.fields, schema)
    found = Keyset(rows, Order.read(order), paging.limit).following(paging.cursor)
    if found is None:
        raise Problem(422, "游标无效。", errors=[("cursor", "请使用上一页答复里的 next，或去掉它从头读取。")])
    return {"items": [cut(show(row), wanted) for row in found.rows], "next": None if found.is_last else found.after}


def one(obj: Any, said: Choosing, schema: type[Schema], show: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """Return a single object with the fields asked for. Raises Http404 where there is none."""
    wanted = chosen(said.fields, schema)
    if obj is None:
        raise Http404
    return cut(show(obj), wanted)


def chosen(text: str, schema: type[Schema]) -> frozenset[str] | None:
    """Return the fields asked for; None for all. Raises Problem for one that the object does not have."""
    names = frozenset(name.strip() for name in text.split(",") if name.strip())
    unknown = sorted(names - set(schema.model_fields))
    if unknown:
        known = "、".join(schema.model_fields)
        raise Problem(422, "没有这样的字段。", errors=[("fields", f"{'、'.join(unknown)[:200]}：可选的是 {known}。")])
    return names or None


def cut(row: dict[str, Any], wanted: frozenset[str] | None) -> dict[str, Any]:
    """Return a row with the fields wanted."""
    return row if wanted is None else {name: value for name, value in row.items() if name in wanted}
