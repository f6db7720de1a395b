"""The watch on the workbench (工作台) and on the page of an account (账号页面)."""

from datetime import timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.models import MediaAccount
from accounts.panels import Panel, register_panel
from newmedia_portal.core.access.roles import AUTHORITY, WRITERS
from newmedia_portal.core.access.scope import holds_any
from newmedia_portal.core.ui.workbench import Card, register_card, register_todo

from ...board import NEW_DAYS
from ...desk import ROWS, asked, flagged, proposed
from ...models import AccountActivity, SilenceFlag


@register_card
def of_department(request: HttpRequest) -> Card | None:
    """New flags and requests to pause, for the department."""
    if not holds_any(request.user, AUTHORITY):
        return None
    since = timezone.localdate() - timedelta(days=NEW_DAYS)
    fresh = SilenceFlag.objects.visible_to(request.user).open().filter(raised_on__gt=since)
    flags = list(fresh.select_related("account__platform", "unit").order_by("-pk")[:ROWS])
    pauses = list(asked(request.user).select_related("account", "unit").order_by("pk")[:ROWS])
    if not flags and not pauses:
        return None
    context = {"flags": flags, "pauses": pauses}
    return Card("静默监测", "assessments/watch/desk_department.html", context, note=f"近 {NEW_DAYS} 天新增",
                url=reverse("assessments:activity"), order=40, waiting=len(pauses))  # fmt: skip


@register_card
def of_unit(request: HttpRequest) -> Card | None:
    """Flagged accounts and proposals to close, for the unit's writers."""
    if not holds_any(request.user, WRITERS):
        return None
    proposals = list(proposed(request.user).select_related("account").order_by("pk")[:ROWS])
    rows = list(flagged(request.user).order_by("-silent_days", "account")[:ROWS])
    if not rows and not proposals:
        return None
    context = {"rows": rows, "proposals": proposals}
    return Card("需要更新的账号", "assessments/watch/desk_unit.html", context, url=reverse("assessments:watch"),
                order=25, waiting=len(proposals))  # fmt: skip


@register_todo
def waits_for_department(request: HttpRequest, tab: str) -> Card | None:
    """Requests to pause that wait for the department's answer."""
    if tab != "todo" or not holds_any(request.user, AUTHORITY):
        return None
    pauses = list(asked(request.user).select_related("account", "unit").order_by("pk")[:ROWS])
    if not pauses:
        return None
    return Card("暂停更新申请", "assessments/watch/desk_department.html", {"flags": [], "pauses": pauses},
                url=reverse("assessments:pauses"), order=40, waiting=len(pauses))  # fmt: skip


@register_todo
def waits_for_unit(request: HttpRequest, tab: str) -> Card | None:
    """Proposals to close that wait for the unit's answer."""
    if tab != "todo" or not holds_any(request.user, WRITERS):
        return None
    proposals = list(proposed(request.user).select_related("account").order_by("pk")[:ROWS])
    if not proposals:
        return None
    return Card("关闭建议", "assessments/watch/desk_unit.html", {"rows": [], "proposals": proposals},
                url=reverse("assessments:watch"), order=25, waiting=len(proposals))  # fmt: skip


@register_panel
def of_account(request: HttpRequest, account: MediaAccount) -> Panel | None:
    """Where the account stands, on its page."""
    if account.platform.is_group:
        return None
    row = AccountActivity.objects.filter(pk=account.pk).first()
    return Panel("活跃度", "assessments/watch/panel.html", {"row": row, "account": account})
