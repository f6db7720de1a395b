"""The public page and its JSON (账号核验): no log-in, no cookie, the same answer for everybody."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from newmedia_portal.core.access.guard import PUBLIC, guard

from . import finding
from .finding import Answer, Question
from .forms import CheckForm, PaperForm
from .limits import wait_of

#: For how many seconds an answer may be kept by the reader's browser and by proxies.
KEPT = 60
TOO_MANY = "这个网络地址查询过于频繁。请一分钟后再试。"
JSON = "application/json"


@guard(PUBLIC)
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Answer in a page, or in JSON where the reader asks for it."""
    wants_json = JSON in request.headers.get("Accept", "") and "text/html" not in request.headers.get("Accept", "")
    response = _json(request) if wants_json else _page(request)
    patch_vary_headers(response, ["Accept"])
    return response


@guard(PUBLIC)
@require_GET
def as_json(request: HttpRequest) -> HttpResponse:
    """Answer in JSON."""
    return _json(request)


def _page(request: HttpRequest) -> HttpResponse:
    question, wait = _ask(request)
    found = _found(question, wait)
    form = CheckForm({"q": question.words or question.number, "platform": question.platform})
    context = {
        "title": "账号核验",
        "form": form if question.asked and not question.code else CheckForm(),
        "paper_form": PaperForm({"number": question.number, "code": question.code} if question.code else None),
        "question": question,
        "found": found,
        "at": timezone.now(),
        "too_many": TOO_MANY if wait else "",
        "reports": settings.PUBLIC_REPORTS,
    }
    return _kept(request, render(request, "verify/page.html", context, status=429 if wait else 200), wait)


def _json(request: HttpRequest) -> HttpResponse:
    question, wait = _ask(request)
    found = _found(question, wait)
    if wait:
        said, status = {"result": "too_many", "message": TOO_MANY}, 429
    elif found is None or found.verdict == finding.TOO_SHORT:
        said, status = {"result": "refused", "message": "请用 q、no 或 number 加 code 说明要查哪个账号。"}, 400
    else:
        said, status = _said(request, found), 200
    options = {"ensure_ascii": False}
    return _kept(request, JsonResponse(said, status=status, json_dumps_params=options), wait)


def _ask(request: HttpRequest) -> tuple[Question, int]:
    """Return the question and for how long the reader must wait; looking at the empty page is not counted."""
    if not settings.PUBLIC_VERIFY:
        raise Http404
    question = finding.read(request.GET)
    if not question.asked:
        return question, 0
    return question, wait_of(request.META.get("REMOTE_ADDR", ""), at=timezone.now())


def _found(question: Question, wait: int) -> Answer | None:
    return finding.answer(question, at=timezone.now()) if question.asked and not wait else None


def _said(request: HttpRequest, found: Answer) -> dict[str, Any]:
    said: dict[str, Any] = {
        "result": found.verdict,
        "accounts": [
            {
                "name": one.name, "platform": one.platform, "unit": one.unit, "status": one.status,
                "since": one.since.isoformat() if one.since else None, "registered": one.is_registered,
            }
            for one in found.entries
        ],
    }  # fmt: skip
    if found.checked_paper:
        said["certificate_genuine"] = found.paper is not None
    if found.verdict != finding.REGISTERED and settings.PUBLIC_REPORTS:
        said["report"] = request.build_absolute_uri(reverse("impostor-report"))
    return said


def _kept(request: HttpRequest, response: HttpResponse, wait: int) -> HttpResponse:
    """Let an answer be kept for a moment; nothing that is refused, and nothing that somebody signed in sees."""
    if wait:
        response["Retry-After"] = str(wait)
    if wait or response.status_code != 200 or request.user.is_authenticated:
        response["Cache-Control"] = "no-store"
    else:
        response["Cache-Control"] = f"public, max-age={KEPT}"
    return response
