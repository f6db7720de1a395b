"""Long lists go to the download centre (转下载中心): the worker opens the same page as the person would."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.test import RequestFactory
from django.urls import Resolver404, resolve, reverse

from ...access.guard import SIGNED_IN
from ...exports.actions import ask
from ...exports.sources import Making, Source, register_source
from ...refusals import Refused
from .columns import Column
from .exports import write_rows
from .filters import UNFILTERED

MOST_ROWS = 1_000_000
SOURCE = "list"


def hand_over(
    request: HttpRequest, title: str, columns: Sequence[Column], says: str, at: datetime
) -> HttpResponseRedirect:
    """Queue the export of what this address shows and lead to its page."""
    query = request.GET.copy()
    for name in UNFILTERED - {"sort"}:
        query.pop(name, None)
    params = {"path": request.path_info, "query": query.urlencode(), "columns": [column.code for column in columns]}
    try:
        export = ask(SOURCE, title=title, params=params, by=request.user, at=at, says=says)  # type: ignore[arg-type]
    except Refused as refused:
        messages.error(request, refused.message)
        return HttpResponseRedirect(reverse("exports:list"))
    messages.success(request, "行数较多，已转到下载中心在后台生成。可以离开本页，完成后会收到消息。")
    return HttpResponseRedirect(reverse("exports:export", args=[export.pk]))


@register_source
class ListSource(Source):
    """The rows and columns of a list page, under the rights of the person who asked."""

    code, label = SOURCE, "列表"

    def allows(self, user: Any, params: dict[str, Any]) -> bool:
        """Whether the person may open that list now."""
        try:
            rule = resolve(params["path"]).func.access_rule  # type: ignore[attr-defined]
        except (Resolver404, AttributeError, KeyError):
            return False
        return bool(user.is_active) and (rule == SIGNED_IN or user.has_perm(rule))

    def address(self, params: dict[str, Any]) -> str:
        """Return the list with its filter."""
        return f"{params['path']}?{params['query']}" if params["query"] else str(params["path"])

    def write(self, making: Making) -> int:
        """Write the rows as they are now."""
        match = resolve(making.params["path"])
        request: Any = RequestFactory().get(self.address(making.params))
        request.user, request.session, request.post, request.resolver_match = making.by, {}, None, match
        page = match.func.view_class()  # type: ignore[attr-defined]
        page.setup(request, *match.args, **match.kwargs)
        try:
            rows, columns = page.exported(request, making.params["columns"])
        except Http404 as gone:
            raise Refused("这个列表已经不在您的查看范围内，请重新打开列表后再导出。") from gone
        total = rows.values("pk")[: MOST_ROWS + 1].count()
        if total > MOST_ROWS:
            raise Refused(f"超过 {MOST_ROWS:,} 行，一张工作表放不下。请加上筛选条件，分几次导出。")
        return write_rows(
            making.target, rows, columns, title=making.title, by=making.by, at=making.at,
            told=lambda done: making.told(done, total),
        )  # fmt: skip
