"""What the download centre adds when it starts: rights, audit names, jobs, its place in the navigation."""

from typing import Any

from django.db.models import QuerySet

from ..audit import register
from ..ui import navigation
from . import jobs, permissions, schedules
from .models import Export

for _code, _label in (
    ("export.asked", "申请导出"),
    ("export.started", "开始生成导出"),
    ("export.ready", "生成导出文件"),
    ("export.failed", "导出未生成"),
    ("export.cancelled", "取消导出"),
    ("export.again", "重新生成导出"),
    ("export.downloaded", "下载导出文件"),
    ("export.expired", "清理导出文件"),
    ("export.scheduled", "安排定期导出"),
    ("export.rescheduled", "更改定期导出的接收人"),
    ("export.unscheduled", "停止定期导出"),
):
    register(_code, _label)


def waiting(user: Any) -> QuerySet[Export]:
    """Return the person's exports that are not made yet."""
    return Export.objects.visible_to(user).waiting()


navigation.register(
    "下载中心", "exports:list", perm="core.use_exports", counter=waiting, order=64, place=navigation.MORE,
    testid="nav-exports",
)  # fmt: skip

__all__ = ["jobs", "permissions", "schedules"]
