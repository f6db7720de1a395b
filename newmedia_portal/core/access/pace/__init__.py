"""How often one person may ask in a minute (操作频率): a flood of one must not slow down the others.

Exports, imports and searches have lower limits of their own, since each of them costs more than a page. Interfaces,
calendar addresses and public pages have theirs where they are answered.
"""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

MINUTE = 60
#: What each limit is called on the page that refuses.
KINDS = {"requests": "操作", "exports": "导出", "imports": "导入", "searches": "搜索"}


def kinds_of(request: HttpRequest) -> list[str]:
    """Return the limits that a request counts for."""
    name = getattr(request.resolver_match, "view_name", "") or ""
    last = name.rpartition(":")[2]
    if request.GET.get("export") or name == "exports:again" or last.endswith("export"):
        return ["requests", "exports"]
    if request.method == "POST" and "import" in last:
        return ["requests", "imports"]
    if name == "search:results":
        return ["requests", "searches"]
    return ["requests"]


def too_often(kind: str, most: int, wait: int) -> HttpResponse:
    """Say that it was too often, and when it goes on: a page without the frame, since it must cost little."""
    context = {"what": KINDS[kind], "most": most, "wait": wait}
    headers = {"Retry-After": str(wait), "Cache-Control": "no-store"}
    return HttpResponse(render_to_string("too_often.html", context), status=429, headers=headers)
