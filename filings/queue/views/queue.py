"""The queue page (办理队列): list left, case right; deciding, taking and releasing lead back into it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workflow.states import Verb

from ... import actions as filing_actions
from ...models import Filing
from ...views.case import case_context
from ...views.common import find
from .. import actions
from ..checks import verdicts
from ..comparison import against_register
from ..forms import QueueDecisionForm, StepForm
from ..listing import Page, Row, numbers_on, page_of, rows_for, steps_of
from ..models import Batch, Phrase

VIEW = "filings.work_queue"
#: Beyond it no queue has a page; a number without bounds would ask the database for too far a row.
LAST_PAGE = 10_000
DONE = {Verb.APPROVE: "已同意", Verb.RETURN: "已退回补正", Verb.REJECT: "已不予备案"}


def number_of(value: Any) -> int:
    """Return the number of a page; the first for anything that is none."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


@guard(VIEW)
@require_http_methods(["GET"])
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits, and the first of it; on the phone the list alone."""
    page = page_of(request.user, number=number_of(request.GET.get("page")), at=timezone.now())
    first = page.rows[0] if page.rows else None
    filing = find(request, first.filing.pk) if first else None
    return _whole(request, page, filing, chosen=False)


@guard(VIEW)
@require_http_methods(["GET"])
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one case of the queue beside the list; alone where the list asks for it."""
    filing = find(request, pk)
    if request.headers.get("HX-Request"):
        return render(request, "filings/queue/case.html", _case(request, filing))
    page = page_of(request.user, number=number_of(request.GET.get("page")), at=timezone.now())
    return _whole(request, page, filing, chosen=True, arrived="done" in request.GET)


@guard(VIEW)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide, then show the next that waits; what is not done is said beside what was typed."""
    filing, form = find(request, pk), QueueDecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请选择办理意见后再提交。意见不超过 1000 字。")
        return redirect("filings:queue-item", pk)
    data, now = form.cleaned_data, timezone.now()
    number = min(data["page"] or 1, LAST_PAGE)
    before = numbers_on(request.user, number=number)
    try:
        filing_actions.decide(
            filing, step_id=data["step"], verb=data["verb"], opinion=data["opinion"], by=request.user, at=now
        )
    except Refused as refused:
        filing.refresh_from_db()
        more = {"refused": refused.message, "typed": data["opinion"], "refused_field": refused.field}
        page = page_of(request.user, number=number, at=now)
        return _whole(request, page, filing, chosen=True, status=409, **more)
    messages.success(request, f"{DONE[Verb(data['verb'])]}:{filing}。")
    return redirect(_following(before, number, pk))


@guard(VIEW)
@require_POST
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the waiting step, so that colleagues see it."""
    return _take(request, pk, actions.claim, "已领取，同事会看到由您办理。")


@guard(VIEW)
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Let one's claim go."""
    return _take(request, pk, actions.release, "已释放，同事可以领取。")


def _take(request: HttpRequest, pk: int, act: Any, words: str) -> HttpResponse:
    filing, form = find(request, pk), StepForm(request.POST)
    if not form.is_valid():
        messages.error(request, "页面已经过时。请刷新后再试。")
        return redirect("filings:queue-item", pk)
    try:
        act(filing, step_id=form.cleaned_data["step"], by=request.user, at=timezone.now())
        messages.success(request, words)
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect(f"{reverse('filings:queue-item', args=[pk])}?page={number_of(request.POST.get('page'))}&done=1")


def _following(numbers: list[int], page: int, pk: int) -> str:
    """Return where the next filing after this one stands: the one below it, else the one above, else the queue."""
    place = numbers.index(pk) if pk in numbers else -1
    rest = [*numbers[place + 1 :], *reversed(numbers[: max(place, 0)])]
    if not rest:
        return reverse("filings:queue")
    return f"{reverse('filings:queue-item', args=[rest[0]])}?page={page}&done=1"


def _whole(
    request: HttpRequest, page: Page, filing: Filing | None, *, chosen: bool, status: int = 200, **more: Any
) -> HttpResponse:
    context: dict[str, Any] = {"page": page, "chosen": chosen, "minutes": settings.FILING_CLAIM_MINUTES, "filing": None}
    context["batches"] = Batch.objects.visible_to(request.user)[:3]
    if filing is not None:
        row = next((row for row in page.rows if row.filing.pk == filing.pk), None)
        context |= _case(request, filing, row, number=page.number)
    context["main_class"] = "queue-main"
    return render(request, "filings/queue/queue.html", context | more, status=status)


def _case(request: HttpRequest, filing: Filing, row: Row | None = None, *, number: int = 0) -> dict[str, Any]:
    """Return what the right side shows: the case as everywhere, with the queue's own checks and comparison."""
    now = timezone.now()
    if row is None:
        row = next(iter(rows_for([filing], steps_of(request.user), request.user, at=now)), None)
    verdict = row.verdict if row else verdicts([filing], at=now)[filing.pk]
    return {
        **case_context(request, filing),
        "row": row,
        "verdict": verdict,
        "differences": against_register(filing),
        "phrases": Phrase.objects.visible_to(request.user),
        "number": number or number_of(request.GET.get("page")),
        "minutes": settings.FILING_CLAIM_MINUTES,
    }
