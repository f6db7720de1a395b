"""Changes of the register outside of filings: corrections, custody, accounts found without a filing."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from newmedia_portal.core.access.guard import guard

from ..actions import register as actions
from ..actions.circle import enter_circle
from ..actions.common import edition_of
from ..actions.platforms import recognise
from ..actions.register.corrections import ChangedMeanwhile, may_correct
from ..circle import circle_of
from ..forms.register import CircleForm, CorrectForm, CustodyForm, UnfiledForm
from ..models import CircleMember, MediaAccount
from ..words import words_of
from .account import visible_account
from .common import form_page, run

METHODS = ["GET", "POST"]


@guard("accounts.view_account")
@require_http_methods(METHODS)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct facts of an entry; a change made meanwhile by others is shown beside one's own."""
    account = visible_account(request, pk)
    allowed = may_correct(request.user, account)
    if not allowed or account.has_ended:
        raise Http404
    edition = edition_of(account.unit, timezone.localdate())
    form = CorrectForm(request.POST or None, instance=account, allowed=allowed, edition=edition)
    differences: list[dict[str, str]] = []

    def act(data: dict[str, Any]) -> None:
        facts = {"version": data["version"], "reason": data["reason"], "by": request.user, "at": timezone.now()}
        try:
            actions.correct(account, form.changes(), **facts)
        except ChangedMeanwhile as conflict:
            differences.extend(_side_by_side(conflict))
            raise

    if request.method == "POST" and run(form, act):
        messages.success(request, "台账已更正,变更前后的内容留在历史中。")
        return redirect("accounts:detail", account.pk)
    if differences:
        form = _on_top_of_the_newest(request, form, account, allowed)
    back = reverse("accounts:detail", args=[account.pk])
    return form_page(
        request, form, title=f"更正台账:{account}", button="保存更正", back=back, crumbs=(account.name, back),
        lead="只改登记有误的内容。账号名称、管理队伍等发生变化的,请提交变更备案。",
        template="accounts/correct.html", differences=differences,
    )  # fmt: skip


@guard("accounts.manage_circle")
@require_http_methods(METHODS)
def circle(request: HttpRequest, pk: int) -> HttpResponse:
    """Record membership of the department's circle."""
    account = visible_account(request, pk)
    duty = circle_of(edition_of(account.unit, timezone.localdate()))
    if duty is None or not request.user.has_perm("accounts.manage_circle", account):
        raise Http404
    member = CircleMember.objects.filter(account=account).first()
    known = {name: getattr(member, name) for name in CircleForm.base_fields} if member else None
    form = CircleForm(request.POST or None, initial=known)

    def act(data: dict[str, Any]) -> None:
        enter_circle(account, by=request.user, at=timezone.now(), **data)

    if request.method == "POST" and run(form, act):
        messages.success(request, "工作圈登记已保存。")
        return redirect("accounts:detail", account.pk)
    back = reverse("accounts:detail", args=[account.pk])
    lead = f"依据 {duty.article}:{duty.paraphrase}"
    return form_page(
        request, form, title=f"工作圈:{account}", button="保存", back=back, crumbs=(account.name, back), lead=lead
    )


@guard("accounts.hand_over_password")
@require_http_methods(METHODS)
def custody(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that the password passed to another keeper."""
    account = visible_account(request, pk)
    if not request.user.has_perm("accounts.hand_over_password", account):
        raise Http404
    form = CustodyForm(request.POST or None)

    def act(data: dict[str, Any]) -> None:
        actions.hand_over_password(account, by=request.user, at=timezone.now(), **data)

    if request.method == "POST" and run(form, act):
        messages.success(request, "口令保管移交已登记。")
        return redirect("accounts:detail", account.pk)
    back = reverse("accounts:detail", args=[account.pk])
    lead = "只登记保管人和日期。任何页面都不要填写口令本身。"
    return form_page(
        request,
        form,
        title=f"口令保管移交:{account}",
        button="登记移交",
        back=back,
        crumbs=(account.name, back),
        lead=lead,
    )


@guard("accounts.record_unfiled")
@require_http_methods(METHODS)
def unfiled(request: HttpRequest) -> HttpResponse:
    """Enter an account found without a filing."""
    form = UnfiledForm(request.POST or None, by=request.user)
    made: list[MediaAccount] = []

    def act(data: dict[str, Any]) -> None:
        facts = {name: data[name] for name in ("platform", "name", "handle", "link")}
        made.append(
            actions.record_unfiled(
                unit=data["unit"],
                data=facts,
                found_on=data["found_on"],
                reason=data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        )

    if request.method == "POST" and run(form, act):
        messages.success(request, f"已登记未备案账号“{made[0]}”,请督促主办单位补办备案。")
        return redirect("accounts:detail", made[0].pk)
    back = reverse("accounts:list")
    return form_page(
        request, form, title="登记未备案账号", button="登记未备案账号", back=back, crumbs=("账号台账", back),
        lead="发现正在运行而没有备案的账号时使用。登记后列为未备案,由主办单位补办。",
        template="accounts/unfiled.html",
    )  # fmt: skip


@guard("accounts.view_account")
@require_GET
def recognise_link(request: HttpRequest) -> JsonResponse:
    """Say which platform and account a pasted link means, for the forms."""
    found = recognise(request.GET.get("link", "")[:2000])
    if found is None:
        return JsonResponse({"fields": {}, "message": "没有认出平台,请手工选择平台并填写账号标识。"})
    fields = {
        "platform": found.platform.code,
        "handle": found.handle,
        "platform_id": found.handle,
        "link": found.link,
    }
    seen = f"已识别:{found.platform}" + (f",标识 {found.handle}" if found.handle else "")
    return JsonResponse({"fields": fields, "message": f"{seen}。{found.note}"})


def _side_by_side(conflict: ChangedMeanwhile) -> list[dict[str, str]]:
    return [
        {"label": d.label, "now": words_of(d.field, d.now) or "空", "yours": words_of(d.field, d.yours) or "空"}
        for d in conflict.differences
    ]


def _on_top_of_the_newest(
    request: HttpRequest, form: CorrectForm, account: MediaAccount, allowed: frozenset[str]
) -> CorrectForm:
    """Return the reader's form again, based on the newest version, so that saving decides knowingly."""
    errors = list(form.non_field_errors())
    account.refresh_from_db()
    data = request.POST.copy()
    data["version"] = str(account.version)
    edition = edition_of(account.unit, timezone.localdate())
    fresh = CorrectForm(data, instance=account, allowed=allowed, edition=edition)
    for message in errors:
        fresh.add_error(None, message)
    return fresh
