"""Checkpoints of the log (审计检查点): taken each day, recorded, mailed, so that the log is anchored outside."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from ..jobs.outbox import enqueue, job
from ..jobs.schedule import Counts, daily
from ..transactions import unit_of_work
from .actions import record, register
from .chain import beginning
from .keeping import AuditCheckpoint
from .models import AuditEvent, AuditHead

register("audit.checkpoint", "生成审计检查点")
register("audit.checkpoint_mailed", "寄出审计检查点")
MAIL = "audit.checkpoint_mail"


def take(*, on: date, at: datetime) -> tuple[AuditCheckpoint | None, bool]:
    """Write down where the log stands, once a day; return the checkpoint of that day and whether it is new.

    Effects: a row, an audit record, a mail in the outbox where AUDIT_CHECKPOINT_MAIL names somebody. None as long as
    nothing was ever logged.
    """
    with unit_of_work():
        known = AuditCheckpoint.objects.filter(day=on).first()
        head = AuditHead.objects.filter(pk=1, seq__gt=0).first()
        if known is not None or head is None:
            return known, False
        before = AuditCheckpoint.objects.filter(seq__lte=head.seq).order_by("-seq").first()
        since = before.seq if before else beginning().seq
        new = AuditEvent.objects.filter(seq__gt=since, seq__lte=head.seq)
        row = AuditCheckpoint.objects.create(
            day=on, at=at, seq=head.seq, hash=head.hash, kept=head.seq - beginning().seq, added=head.seq - since,
            refused=new.filter(result="refused").count(),
        )  # fmt: skip
        record("audit.checkpoint", by=None, at=at, obj=row, after={"seq": row.seq, "hash": row.hash})
        if settings.AUDIT_CHECKPOINT_MAIL:
            enqueue(MAIL, {"checkpoint": row.pk}, at=at, key=f"{MAIL}:{on}")
    return row, True


def text_of(row: AuditCheckpoint) -> str:
    """Return a checkpoint in words, as it goes to paper and by mail."""
    return "\n".join(
        [
            f"日期：{row.day}",
            f"时间：{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}（北京时间）",
            f"最后一条：第 {row.seq} 条",
            f"指纹：{row.groups}",
            f"在库 {row.kept} 条，上一检查点以来新增 {row.added} 条，其中被拒绝 {row.refused} 条",
            f"核对：manage.py audit_verify --checkpoint {row.seq}:{row.hash}",
        ]
    )


@job(MAIL)
def mail(*, at: datetime, checkpoint: int) -> None:
    """Mail a checkpoint to the configured addresses; the same identity each time, so that a repeat is known."""
    row = AuditCheckpoint.objects.get(pk=checkpoint)
    if not settings.AUDIT_CHECKPOINT_MAIL:
        return
    words = f"{text_of(row)}\n\n请与审计日志分开保存。日后核对出不同，说明此前的日志被改动过。"
    headers = {"Message-ID": f"<audit-checkpoint-{row.day}@portal>"}
    message = EmailMessage(f"审计检查点 {row.day}", words, to=settings.AUDIT_CHECKPOINT_MAIL, headers=headers)
    message.send()
    with unit_of_work():
        record("audit.checkpoint_mailed", by=None, at=at, obj=row, after={"count": len(message.to)})


@daily("audit.checkpoint", label="审计检查点", not_before=time(0, 20))
def daily_checkpoint(*, on: date, at: datetime) -> Counts:
    """Take the checkpoint of the day; safe to repeat."""
    _, is_new = take(on=on, at=at)
    return Counts(looked_at=1, flagged=int(is_new))


def lived(days: int, *, at: datetime) -> datetime | None:
    """Return the moment that lies `days` checkpoints back; None where the log has not lived so long.

    Age by the clock alone would be wrong the day the clock is: a clock that jumps ahead adds one checkpoint, not seven
    months of them. What shall be older than six months must also have seen so many days go by.
    """
    rows = AuditCheckpoint.objects.filter(at__lte=at).order_by("-day").values_list("at", flat=True)
    found = list(rows[days - 1 : days])
    return min(found[0], at - timedelta(days=days)) if found else None
