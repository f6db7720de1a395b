"""Logs of some months for tests: events and the checkpoints of their days."""

from datetime import datetime, timedelta

from newmedia_portal.core.audit.chain import append
from newmedia_portal.core.audit.keeping import AuditCheckpoint
from newmedia_portal.core.audit.models import AuditEvent, AuditHead
from tests.core.ground import AT


def log_of(days: int, *, until: datetime = AT, each: int = 1) -> None:
    """Write events on each of the days up to one, with the checkpoint of each day."""
    for back in range(days, 0, -1):
        at = until - timedelta(days=back)
        append([{"at": at, "action": "login.ok", "after": {"n": back}, "result": "ok"} for _ in range(each)])
        head = AuditHead.objects.get(pk=1)
        AuditCheckpoint.objects.create(
            day=at.date(), at=at, seq=head.seq, hash=head.hash, kept=head.seq, added=each, refused=0
        )


def rewrite(seq: int, **changes: object) -> None:
    """Alter an event and make everything behind it fit, head and all, as the owner of the database could."""
    from newmedia_portal.core.audit.chain import digest

    AuditEvent.objects.filter(seq=seq).update(**changes)
    last = AuditEvent.objects.filter(seq=seq - 1).values_list("hash", flat=True).first() or "0" * 64
    for event in AuditEvent.objects.filter(seq__gte=seq).order_by("seq"):
        event.previous_hash = last
        event.hash = last = digest(event)
        AuditEvent.objects.filter(pk=event.pk).update(previous_hash=event.previous_hash, hash=event.hash)
    AuditHead.objects.update(hash=last)


def cut(seq: int) -> None:
    """Cut the tail behind a record, and set the head back, as the owner of the database could."""
    AuditEvent.objects.filter(seq__gt=seq)._raw_delete("default")
    AuditHead.objects.update(seq=seq, hash=AuditEvent.objects.get(seq=seq).hash)
