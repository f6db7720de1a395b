"""The page of results (搜索结果)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ..access.guard import guard
from .finding import Found, hits, search
from .query import LONGEST, MOST_TERMS, query_of

FIRST = 5
PAGE = 20


@guard("core.search")
@require_GET
def results(request: HttpRequest) -> HttpResponse:
    """Show what was found: a few of each kind, or one kind page by page."""
    query = query_of(request.GET.get("q", ""))
    only = request.GET.get("kind", "")[:30]
    found = search(request.user, query, only=only)
    groups = [_group(request, one, query, only) for one in found]
    context = {
        "title": f"搜索：{query.text}" if query.text else "搜索",
        "query": query,
        "groups": groups,
        "only": only if found else "",
        "all_url": _address(query.text),
        "longest": LONGEST,
        "most_terms": MOST_TERMS,
    }
    return render(request, "search/results.html", context)


def _group(request: HttpRequest, found: Found, query: Any, only: str) -> dict[str, Any]:
    page = _page(request, found) if only else 1
    size = PAGE if only else FIRST
    start = (page - 1) * size
    rest = len(found.owners) > size and not only
    beyond = bool(only) and len(found.owners) > start + size
    return {
        "kind": found.kind,
        "count": found.count,
        "more": found.more,
        "hits": hits(request.user, found, query, start, start + size),
        "all_url": _address(query.text, kind=found.kind.code) if rest else "",
        "before_url": _address(query.text, kind=only, page=page - 1) if only and page > 1 else "",
        "after_url": _address(query.text, kind=only, page=page + 1) if beyond else "",
        "page": page if only and (page > 1 or len(found.owners) > size) else 0,
    }


def _page(request: HttpRequest, found: Found) -> int:
    """Return the page asked for; one that is not there leads to the first."""
    text = request.GET.get("page", "1")
    number = int(text) if text.isdecimal() and text.isascii() and len(text) < 5 else 1
    return number if 1 <= number <= -(-len(found.owners) // PAGE) else 1


def _address(text: str, **more: Any) -> str:
    query = QueryDict(mutable=True)
    query.update({"q": text, **{name: str(value) for name, value in more.items()}})
    return f"?{query.urlencode()}"
