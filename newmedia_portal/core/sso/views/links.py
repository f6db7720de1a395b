"""统一认证身份: the list, linking one or many, taking a link back; the security administrator's pages."""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ...access.guard import guard
from ...refusals import Refused
from ...ui.lists import Column, ListPage, PortalFilterSet
from .. import actions
from ..forms import ImportForm, LinkForm, UnlinkForm
from ..models import OuterIdentity

MANAGE = actions.RIGHT


class LinkFilters(PortalFilterSet):
    """Links by name, log-in or outer identity."""

    q = django_filters.CharFilter(label="姓名、登录名或外部标识", method="by_words")

    def by_words(self, rows: QuerySet[OuterIdentity], name: str, value: str) -> QuerySet[OuterIdentity]:
        """Return the links in which the words stand."""
        words = Q(user__full_name__icontains=value) | Q(user__username__icontains=value) | Q(name__icontains=value)
        return rows.filter(words)


class LinkList(ListPage):
    """All links, newest first."""

    code, title, noun = "outer-identities", "统一认证身份", "个身份"
    filterset_class = LinkFilters
    template_name = "sso/links.html"
    empty = ("还没有登记统一认证身份", "登记以后，本人可以用统一认证登录；没有登记的，统一认证通过了也不能进入。")
    columns = (
        Column("user", "姓名", value="user.full_name", main=True, fixed=True, width=16),
        Column("username", "登录名", value="user.username", nowrap=True),
        Column("kind", "方式", value=lambda row: row.get_kind_display(), nowrap=True),
        Column("name", "外部标识", width=30),
        Column("issuer", "签发方", width=30, shown=False),
        Column("set_by", "登记人", value="set_by.full_name", nowrap=True, shown=False),
        Column("set_at", "登记时间", nowrap=True),
        Column("used_at", "最近登录", nowrap=True),
        Column(
            "unlink", "办理", value=lambda row: "解除", nowrap=True,
            url=lambda row: reverse("sso:unlink", args=[row.pk]),
        ),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> QuerySet[OuterIdentity]:
        """Return every link."""
        return OuterIdentity.objects.select_related("user", "set_by")


links = guard(MANAGE)(LinkList.as_view())


@guard(MANAGE)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Ask that one person be linked, or linked anew; another administrator releases it."""
    form = LinkForm(request.POST or None)
    if form.is_bound and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            row = actions.ask_link(said.pop("username"), **said, by=_me(request), at=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            messages.success(request, "申请已提交，等待另一位管理员核准，并已发消息告知本人。")
            return redirect("releases:detail", row.pk)
    lead = (
        "另一位管理员核准后，持有这个外部身份的人以该人员登录，权限仍按其岗位；该人员原来登记的同一方式的身份随之解除。"
        "请先核实身份确属本人。本人也可以在“账户安全”里自己登记。"
    )
    return _page(request, form, title="申请登记统一认证身份", button="提交申请", lead=lead)


@guard(MANAGE)
@require_http_methods(["GET", "POST"])
def import_links(request: HttpRequest) -> HttpResponse:
    """Ask that many people be linked at once."""
    form = ImportForm(request.POST or None)
    if form.is_bound and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            number = actions.ask_many(said.pop("lines"), **said, by=_me(request), at=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            messages.success(request, f"已提交 {number} 位人员的申请，等待另一位管理员一并核准。")
            return redirect("releases:list")
    lead = "人员须已在本平台登记；这里只登记身份，不增加人员，也不给权限。另一位管理员核准后生效。"
    return _page(request, form, title="批量申请登记统一认证身份", button="提交申请", lead=lead)


@guard(MANAGE)
@require_http_methods(["GET", "POST"])
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a link back, with a reason."""
    row = get_object_or_404(OuterIdentity.objects.select_related("user"), pk=pk)
    form = UnlinkForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            actions.unlink(row, reason=form.cleaned_data["reason"], by=_me(request), at=timezone.now())
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            messages.success(request, f"已解除{row.user}的“{row}”。")
            return redirect("sso:links")
    lead = f"解除后，“{row}”不再代表{row.user}，此人现在的全部登录立即结束。本地密码不受影响。"
    return _page(request, form, title="解除统一认证身份", button="解除", lead=lead, danger=True)


def _me(request: HttpRequest) -> Any:
    return request.user


def _page(request: HttpRequest, form: Any, **context: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "sso/form_page.html", {"form": form, "back": reverse("sso:links"), **context}, status=status)
