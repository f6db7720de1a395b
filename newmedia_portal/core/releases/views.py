"""双人核准: the requests, and what the second person decides."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from ..access.guard import guard
from ..refusals import Forbidden, Refused
from . import actions
from .deciding import may_release, releasers
from .forms import RefuseForm
from .models import ReleaseRequest

VIEW = "core.view_releases"
#: So many requests stand in the list; older ones are in the audit log.
SHOWN = 100


@guard(VIEW)
@require_GET
def request_list(request: HttpRequest) -> HttpResponse:
    """Show the requests, newest first."""
    now = timezone.now()
    rows = [(row, row.word(now)) for row in _rows()[:SHOWN]]
    return render(request, "releases/list.html", {"title": "双人核准", "rows": rows})


@guard(VIEW)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one request and what the reader may do with it."""
    return _page(request, get_object_or_404(_rows(), pk=pk), RefuseForm())


@guard(VIEW)
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree to a request."""
    return _act(request, pk, lambda row: actions.release(row, by=_me(request), at=timezone.now()), "已核准并办理。")


@guard(VIEW)
@require_POST
def release_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree to all requests of a list that the reader may release."""
    done = "本批由您核准的都已办理。"
    return _act(request, pk, lambda row: actions.release_batch(row, by=_me(request), at=timezone.now()), done)


@guard(VIEW)
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse a request, with a reason."""
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return _page(request, get_object_or_404(_rows(), pk=pk), form, status=422)
    answer = form.cleaned_data["answer"]
    done = "已答复不同意，没有作任何改动。"
    return _act(request, pk, lambda row: actions.refuse(row, answer=answer, by=_me(request), at=timezone.now()), done)


@guard(VIEW)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own request back."""
    return _act(request, pk, lambda row: actions.withdraw(row, by=_me(request), at=timezone.now()), "申请已撤回。")


def _rows() -> Any:
    return ReleaseRequest.objects.select_related("person", "asked_by", "decided_by")


def _me(request: HttpRequest) -> Any:
    return request.user


def _act(request: HttpRequest, pk: int, act: Callable[[ReleaseRequest], Any], done: str) -> HttpResponse:
    row = get_object_or_404(_rows(), pk=pk)
    try:
        act(row)
    except Forbidden as refusal:
        raise Http404 from refusal
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("releases:detail", pk)


def _of_batch(request: HttpRequest, row: ReleaseRequest, at: datetime) -> list[ReleaseRequest]:
    """Return the requests of the same list that wait for the reader."""
    return [one for one in actions.waiting_of_batch(row, at=at) if may_release(request.user, one, at=at)]


def _page(request: HttpRequest, row: ReleaseRequest, form: RefuseForm, status: int = 200) -> HttpResponse:
    now, waits = timezone.now(), row.waits(timezone.now())
    context = {
        "title": str(row),
        "row": row,
        "word": row.word(now),
        "form": form,
        "may_release": waits and may_release(request.user, row, at=now),
        "may_withdraw": waits and row.asked_by_id == request.user.pk,
        "batch": _of_batch(request, row, now) if waits else (),
        "seconds": releasers(row.person, asked_by=row.asked_by, at=now) if waits else (),
    }
    return render(request, "releases/detail.html", context, status=status)
