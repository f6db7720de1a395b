"""Workbooks that nobody imported are forgotten (清理未导入的表格): their rows hold texts of the public."""

from datetime import date, datetime, time, timedelta

from newmedia_portal.core.audit import record
from newmedia_portal.core.jobs.schedule import Counts, daily

from .models import DutyBatch
from .states import BatchStatus

JOB = "forget_duty_batches"
#: A rule of the product: who has not confirmed within a week uploads again.
KEPT = timedelta(days=7)


@daily(JOB, label="清理未导入的值守表格", not_before=time(3, 40))
def forget_batches(*, on: date, at: datetime) -> Counts:
    """Delete workbooks that were checked a week ago and not imported; safe to repeat."""
    gone, _ = DutyBatch.objects.filter(status=BatchStatus.CHECKED, created_at__lt=at - KEPT).delete()
    if gone:
        record("duty.batches_forgotten", by=None, at=at, after={"on": on, "count": gone})
    return Counts(looked_at=gone, cleared=gone)
