"""One roster (值班表): a week or a month with its gaps, shifts put on, copied, printed, exported, ended."""

from datetime import date
from typing import Any

from django.contrib import messages as said
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.audit import record
from newmedia_portal.core.audit.timeline import timeline_of
from newmedia_portal.core.paper import kind_asked, respond
from newmedia_portal.core.refusals import Refused

from ...actions import rosters as actions
from ...forms.rosters import CopyForm, RosterForm, ShiftForm
from ...models import DutyRoster, MonitoringEntry
from ...rosters.desk import Period, period_at, rows_of, shifts_in
from ...rosters.paper import hours_text, roster_paper
from ...rosters.sheet import write_shifts
from ..duty import VIEW, WATCH, XLSX, day_of, find, form_page, own_unit, pairs_of, refuse

ROWS = DutyRoster.objects.select_related("unit__root", "account", "created_by")
LOOKS = 5


def _period(request: HttpRequest) -> Period:
    view = "month" if request.GET.get("view") == "month" else "week"
    day = day_of(request.GET.get("from", ""), timezone.localdate())
    return period_at(min(max(day, date(2000, 1, 1)), date(2100, 1, 1)), view)


@guard(VIEW)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a week or a month of a roster."""
    roster, now = find(ROWS, request, pk), timezone.now()
    period = _period(request)
    rows = rows_of(roster, period, timezone.localdate(now))
    days = [(row, [(shift, hours_text(shift, row.cover), shift.ends_at > now) for shift in row.shifts]) for row in rows]
    looks = MonitoringEntry.objects.filter(roster=roster).select_related("by")
    context = {
        "title": str(roster), "roster": roster, "period": period, "days": days, "looks": list(looks[:LOOKS]),
        "works": request.user.has_perm(WATCH, roster) and not roster.ended_on,
        "findings": [gap for row in rows if row.cover.falls_short for gap in row.cover.gaps],
        "swaps": [swap for shift in shifts_in(roster, period.first, period.days) for swap in shift.swaps.all()],
        "events": timeline_of(roster),
    }  # fmt: skip
    return render(request, "duties/rosters/detail.html", context)


@guard(WATCH)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a roster."""
    unit, now = own_unit(request, WATCH), timezone.now()
    form = RosterForm(request.POST or None, unit=unit)

    def act() -> str:
        roster = actions.create_roster(unit, account=form.cleaned_data["account"], by=request.user, at=now)
        said.success(request, "已建立值班表,请排班。")
        return reverse("duties:roster", args=[roster.pk])

    back = reverse("duties:rosters")
    return form_page(
        request, form, act, title="建立值班表", button="建立", back=back, crumbs=("值班", back), lead=str(unit)
    )


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put somebody on duty; the hours of the gap that was clicked are filled in."""
    roster, now = find(ROWS, request, pk, need=WATCH), timezone.now()
    known = {name: request.GET.get(name, "")[:16] for name in ("starts_at", "ends_at") if request.GET.get(name)}
    form = ShiftForm(request.POST or None, unit=roster.unit, initial=known)

    def act() -> str:
        shift = actions.add_shift(roster, form.turn, by=request.user, at=now)
        said.success(request, f"已排班:{shift.name}。")
        return f"{reverse('duties:roster', args=[roster.pk])}?from={timezone.localdate(shift.starts_at)}"

    home = reverse("duties:roster", args=[roster.pk])
    crumbs = ("值班", reverse("duties:rosters"), str(roster), home)
    return form_page(request, form, act, title="排班", button="排班", back=home, crumbs=crumbs)


@guard(VIEW)
@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Copy the week or month before into the one that is shown."""
    roster, form = find(ROWS, request, pk, need=WATCH), CopyForm(request.POST)
    if not form.is_valid():
        said.error(request, "请选择复制上一周还是上一月。")
        return redirect("duties:roster", pk)
    period = period_at(form.cleaned_data["target"], form.cleaned_data["what"])
    try:
        copied, known = actions.copy_shifts(
            roster, source=period.before, target=period.first, days=period.days, by=request.user, at=timezone.now()
        )
    except Refused as refused:
        refuse(request, refused)
    else:
        said.success(request, f"已复制 {copied} 个班次" + (f",{known} 个已经在表上。" if known else "。"))
    return redirect(f"{reverse('duties:roster', args=[pk])}?from={period.first}&view={period.view}")


@guard(VIEW)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a roster."""
    roster = find(ROWS, request, pk, need=WATCH)
    try:
        actions.end_roster(roster, by=request.user, at=timezone.now())
    except Refused as refused:
        refuse(request, refused)
    else:
        said.success(request, "已停用。班次和监看记录保留。")
    return redirect("duties:roster", pk)


@guard(VIEW)
@require_GET
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """Download the shifts of the period in the form that can be imported."""
    roster, now, period = find(ROWS, request, pk), timezone.now(), _period(request)
    response = HttpResponse(content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"值班表-{roster.pk}-{period.first}.xlsx")
    shifts = shifts_in(roster, period.first, period.days)
    count = write_shifts(response, shifts, by=str(request.user), at=now)  # type: ignore[arg-type]
    record("export.made", by=request.user, at=now, obj=roster, after={"title": "值班表", "rows": count})
    return response


@guard(VIEW)
@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The roster to hang up: the page to print, PDF or Word file."""
    roster, now, period = find(ROWS, request, pk), timezone.now(), _period(request)
    kind = kind_asked(request)
    if kind != "html":
        record("export.made", by=request.user, at=now, obj=roster, after={"title": "值班表", "rows": period.days})
    home = reverse("duties:roster", args=[roster.pk])
    paper = roster_paper(roster, period, rows_of(roster, period, timezone.localdate(now)))
    span = f"&from={period.first}&view={period.view}"
    context: dict[str, Any] = {"pairs": pairs_of("值班", reverse("duties:rosters"), str(roster), home, "打印")}
    context |= {"pdf_href": f"?as=pdf{span}", "docx_href": f"?as=docx{span}"}
    name = f"值班表-{roster.pk}-{period.first}"
    return respond(paper, request, kind, at=now, name=name, template="duties/paper.html", context=context)
