"""What the table of access needs of variants: a work group with a member, a staff account, a filing told upward."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.models import GroupMember, MediaAccount, Platform, WorkGroup
from filings.models import Filing, UpwardReceipt
from newmedia_portal.core.access.models import Post, Unit
from tests.world import NOON

STANDS_FOR = {
    "accounts:group": {"pk": "group", "member": "group_member"},
    "accounts:staff-ended": {"pk": "staff_account"},
    "filings:upward": {"pk": "told_upward"},
}


def furnish(stage: Any, place: str, number: int, unit: Unit, filing: Filing) -> None:
    """Put a running temporary group, a staff account and a filing with its receipt at a place."""
    account = _account(unit, "wechat_group", f"示例临时群{number}", kind="work_group")
    group = WorkGroup.objects.create(
        account=account, unit=unit, root=unit.root, term="temporary", owner="王某一", registered_on=date(2026, 9, 1)
    )
    stage.put("group", place, account)
    stage.put("group_member", place, GroupMember.objects.create(group=group, name="李某一", since=date(2026, 9, 1)))
    staff = _account(unit, "weibo", f"示例职务号{number}", kind="staff", staff_person="李某一")
    stage.put("staff_account", place, staff)
    above = Post.objects.filter(role="superior").select_related("unit").order_by("pk")[0].unit
    UpwardReceipt.objects.create(filing=filing, unit=above, label="向上级申报", told_at=NOON)
    stage.put("told_upward", place, filing)


def _account(unit: Unit, platform: str, name: str, **more: Any) -> MediaAccount:
    account = MediaAccount(
        unit=unit, root=unit.root, platform=Platform.objects.get(code=platform), name=name,
        created_at=NOON, updated_at=NOON, **more,
    )  # fmt: skip
    account.save()
    return account
