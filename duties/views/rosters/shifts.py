"""One shift (班次): exchange, cancel, hand over; a look at accounts and comment areas (监看)."""

from django.contrib import messages as said
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from newmedia_portal.core.access.guard import guard

from ...actions import rosters as actions
from ...forms.duty import ReasonForm
from ...forms.rosters import HandoverForm, LookForm, SwapForm
from ...models import DutyRoster, DutyShift
from ...rosters.desk import note_before
from ..duty import VIEW, WATCH, find, form_page

ROWS = DutyShift.objects.select_related("roster__unit__root", "roster__account", "person", "unit")


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def swap(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody else take over."""
    shift, now = find(ROWS, request, pk, need=WATCH), timezone.now()
    form = SwapForm(request.POST or None, unit=shift.unit)

    def act() -> str:
        data = {name: value for name, value in form.cleaned_data.items() if name != "token"}
        held = actions.swap_shift(shift, **data, by=request.user, at=now)
        said.success(request, f"已换班,由{held.name}值守。")
        return _home(shift)

    return form_page(
        request, form, act, title="换班", button="换班", back=_home(shift), crumbs=_crumbs(shift.roster),
        above="duties/rosters/shift.html", shift=shift,
    )  # fmt: skip


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a shift off the roster."""
    shift, now = find(ROWS, request, pk, need=WATCH), timezone.now()
    form = ReasonForm(request.POST or None, label="取消原因")

    def act() -> str:
        actions.cancel_shift(shift, reason=form.cleaned_data["reason"], by=request.user, at=now)
        said.success(request, "已取消班次。")
        return _home(shift)

    return form_page(
        request, form, act, title="取消班次", button="取消这个班次", back=_home(shift), crumbs=_crumbs(shift.roster),
        above="duties/rosters/shift.html", shift=shift,
    )  # fmt: skip


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the note for the next shift, and read the one before."""
    shift, now = find(ROWS, request, pk, need=WATCH), timezone.now()
    form = HandoverForm(request.POST or None, shift=shift)

    def act() -> str:
        actions.hand_over(shift, note=form.cleaned_data["note"], by=request.user, at=now)
        said.success(request, "已登记交接,下一班会收到消息。")
        return _home(shift)

    return form_page(
        request, form, act, title="交接", button="登记交接", back=_home(shift), crumbs=_crumbs(shift.roster),
        above="duties/rosters/shift.html", shift=shift, before=note_before(shift),
    )  # fmt: skip


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a look at accounts and comment areas."""
    roster, now = (
        find(DutyRoster.objects.select_related("unit__root", "account"), request, pk, need=WATCH),
        timezone.now(),
    )
    form = LookForm(request.POST or None, roster=roster, now=now)

    def act() -> str:
        data = {name: value for name, value in form.cleaned_data.items() if name != "token"}
        actions.log_monitoring(roster, **data, by=request.user, at=now)
        said.success(request, "已登记监看。")
        return reverse("duties:roster-log", args=[roster.pk])

    home = reverse("duties:roster-log", args=[roster.pk])
    crumbs = (*_crumbs(roster), "监看记录", home)
    return form_page(request, form, act, title="登记监看", button="登记监看", back=home, crumbs=crumbs)


def _home(shift: DutyShift) -> str:
    day = timezone.localdate(shift.starts_at)
    return f"{reverse('duties:roster', args=[shift.roster_id])}?from={day}"


def _crumbs(roster: DutyRoster) -> tuple[str, ...]:
    return ("值班", reverse("duties:rosters"), str(roster), reverse("duties:roster", args=[roster.pk]))
