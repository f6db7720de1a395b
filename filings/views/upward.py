"""The department above and a filing told to it (上级备案): what waits, taking note, asking back, answering."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Forbidden, Refused

from ..actions import upward as actions
from ..models import Filing, UpwardReceipt
from .case import case_context
from .common import find

VIEW = "filings.list_filings"
ROWS = 200


@guard("filings.list_upward")
@require_GET
def upward_list(request: HttpRequest) -> HttpResponse:
    """List what was told upward: what waits first, then the newest."""
    seen = UpwardReceipt.objects.visible_to(request.user).select_related("filing__unit", "filing__account", "unit")
    waiting = list(seen.filter(acknowledged_at__isnull=True)[:ROWS])
    done = list(seen.filter(acknowledged_at__isnull=False).order_by("-acknowledged_at")[:ROWS])
    return render(request, "filings/upward/list.html", {"waiting": waiting, "done": done})


@guard(VIEW)
@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Take note."""
    return _move(request, pk, "已知悉，回执已发给填报单位。", lambda receipt, **who: actions.acknowledge(
        receipt, note=request.POST.get("note", ""), **who
    ))  # fmt: skip


@guard(VIEW)
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask back."""
    return _move(request, pk, "已发出询问。", lambda receipt, **who: actions.ask_back(
        receipt, question=request.POST.get("question", ""), **who
    ))  # fmt: skip


@guard(VIEW)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer what was asked."""
    return _move(request, pk, "已答复上级。", lambda receipt, **who: actions.answer(
        receipt, text=request.POST.get("text", ""), **who
    ), below=True)  # fmt: skip


def _move(request: HttpRequest, pk: int, said: str, act: Callable[..., Any], *, below: bool = False) -> HttpResponse:
    filing = find(request, pk)
    receipt = UpwardReceipt.objects.filter(filing=filing).select_related("filing__unit").first()
    right, about = ("filings.answer_above", filing) if below else ("filings.receive_upward", receipt)
    if receipt is None or not request.user.has_perm(right, about):
        raise Http404
    try:
        act(receipt, by=request.user, at=timezone.now())
    except Forbidden as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        return _refused(request, filing, refusal)
    messages.success(request, said)
    return redirect("filings:detail", pk)


def _refused(request: HttpRequest, filing: Filing, refusal: Refused) -> HttpResponse:
    status = getattr(refusal, "status", 422)
    context = case_context(request, filing, refused=refusal.message)
    return render(request, "filings/case.html", context, status=status)
