"""Mail about scheduled exports (定期导出的邮件): a link, with the file where the schedule says so and it is small."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.utils import timezone

from ..jobs.outbox import enqueue, job
from .models import Export
from .sources import CONTENT_TYPES, source_of
from .states import ExportState

JOB = "core.export_mail"
LARGEST = 5 * 1024 * 1024
NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"


def sends_mail() -> bool:
    """Whether this installation sends mail at all (EMAIL_URL)."""
    return settings.EMAIL_BACKEND != NO_MAIL


def queue(export: Export, *, at: datetime) -> None:
    """Queue the mail of a scheduled export, once per file."""
    if sends_mail():
        enqueue(JOB, {"export": export.pk}, at=at, key=f"export-mail:{export.pk}:{export.attempts}")


@job(JOB)
def send(*, at: datetime, export: int) -> None:
    """Send the mail unless it is sent or the file is gone; the same identity each time, so that a repeat is known."""
    row = Export.objects.select_related("owner", "schedule").filter(pk=export, state=ExportState.READY).first()
    if row is None or row.schedule is None or row.mailed_at or not row.owner.email or not row.owner.is_active:
        return
    message_for(row).send()
    Export.objects.filter(pk=row.pk).update(mailed_at=at)


def message_for(row: Export) -> EmailMessage:
    """Return the mail: what it is, until when, where; the file with it where it may go by mail."""
    schedule: Any = row.schedule
    origin = schedule.origin.rstrip("/")
    until = f"{timezone.localtime(row.expires_at):%Y-%m-%d %H:%M}" if row.expires_at else ""
    attached = schedule.attach and 0 < row.size <= LARGEST
    lines = [
        f"{row.owner}:",
        f"您接收的定期导出“{row.title}”已生成，共 {row.rows_done} 行。",
        f"请登录后下载：{origin}/exports/{row.pk}/(保留至 {until})",
    ]
    if attached:
        lines.append("文件随信附上。请按本单位规定保管，不要转发给无关人员。")
    lines.append(f"由 {schedule.owner} 安排({schedule.get_rhythm_display()})。不再需要时，请告知安排人停止发送。")
    headers = {"Message-ID": f"<export-{row.pk}-{row.attempts}@portal>"}
    mail = EmailMessage(f"定期导出：{row.title}", "\n\n".join(lines), to=[row.owner.email], headers=headers)
    if attached:
        with default_storage.open(str(row.file.name)) as content:
            mail.attach(row.file_name, content.read(), CONTENT_TYPES[source_of(row.source).suffix])
    return mail
