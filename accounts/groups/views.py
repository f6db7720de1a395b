"""Pages of work groups (工作群): the list, one group, its members, end of work, clean-up."""

import io
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.workbook.sheets import Column, Sheet
from newmedia_portal.core.workbook.writer import write_xlsx

from ..models import GroupMember, WorkGroup
from ..views.common import form_page, run
from . import actions
from .forms import CleanupForm, EndForm, LeaveForm, MembersForm
from .reading import COLUMNS, USUAL
from .standing import cleanup_of, open_lines, rule_of, unnamed

VIEW = "accounts.view_account"
METHODS = ["GET", "POST"]
ROWS = 300


def visible_group(request: HttpRequest, pk: int) -> WorkGroup:
    """Return the group of a visible entry, or answer not found."""
    rows = WorkGroup.objects.visible_to(request.user).select_related("account__platform", "unit__root")
    return get_object_or_404(rows, account=pk)


def own_group(request: HttpRequest, pk: int) -> WorkGroup:
    """Return a running group that the person may run; anything else is not found."""
    group = visible_group(request, pk)
    if not request.user.has_perm(actions.RIGHT, group) or group.dissolved_on is not None:
        raise Http404
    return group


@guard(VIEW)
@require_GET
def group_list(request: HttpRequest) -> HttpResponse:
    """List the groups that the person may see; what is late comes first."""
    today = timezone.localdate()
    rows = WorkGroup.objects.visible_to(request.user).select_related("account", "unit")
    groups = [{"group": one, "word": one.word(today)} for one in rows[:ROWS]]
    order = ["逾期", "待撤销", "在用", "已撤销"]
    groups.sort(key=lambda row: order.index(row["word"]))
    counts = {word: sum(row["word"] == word for row in groups) for word in order}
    return render(request, "accounts/groups/list.html", {"groups": groups, "counts": counts})


@guard(VIEW)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a group: period, members, review team, clean-up list."""
    group, today = visible_group(request, pk), timezone.localdate()
    rule, sees = rule_of(group, today), request.user.has_perm("accounts.view_members", group)
    present = list(group.members.filter(until__isnull=True))
    context = {
        "group": group,
        "account": group.account,
        "rule": rule,
        "word": group.word(today),
        "sees": sees,
        "members": present if sees else [],
        "number": len(present),
        "unnamed": unnamed(group),
        "former": group.members.filter(until__isnull=False).order_by("-until") if sees else [],
        "heads": group.account.team.filter(role="group_owner").order_by("-since", "-pk"),
        "cleanup": cleanup_of(group, rule),
        "left_over": open_lines(group, rule),
        "runs": request.user.has_perm(actions.RIGHT, group) and group.dissolved_on is None,
    }
    return render(request, "accounts/groups/detail.html", context)


@guard(VIEW)
@require_http_methods(METHODS)
def members(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter members from a pasted or uploaded list."""
    group = own_group(request, pk)
    form = MembersForm(request.POST or None, request.FILES or None)

    def act(data: dict[str, Any]) -> None:
        whole = data["how"] == "whole"
        fresh, changed, left = actions.enter_members(group, form.rows, whole=whole, by=request.user, at=timezone.now())
        messages.success(request, f"已登记：新增 {fresh} 人，更新 {changed} 人，退群 {left} 人。")

    if request.method == "POST" and run(form, act):
        return redirect("accounts:group", pk)
    lead = (
        "成员按实名登记（第六条第四款）；手机号码加密保存，页面只显示首尾。"
        if rule_of(group, timezone.localdate())
        else ""
    )
    return _form(request, group, form, "登记群成员", "登记", lead=lead, multipart=True)


@guard(VIEW)
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """Hand out the empty list of members as a workbook."""
    columns = tuple(Column(COLUMNS[code][0]) for code in USUAL)
    stream = io.BytesIO()
    write_xlsx(stream, [Sheet("群成员名单", columns, [])], by=str(request.user), at=timezone.now())
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return HttpResponse(
        stream.getvalue(), content_type=kind, headers={"Content-Disposition": 'attachment; filename="members.xlsx"'}
    )


@guard(VIEW)
@require_http_methods(METHODS)
def leave(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Note that a member left."""
    group = own_group(request, pk)
    one = get_object_or_404(GroupMember.objects.select_related("group__unit"), pk=member, group=group, until=None)
    form = LeaveForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and run(
        form, lambda data: actions.leave(one, on=data["on"], by=request.user, at=timezone.now())
    ):
        messages.success(request, f"已登记{one}退群。")
        return redirect("accounts:group", pk)
    return _form(request, group, form, f"登记退群：{one}", "登记退群")


@guard(VIEW)
@require_http_methods(METHODS)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the end of the work."""
    group = own_group(request, pk)
    form = EndForm(request.POST or None, initial={"on": group.expected_end_on})

    def act(data: dict[str, Any]) -> None:
        done = actions.end_work(group, by=request.user, at=timezone.now(), **data)
        until = f"请在 {done.dissolve_due_on} 前撤销，并办理撤销登记。" if done.dissolve_due_on else ""
        messages.success(request, f"已登记工作结束。{until}")

    if request.method == "POST" and run(form, act):
        return redirect("accounts:group", pk)
    rule = rule_of(group, timezone.localdate())
    period = rule.dissolve if rule else None
    lead = f"{period.article}：{period.text}撤销（{period.basis_label}）。{period.note}" if period else ""
    return _form(request, group, form, "登记工作结束", "登记工作结束", lead=lead)


@guard(VIEW)
@require_http_methods(METHODS)
def cleanup(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm lines of the clean-up list."""
    group = own_group(request, pk)
    left = [line for line in cleanup_of(group, rule_of(group, timezone.localdate())) if line.done is None]
    if not left:
        raise Http404
    form = CleanupForm(request.POST or None, lines=[(line.code, line.text) for line in left])

    def act(data: dict[str, Any]) -> None:
        actions.clean(group, data["codes"], note=data["note"], by=request.user, at=timezone.now())

    if request.method == "POST" and run(form, act):
        messages.success(request, "清理事项已确认。")
        return redirect("accounts:group", pk)
    lead = f"{left[0].article}要求清理相关信息；清单各项为{left[0].mark}。"
    return _form(request, group, form, "清理清单", "确认所选", lead=lead)


def _form(request: HttpRequest, group: WorkGroup, form: Any, title: str, button: str, **more: Any) -> HttpResponse:
    back = reverse("accounts:group", args=[group.account_id])
    return form_page(
        request, form, title=f"{title}：{group}", button=button, back=back, crumbs=(str(group), back), **more
    )
