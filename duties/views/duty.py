"""What the pages of messages, rosters and incidents share: finding by right, one kind of form page, spans of days."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.access.scope import posts_of
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.ui.days import NotADay, read_day
from newmedia_portal.core.ui.meanwhile import on_newest
from newmedia_portal.core.ui.once import act_once

VIEW = "duties.view_duty"
WORK = "duties.work_messages"
WATCH = "duties.work_rosters"
REPORT = "duties.report_incidents"
CLOSE = "duties.close_incident"
COMMENT = "duties.comment"
SAMPLE = "duties.draw_samples"
BOTTOM_BAR = "with-bottom-bar"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Row = TypeVar("Row", bound=Model)


def find(rows: QuerySet[Row], request: HttpRequest, pk: int, *, need: str = "") -> Row:
    """Return a row that the person may see and, if `need` names a right, may work on; all others are not found."""
    row = get_object_or_404(rows.visible_to(request.user), pk=pk)  # type: ignore[attr-defined]
    if need and not request.user.has_perm(need, row):
        raise Http404
    return row


def own_unit(request: HttpRequest, right: str) -> Unit:
    """Return the unit for which the person works: the post chosen in the header, else the first that has the right."""
    chosen = getattr(request, "post", None)
    posts = [*([chosen] if chosen else []), *posts_of(request.user)]
    unit = next((post.unit for post in posts if request.user.has_perm(right, post.unit)), None)
    if unit is None:
        raise Http404
    return unit


def form_page(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], str],
    *,
    title: str,
    button: str,
    back: str,
    crumbs: tuple[str, ...] = (),
    again: Callable[[QueryDict], forms.Form] | None = None,
    **more: Any,
) -> HttpResponse:
    """Show a form, or do what a valid one asks for, once, and go where `act` says; a refusal stands at its field.

    `again` builds the form over the newest values, for one that two people may have open at once.
    """
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(act_once(form.cleaned_data.get("token"), act, by=request.user, at=timezone.now()))
        except Forbidden as refused:
            raise Http404 from refused
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    if again is not None:
        form, more["differences"] = on_newest(request, form, again)
    context = {"form": form, "title": title, "button": button, "back": back, "pairs": pairs_of(*crumbs, title), **more}
    context["main_class"] = BOTTOM_BAR
    template = more.get("template", "duties/form_page.html")
    return render(request, template, context, status=422 if form.is_bound and form.errors else 200)


def pairs_of(*parts: str) -> list[tuple[str, str]]:
    """Return the way to a page as pairs of label and address; the last has none."""
    return [(parts[n], parts[n + 1] if n + 1 < len(parts) else "") for n in range(0, len(parts), 2)]


def refuse(request: HttpRequest, refused: Refused) -> None:
    """Say a refusal as a message, where there is no form to say it at."""
    messages.error(request, refused.message)


def day_of(text: str, default: date) -> date:
    """Return a day from an address, or the default for anything else."""
    try:
        return read_day(text) if text else default
    except NotADay:
        return default


def span_of(request: HttpRequest, days: int = 90) -> tuple[date, date]:
    """Return the days that figures are for: as the address says, else the last three months; at most two years."""
    today = timezone.localdate()
    last = day_of(request.GET.get("last", ""), today)
    first = day_of(request.GET.get("first", ""), last - timedelta(days=days))
    first = min(first, last)
    return max(first, last - timedelta(days=731)), last
