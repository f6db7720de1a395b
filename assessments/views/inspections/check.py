"""The check of one account (检查账号), a page that serves on the phone: items, evidence, next and previous."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from duties.inquiries.history import history_of
from duties.views.duty import BOTTOM_BAR, form_page
from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Forbidden, Refused

from ...actions import inspections as actions
from ...forms.inspections import AnswerForm, AssignForm, PointForm, ReasonForm
from ...inspecting.states import CampaignState, InspectedState, Outcome, Verdict
from ...inspecting.template import from_rows
from ...inspecting.verdicts import Given, result_of
from ...models import Campaign, Finding, Inspected
from .common import DIRECT, INSPECT, METHODS, SECOND, VIEW, find_row
from .prepare import people_of


@guard(VIEW)
@require_http_methods(METHODS)
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a check; its inspector answers, saves, finishes and goes on to the next account."""
    if request.method == "GET":
        return page(request, find_row(request, pk))
    row = find_row(request, pk, need=INSPECT)
    forms = _forms(row, request.POST, request.FILES)
    valid = [form.is_valid() for form in forms]
    if not all(valid):
        return page(request, row, forms=forms, status=422, refused="有的检查项填写有误，请改正。")
    given = {form.item.code: form.given for form in forms if form.given is not None}
    do, now = request.POST.get("do", "save"), timezone.now()
    try:
        actions.answer(row, given, by=request.user, at=now)
        if do == "finish":
            done = actions.finish(row, by=request.user, at=now)
            messages.success(request, _finished(done))
    except Forbidden as refused:
        raise Http404 from refused
    except Refused as refused:
        return page(request, find_row(request, pk), forms=forms, status=409, refused=refused.message)
    if do == "save":
        messages.success(request, "已保存。")
        return redirect("assessments:inspected", pk)
    following = neighbours(request, row)[1]
    return redirect("assessments:inspected", following if following is not None else pk)


def page(
    request: HttpRequest, row: Inspected, *, forms: list[AnswerForm] | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    """Show the check with what the person may do now."""
    runs = row.campaign.state == CampaignState.RUNNING
    inspects = runs and row.state == InspectedState.WAITING and request.user.has_perm(INSPECT, row)
    directs = request.user.has_perm(DIRECT, row)
    waits = runs and row.state in InspectedState.within("open")
    items = {item.code: item for item in from_rows(row.campaign.template)}
    answers = list(row.answers.select_related("by").prefetch_related("files"))
    found = result_of(list(items.values()), [Given(one.code, one.outcome, one.hits) for one in answers])
    before, after = neighbours(request, row)
    rows = Finding.objects.visible_to(request.user).filter(account=row.account_id)
    context = {
        "row": row,
        "campaign_url": _campaign_url(request, row),
        "inspects": inspects,
        "main_class": BOTTOM_BAR if inspects else "",
        "forms": (forms or _forms(row)) if inspects else [],
        "answers": [(items[one.code], one) for one in answers if one.code in items],
        "foreseen": Verdict(found.verdict).label,  # type: ignore[arg-type]
        "open_items": sum(one.outcome == Outcome.OPEN for one in answers),
        "point": PointForm(initial={"point": timezone.localtime(row.inspected_at or timezone.now())}),
        "seconds": runs and row.state == InspectedState.SECOND and request.user.has_perm(SECOND, row),
        "may_assign": directs and waits,
        "may_reopen": directs and runs and not waits,
        "before": before,
        "after": after,
        "found": rows.select_related("campaign").order_by("-pk")[:10],
        "events": history_of(row),
        **more,
    }
    return render(request, "assessments/inspections/check.html", context, status=status)


def _campaign_url(request: HttpRequest, row: Inspected) -> str:
    """Return the accounts of the campaign for those who may see them; a unit sees its own accounts only."""
    if not Campaign.objects.visible_to(request.user).filter(pk=row.campaign_id).exists():
        return ""
    return reverse("assessments:inspection-accounts", args=[row.campaign_id])


def neighbours(request: HttpRequest, row: Inspected) -> tuple[int | None, int | None]:
    """Return the account before and the next one that wait for the person in this campaign."""
    mine = Q(inspector=request.user.pk, state=InspectedState.WAITING) | Q(
        second=request.user.pk, state=InspectedState.SECOND
    )
    rows = Inspected.objects.filter(mine, campaign=row.campaign_id).order_by("pk").values_list("pk", flat=True)
    before = rows.filter(pk__lt=row.pk).last()
    after = rows.filter(pk__gt=row.pk).first()
    return before, after if after is not None else rows.exclude(pk=row.pk).first()


def _forms(row: Inspected, data: Any = None, files: Any = None) -> list[AnswerForm]:
    items = {item.code: item for item in from_rows(row.campaign.template)}
    answers = row.answers.prefetch_related("files").order_by("number")
    return [AnswerForm(data, files, item=items[one.code], answer=one) for one in answers if one.code in items]


def _finished(row: Inspected) -> str:
    if row.state == InspectedState.SECOND:
        return f"{row.name}：{row.get_verdict_display()}，已交 {row.second} 复核。"
    return f"{row.name}：{row.get_verdict_display()}，已完成。"


@guard(VIEW)
@require_POST
def point(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the time point and fill the automatic items anew."""
    row, form = find_row(request, pk, need=INSPECT), PointForm(request.POST)
    if not form.is_valid():
        return page(request, row, status=422, refused="请填写检查时点，例如 2026-09-18 10:30。")
    try:
        actions.refill(row, point=form.cleaned_data["point"], by=request.user, at=timezone.now())
    except Refused as refused:
        return page(request, find_row(request, pk), status=409, refused=refused.message)
    messages.success(request, "已按新的检查时点重新取数。")
    return redirect("assessments:inspected", pk)


@guard(VIEW)
@require_http_methods(METHODS)
def skip(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that an account cannot be checked."""
    row, now = find_row(request, pk, need=INSPECT), timezone.now()
    form = ReasonForm(request.POST or None, label="没有检查的原因")
    words = "登记未查"
    return _reason(request, row, form, words, lambda why: actions.skip(row, why=why, by=request.user, at=now))


@guard(VIEW)
@require_http_methods(METHODS)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Have an account checked again."""
    row, now = find_row(request, pk, need=DIRECT), timezone.now()
    form = ReasonForm(request.POST or None, label="重新检查的原因")
    words = "重新检查"
    return _reason(request, row, form, words, lambda why: actions.reopen(row, reason=why, by=request.user, at=now))


@guard(VIEW)
@require_http_methods(METHODS)
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the check or the second look to another person."""
    row, now = find_row(request, pk, need=DIRECT), timezone.now()
    label = "复核人" if row.state == InspectedState.SECOND else "检查人"
    form = AssignForm(request.POST or None, people=people_of(row.campaign.unit), label=label)
    home = reverse("assessments:inspected", args=[pk])

    def act() -> str:
        actions.assign_to(row, form.cleaned_data["person"], by=request.user, at=now)
        return home

    return form_page(request, form, act, title=f"指定{label}", button="指定", back=home, crumbs=_crumbs(row))


def _reason(request: HttpRequest, row: Inspected, form: ReasonForm, title: str, do: Any) -> HttpResponse:
    home = reverse("assessments:inspected", args=[row.pk])

    def act() -> str:
        do(form.cleaned_data["reason"])
        return home

    return form_page(request, form, act, title=title, button=title, back=home, crumbs=_crumbs(row))


def _crumbs(row: Inspected) -> tuple[str, ...]:
    campaign = reverse("assessments:inspection", args=[row.campaign_id])
    return (row.campaign.name, campaign, row.name, reverse("assessments:inspected", args=[row.pk]))
