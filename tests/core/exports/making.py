"""A world for the download centre: units, people with posts, and a list page of units of its own."""

import io
from datetime import timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path
from django.utils import timezone
from openpyxl import load_workbook

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.exports.actions import ask
from newmedia_portal.core.exports.models import Export
from newmedia_portal.core.jobs.outbox import drain
from newmedia_portal.core.ui.lists import Column, ListPage
from newmedia_portal.urls import urlpatterns as portal
from tests.core.ground import AT, person, unit

URLS = "tests.core.exports.making"
LIST = {"path": "/sample/", "query": "", "columns": ["name", "code"]}
MINUTE = timedelta(minutes=1)


class SampleList(ListPage):
    """Units as a list that goes to the download centre from the third row on."""

    code, title, noun = "sample", "示例单位", "个单位"
    order = "name"
    export_limit = 2
    columns = (
        Column("name", "名称", main=True, sort="name"),
        Column("code", "代码"),
        Column("kind", "类别", shown=False),
    )

    def rows(self, request: HttpRequest) -> QuerySet[Unit]:
        """Return the visible units."""
        return Unit.objects.visible_to(request.user)


urlpatterns: list[Any] = [*portal, path("sample/", guard("core.view_business")(SampleList.as_view()), name="sample")]


def furnished() -> tuple[User, User, Unit]:
    """Return a member of a department with three units in sight, an outsider, and the department's unit."""
    top = unit("示例县", regime="taibai")
    for number in range(2):
        unit(f"示例局{number}", top)
    other = unit("别处", regime="taibai")
    return person("张某一", top, "registrar"), person("李某二", other, "registrar"), top


def asked(by: User, **more: Any) -> Export:
    """Ask for the sample list."""
    values = {"title": "示例单位", "params": LIST, "by": by, "at": AT, **more}
    return ask("list", **values)


def worked(at: Any = None) -> int:
    """Let the worker do what waits, now or at a moment."""
    return drain(now=lambda: at or timezone.now())


def sheet_of(export: Export) -> list[tuple[Any, ...]]:
    """Return the rows of the stored workbook below its head."""
    export.refresh_from_db()
    with default_storage.open(export.file.name) as content:
        book = load_workbook(io.BytesIO(content.read()))
    return list(book.worksheets[0].iter_rows(min_row=3, values_only=True))


def files_of(export: Export) -> list[str]:
    """Return the names of all stored files of an export."""
    try:
        return sorted(default_storage.listdir(f"exports/{export.pk}")[1])
    except FileNotFoundError:
        return []
