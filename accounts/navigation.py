"""Items of the navigation for units, people, register, platforms, and for the ground floor's own pages."""

from typing import Any

from django.db.models import QuerySet

from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.ui import navigation


def unread_of(user: Any) -> QuerySet[Notice]:
    """Return the messages that the person has not read."""
    return Notice.objects.filter(user=user, read_at__isnull=True)


navigation.register("账号台账", "accounts:list", perm="accounts.view_account", order=40, group="账号")
navigation.register("工作群", "accounts:groups", perm="accounts.view_groups", order=45, group="账号")
navigation.register("单位", "units:list", perm="core.view_units", order=50, group="账号")
navigation.register("人员", "people:list", perm="core.view_people", order=60, group="账号")
navigation.register("离任移交", "people:handovers", perm="accounts.view_handovers", order=62, group="账号")
navigation.register(
    "平台目录", "platforms:list", perm="accounts.manage_platforms", order=70, place=navigation.MORE, group="设置"
)
navigation.register("审计日志", "audit:list", perm="core.view_audit", order=90, place=navigation.MORE, group="设置")
navigation.register(
    "消息", "messages:list", counter=unread_of, order=10, place=navigation.HEADER, testid="messages-count"
)
