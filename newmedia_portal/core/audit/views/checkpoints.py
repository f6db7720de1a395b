"""Checkpoints and archives on the screen (审计检查点、审计归档), for the auditor alone: comparing, printing."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from ...access.guard import guard
from ...ui.forms import PortalForm
from ...ui.lists import Column, ListPage
from ..keeping import AuditArchive, AuditCheckpoint
from ..models import AuditHead
from ..parts import PartFault, compare, read_checkpoint, verify_part

SEE = "core.view_audit"
#: So many records behind a checkpoint are walked while the reader waits; the command walks all.
AT_ONCE = 3_000


class CompareForm(PortalForm):
    """A checkpoint as it stands on paper or in a mail."""

    number = forms.CharField(label="编号", max_length=20)
    hash = forms.CharField(label="指纹", max_length=200)


def compared(number: str, hash: str) -> tuple[bool, str]:
    """Compare a checkpoint typed in, and walk on from it; return whether all is well, and the sentence."""
    try:
        told = read_checkpoint(f"{number}:{hash}")
        broken = compare(told)
        if broken is not None:
            return False, broken.message
        head = AuditHead.objects.filter(pk=1).values_list("seq", flat=True).first() or 0
        last = min(head, told.seq + AT_ONCE)
        if last == told.seq:
            return True, f"与检查点一致：第 {told.seq} 条，它就是最后一条。"
        read, broken = verify_part(told.seq + 1, last)
    except PartFault as fault:
        return False, str(fault)
    if broken is not None:
        return False, f"检查点一致，但其后有异常：{broken.message}"
    rest = f"其余 {head - last} 条请用 audit_verify 校验。" if last < head else "已校验到最后一条。"
    return True, f"与检查点一致：第 {told.seq} 条。其后 {read} 条衔接完整，{rest}"


class CheckpointList(ListPage):
    """One line for each day, newest first, with the form that compares one from outside."""

    code = "audit-checkpoints"
    title = "审计检查点"
    noun = "个"
    order = "-day"
    template_name = "audit/checkpoints.html"
    empty = ("还没有检查点", "每天 0:20 起自动生成，也可以由运维人员执行 audit_checkpoint。")
    columns = (
        Column(
            "day", "日期", nowrap=True, main=True, fixed=True,
            value=lambda row: f"{row.day}", url=lambda row: reverse("audit:checkpoint", args=[row.pk]),
        ),
        Column("seq", "最后一条", numeric=True, nowrap=True),
        Column("hash", "指纹", value="groups", width=74),
        Column("added", "新增条数", numeric=True),
        Column("refused", "其中被拒绝", numeric=True),
        Column("at", "生成时间", nowrap=True, width=18),
    )  # fmt: skip

    def rows(self, request: HttpRequest) -> QuerySet[AuditCheckpoint]:
        """Return all checkpoints."""
        return AuditCheckpoint.objects.all()

    def context(self, request: HttpRequest) -> dict[str, Any]:
        """Say what comparing found, and whether the last checkpoint is too old."""
        asked = "number" in request.GET or "hash" in request.GET
        form = CompareForm(request.GET if asked else None)
        verdict = compared(**form.cleaned_data) if asked and form.is_valid() else None
        last = AuditCheckpoint.objects.first()
        late = last is not None and last.at < timezone.now() - timedelta(days=2)
        return {"form": form, "late": late, "last": last, "verdict": verdict}


class ArchiveList(ListPage):
    """What was sealed into files and taken from the table."""

    code = "audit-archives"
    title = "审计归档"
    noun = "份"
    order = "-last_seq"
    template_name = "audit/archives.html"
    empty = ("还没有归档", "到期的记录由运维人员以属主执行 audit_archive 封存，封存后在这里登记。")
    columns = (
        Column("file_name", "文件", main=True, fixed=True),
        Column("first_seq", "自第", numeric=True, nowrap=True),
        Column("last_seq", "至第", numeric=True, nowrap=True),
        Column("first_at", "最早", nowrap=True, width=18),
        Column("last_at", "最晚", nowrap=True, width=18),
        Column("last_hash", "最后一条的指纹", width=66),
        Column("sha256", "文件校验值", width=66),
        Column("at", "归档时间", nowrap=True, width=18),
    )

    def rows(self, request: HttpRequest) -> QuerySet[AuditArchive]:
        """Return all archives."""
        return AuditArchive.objects.all()


checkpoint_list = guard(SEE)(CheckpointList.as_view())
archive_list = guard(SEE)(ArchiveList.as_view())


@guard(SEE)
@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one checkpoint as a sheet to print and to keep apart from the portal."""
    row = get_object_or_404(AuditCheckpoint, pk=pk)
    command = f"manage.py audit_verify --checkpoint {row.seq}:{row.hash}"
    return render(request, "audit/checkpoint.html", {"title": f"审计检查点 {row.day}", "row": row, "command": command})
