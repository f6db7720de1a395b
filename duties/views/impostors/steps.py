"""What is done about an impostor (假冒账号处置), each step a short page that serves on the phone."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages as said
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import MediaAccount
from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.models import Unit

from ...actions import impostors as actions
from ...forms.duty import ReasonForm
from ...forms.impostors import CloseCaseForm, FiledForm, FindingForm, InvolveForm, NameUnitForm, PartnerAnswerForm
from ...impostors.compare import matches_of
from ...impostors.steps import steps_of
from ...models import ImpostorCase, ImpostorContact
from ..duty import VIEW, find, form_page
from .detail import HANDLE, NAME_UNIT, ROWS

METHODS = ["GET", "POST"]


@guard(VIEW)
@require_http_methods(METHODS)
def name_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whose name is abused; accounts that the register finds alike are offered first."""
    case = find(ROWS, request, pk, need=NAME_UNIT)
    alike = matches_of(case.root, name=case.name, handle=case.handle, link=case.link)
    units = Unit.objects.visible_to(request.user).running().filter(root=case.root_id).order_by("path")
    likely = [match.account.pk for match in alike]
    accounts = MediaAccount.objects.running().filter(pk__in=likely).select_related("platform").order_by("pk")
    first = alike[0].account if alike else None
    initial = {"unit": first.unit_id if first else case.unit_id, "account": first}
    form = NameUnitForm(request.POST or None, units=units, accounts=accounts, initial=initial)

    def act() -> None:
        data = form.cleaned_data
        actions.name_unit(case, unit=data["unit"], account=data["account"], by=request.user, at=timezone.now())

    return step_page(request, case, form, act, title="指定被冒用单位", button="指定", word="已指定,该单位已收到消息。")


@guard(VIEW)
@require_http_methods(METHODS)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it is an impostor."""
    case = find(ROWS, request, pk, need=HANDLE)
    form = FindingForm(request.POST or None)

    def act() -> None:
        actions.confirm(case, finding=form.cleaned_data["finding"], by=request.user, at=timezone.now())

    note = "核实时与台账比对的结果随案卷保存。"
    return step_page(
        request, case, form, act, title="核实为假冒", button="认定为假冒", word="已认定为假冒账号。", note=note
    )


@guard(VIEW)
@require_http_methods(METHODS)
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it is none."""
    case = find(ROWS, request, pk, need=HANDLE)
    form = FindingForm(request.POST or None)

    def act() -> None:
        actions.dismiss(case, finding=form.cleaned_data["finding"], by=request.user, at=timezone.now())

    return step_page(request, case, form, act, title="不是假冒", button="认定为不是假冒", word="已认定为不是假冒。")


@guard(VIEW)
@require_http_methods(METHODS)
def involve(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a partner was brought in."""
    case, now = find(ROWS, request, pk, need=HANDLE), timezone.now()
    form = InvolveForm(request.POST or None, case=case, now=now)

    def act() -> None:
        data = {name: value for name, value in form.cleaned_data.items() if name != "token"}
        actions.involve(case, **data, by=request.user, at=now)

    return step_page(request, case, form, act, title="商请协同", button="登记", word="已登记。")


@guard(VIEW)
@require_http_methods(METHODS)
def partner(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what a partner said."""
    entry = get_object_or_404(ImpostorContact.objects.all(), pk=pk)
    case, now = find(ROWS, request, entry.case_id, need=HANDLE), timezone.now()
    form = PartnerAnswerForm(request.POST or None, now=now, initial={"answer": entry.answer})

    def act() -> None:
        data = form.cleaned_data
        actions.answer_partner(entry, answer=data["answer"], moment=data["moment"], by=request.user, at=now)

    return step_page(request, case, form, act, title=f"{entry.name}的答复", button="登记答复", word="已登记答复。")


@guard(VIEW)
@require_http_methods(METHODS)
def file_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the filing with the authority."""
    case = find(ROWS, request, pk, need=HANDLE)
    initial = {"on": case.filed_on or timezone.localdate(), "number": case.filed_no}
    form = FiledForm(request.POST or None, initial=initial)

    def act() -> None:
        data = form.cleaned_data
        actions.file_report(case, on=data["on"], number=data["number"], by=request.user, at=timezone.now())

    rule = case.edition.edition.impostors
    note = f"{rule.article}:报{rule.report_to}备案。" if rule else ""
    return step_page(request, case, form, act, title="登记报备", button="登记报备", word="已登记报备。", note=note)


@guard(VIEW)
@require_http_methods(METHODS)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the case."""
    case = find(ROWS, request, pk, need=HANDLE)
    steps = steps_of(case, list(case.contacts.all()), list(case.letters.all()))
    form = CloseCaseForm(request.POST or None, unmet=[step.label for step in steps if not step.done])

    def act() -> None:
        data = {name: value for name, value in form.cleaned_data.items() if name != "token"}
        actions.close(case, **data, by=request.user, at=timezone.now())

    return step_page(request, case, form, act, title="办结", button="办结", word="已办结。")


@guard(VIEW)
@require_http_methods(METHODS)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the case up anew."""
    case = find(ROWS, request, pk, need=HANDLE)
    form = ReasonForm(request.POST or None, label="重新办理的原因")

    def act() -> None:
        actions.reopen(case, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())

    return step_page(request, case, form, act, title="重新办理", button="重新办理", word="已重新办理,请重新核实。")


def step_page(
    request: HttpRequest, case: ImpostorCase, form: Any, do: Callable[[], None], *, title: str, button: str, word: str,
    **more: Any,
) -> HttpResponse:  # fmt: skip
    """Show the form of one step; done, go back to the case with a word."""
    home = reverse("duties:impostor", args=[case.pk])

    def act() -> str:
        do()
        said.success(request, word)
        return home

    crumbs = ("假冒账号", reverse("duties:impostors"), case.name, home)
    return form_page(
        request, form, act, title=title, button=button, back=home, crumbs=crumbs, case=case,
        above="duties/impostors/short.html", **more,
    )  # fmt: skip
