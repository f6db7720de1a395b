"""Confirming entries (登记信息核实): what waits, 信息无变化 in one click for one or many, what was confirmed when."""

from typing import Any

import django_filters
from django.contrib import messages as said
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import MediaAccount
from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.ui.lists import BatchAction, Column, ListPage

from ...actions import people as actions
from ...models import EntryConfirmation
from ...people.gaps import gaps_of
from ...querysets import ConfirmationQuerySet
from ...states import EntryWord
from ..duty import VIEW, find, refuse
from .gaps import UnitFilters

ANSWER = "duties.answer_checks"
ROWS = MediaAccount.objects.running().select_related("unit__root", "platform")
SHOWN = ("name", "handle", "link", "registrant", "certification_subject", "host_unit", "certificate_no")


class EntryFilters(UnitFilters):
    """Accounts by words."""

    q = django_filters.CharFilter(label="名称、账号ID或单位", method="by_words")

    def by_words(self, rows: Any, name: str, value: str) -> Any:
        """Return the accounts that contain the words."""
        return rows.matching(value)


class EntryList(ListPage):
    """The accounts whose entry waits to be confirmed in this period."""

    code, title, noun = "entries", "登记信息核实", "个账号"
    filterset_class = EntryFilters
    template_name = "duties/people/entries.html"
    order = "-pk"
    empty = ("都已核实", "本期没有待核实的账号。", "/duties/people/entries/done/", "看核实记录")
    columns = (
        Column(
            "name", "账号名称", main=True, fixed=True, width=30, sub="handle",
            url=lambda row: reverse("duties:entry", args=[row.pk]),
        ),
        Column("platform", "平台", value="platform.name"),
        Column("unit", "单位", value="unit.name", width=24),
        Column("updated_at", "台账更新", nowrap=True),
        Column("state", "状态", value=lambda row: row.get_state_display(), status=True),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> Any:
        """Return the visible accounts that wait."""
        rows = gaps_of("confirmation", request.user, timezone.localdate())
        return rows.select_related("platform", "unit")

    def batch(self, request: HttpRequest) -> list[BatchAction]:
        """Let those who answer for a unit confirm many at once."""
        if not request.user.has_perm(ANSWER):
            return []
        return [BatchAction("所选信息无变化", reverse("duties:entries-confirm"), testid="confirm-chosen")]


entry_list = guard(VIEW)(EntryList.as_view())


class ConfirmationList(ListPage):
    """What was confirmed when."""

    code, title, noun = "confirmations", "核实记录", "条"
    filterset_class = UnitFilters
    order = "-at"
    empty = ("还没有核实记录", "在“登记信息核实”中确认后,这里可以查到。")
    columns = (
        Column(
            "account", "账号", value="account.name", main=True, fixed=True, width=30,
            url=lambda row: reverse("accounts:detail", args=[row.account_id]),
        ),
        Column("unit", "单位", value="unit.name", width=24),
        Column("period", "周期", nowrap=True),
        Column("at", "核实时间", sort="at", nowrap=True),
        Column("by", "核实人", value="by.full_name"),
        Column("version", "台账版本", numeric=True, shown=False),
        Column("result", "结果", value=lambda row: row.get_result_display(), status=True),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> ConfirmationQuerySet:
        """Return the visible confirmations."""
        rows = EntryConfirmation.objects.visible_to(request.user)
        return rows.select_related("account", "unit", "by")


confirmation_list = guard(VIEW)(ConfirmationList.as_view())


@guard(VIEW)
@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an entry with 信息无变化 and 有变化; the latter leads to a change filing for the account."""
    account = find(ROWS, request, pk, need="" if request.method == "GET" else ANSWER)
    if request.method == "POST":
        result = EntryWord.CHANGED if request.POST.get("result") == EntryWord.CHANGED else EntryWord.SAME
        try:
            actions.confirm_entries([account], result=result, by=request.user, at=timezone.now())
        except Refused as refused:
            refuse(request, refused)
            return redirect("duties:entry", account.pk)
        if result == EntryWord.CHANGED:
            said.info(request, "请办理变更备案,把有变化的登记事项改过来。")
            return redirect(f"{reverse('filings:begin', args=['change'])}?account={account.pk}")
        said.success(request, f"“{account}”登记信息无变化,已核实。")
        return redirect("duties:entries")
    labels = [(account._meta.get_field(name).verbose_name, getattr(account, name)) for name in SHOWN]
    context = {
        "title": f"核实登记信息:{account}", "account": account, "facts": [pair for pair in labels if pair[1]],
        "team": list(account.team.filter(until__isnull=True)), "may": request.user.has_perm(ANSWER, account),
        "keeper": account.custody.filter(until__isnull=True).first(),
        "known": list(account.confirmations.select_related("by")[:6]),
    }  # fmt: skip
    return render(request, "duties/people/entry.html", context)


@guard(ANSWER)
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Confirm the chosen entries as they stand."""
    wanted = [int(pk) for pk in request.POST.getlist("chosen") if pk.isascii() and pk.isdecimal() and len(pk) < 19]
    accounts = list(ROWS.visible_to(request.user).filter(pk__in=wanted[:1000]).order_by("pk"))
    try:
        done = actions.confirm_entries(accounts, by=request.user, at=timezone.now())
        said.success(request, f"已核实 {len(done)} 个账号,登记信息无变化。")
    except Forbidden as refused:
        raise Http404 from refused
    except Refused as refused:
        refuse(request, refused)
    return redirect("duties:entries")
