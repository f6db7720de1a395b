"""Review sheet and secrecy sheet (审核表、保密审查表): the page to print, or a file whose taking is logged."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.audit import record
from newmedia_portal.core.paper import Paper, kind_asked, respond

from ..models import Post
from ..sheets import has_secrecy_sheet, review_sheet, secrecy_sheet
from .common import VIEW, find


@guard(VIEW)
@require_http_methods(["GET"])
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The review sheet with the text that was reviewed."""
    return _answer(request, find(request, pk), review_sheet)


@guard(VIEW)
@require_http_methods(["GET"])
def secrecy(request: HttpRequest, pk: int) -> HttpResponse:
    """The secrecy sheet, where the edition has questions of secrecy."""
    post = find(request, pk)
    if not has_secrecy_sheet(post):
        raise Http404
    return _answer(request, post, secrecy_sheet)


def _answer(request: HttpRequest, post: Post, make: Callable[..., Paper]) -> HttpResponse:
    kind, at = kind_asked(request), timezone.now()
    paper = make(post, by=request.user, at=at)
    name = f"{paper.title}-{post.number or '草稿'}"
    if kind != "html":
        record("post.sheet_taken", by=request.user, at=at, obj=post, after={"name": f"{name}.{kind}"})
    shown = {"post": post}
    return respond(paper, request, kind, at=at, name=name, template="reviews/sheet.html", context=shown)
