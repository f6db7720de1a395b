"""The register of personal data on the screen and as a workbook (个人信息登记表)."""

import tempfile

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from ..access.guard import guard
from ..audit import record, register
from ..retention.rules import rules
from ..ui.lists.exports import XLSX
from ..workbook.sheets import Column, Sheet
from ..workbook.writer import write_xlsx
from .declaring import Kept, declared

SEE = "core.view_personal_register"
TITLE = "个人信息登记表"
HEADS = (
    ("个人信息", 24), ("涉及的人", 18), ("存放在", 16), ("处理目的", 26), ("谁能看", 32), ("掩码", 30),
    ("加密保存", 10), ("保存多久", 32),
)  # fmt: skip
RULES = (("内容", 24), ("保存天数", 10), ("设置项", 28), ("依据与做法", 50))
register("personal.exported", "导出个人信息登记表")


def line_of(kept: Kept) -> list[str]:
    """Return one declaration as cells."""
    return [
        kept.what, kept.whom, kept.table, kept.purpose, kept.seen_by, kept.masked, kept.sealed, kept.kept_for,
    ]  # fmt: skip


@guard(SEE)
@require_GET
def register_page(request: HttpRequest) -> HttpResponse:
    """Show what is kept about whom, and how long everything else is kept."""
    context = {
        "title": TITLE,
        "heads": [head for head, _ in HEADS],
        "lines": [list(zip([head for head, _ in HEADS], line_of(kept), strict=True)) for kept in declared()],
        "rules": rules(),
    }
    return render(request, "personal/register.html", context)


@guard(SEE)
@require_POST
def export(request: HttpRequest) -> FileResponse:
    """Hand out the register as a workbook; recorded."""
    now = timezone.localtime()
    sheets = [
        Sheet(TITLE, [Column(*head) for head in HEADS], [line_of(kept) for kept in declared()], title=TITLE),
        Sheet(
            "保存期限", [Column(*head) for head in RULES],
            [[rule.label, str(rule.days), rule.setting, rule.says] for rule in rules()], title="保存期限",
        ),
    ]  # fmt: skip
    target = tempfile.SpooledTemporaryFile(max_size=1024 * 1024)  # noqa: SIM115 - the response closes it
    number = write_xlsx(target, sheets, by=str(request.user), at=now)
    record("personal.exported", by=request.user, at=now, after={"rows": number})
    target.seek(0)
    response = FileResponse(target, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{TITLE}-{now:%Y%m%d}.xlsx")
    return response
