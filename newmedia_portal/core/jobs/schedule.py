"""Scheduled jobs (定时任务): one effect per job and business date, however many workers tick."""

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta

from django.db import Error, IntegrityError, connection, models, transaction
from django.db.models import F
from django.utils import timezone

from ..transactions import unit_of_work
from .cut_off import give_back, mend_connection, remember
from .models import JobRun

log = logging.getLogger(__name__)

#: How long a run may take from its lease to the lock on its row, which its transaction then holds to the end.
LEASE = timedelta(seconds=60)
PAUSE = timedelta(minutes=5)
#: A run that has not ended after so long is shown as late.
LONG = timedelta(minutes=30)


@dataclass(frozen=True)
class Counts:
    """What a run did, in rows."""

    looked_at: int = 0
    flagged: int = 0
    cleared: int = 0


@dataclass(frozen=True)
class Scheduled:
    """A daily job and the local time of day from which it may run."""

    name: str
    label: str
    run: Callable[..., Counts]
    not_before: time


_daily: dict[str, Scheduled] = {}
_often: dict[str, Scheduled] = {}


def daily(name: str, *, label: str, not_before: time) -> Callable[[Callable[..., Counts]], Callable[..., Counts]]:
    """Register a daily job: called with `on` (business date) and `at`, safe to repeat from any point."""

    def mark(run: Callable[..., Counts]) -> Callable[..., Counts]:
        _daily[name] = Scheduled(name, label, run, not_before)
        return run

    return mark


def often(name: str, *, label: str) -> Callable[[Callable[..., Counts]], Callable[..., Counts]]:
    """Register a job for every tick (about a minute): called with `at`, finds only what is due, safe to repeat.

    Its row of the day adds up what it did.
    """

    def mark(run: Callable[..., Counts]) -> Callable[..., Counts]:
        _often[name] = Scheduled(name, label, run, time.min)
        return run

    return mark


def jobs() -> dict[str, Scheduled]:
    """Return all jobs by name."""
    return {**_daily, **_often}


def daily_jobs() -> dict[str, Scheduled]:
    """Return the daily jobs by name; the others run at every tick."""
    return dict(_daily)


def run_due(*, at: datetime) -> list[str]:
    """Run every daily job whose time has come today and which has not run yet; returns their names.

    A job that fails is logged, keeps its error in its row, is tried again after a pause, and holds up no other job.
    """
    local, ran = timezone.localtime(at), []
    give_back(at=at)
    for job in list(_daily.values()):
        if local.time() < job.not_before:
            continue
        try:
            if run_once(job.name, on=local.date(), at=at) is not None:
                ran.append(job.name)
        except Exception:
            log.exception("定时任务 %s 未完成", job.name)
    for job in list(_often.values()):
        try:
            if run_often(job.name, at=at).looked_at:
                ran.append(job.name)
        except Exception as error:
            log.exception("定时任务 %s 未完成", job.name)
            _note_fault(job.name, error, at=at)
    return ran


def run_often(name: str, *, at: datetime) -> Counts:
    """Run a job of every tick now; what it does and its counts stand in one transaction."""
    on = timezone.localtime(at).date()
    with unit_of_work():
        counts = _often[name].run(at=at)
        if counts.looked_at:
            new = {"started_at": at, "leased_until": at, "finished_at": at}
            row, _ = JobRun.objects.get_or_create(job=name, business_date=on, defaults=new)
            added = {field: F(field) + number for field, number in asdict(counts).items()}
            JobRun.objects.filter(pk=row.pk).update(finished_at=timezone.now(), **added)
        JobRun.objects.filter(job=name, business_date=on).exclude(error="").update(error="", finished_at=at)
    return counts


def _note_fault(name: str, error: Exception, *, at: datetime) -> None:
    """Leave the reason in the row of the day, until the job ends well again."""
    mend_connection()
    facts = {"error": str(error)[:500] or type(error).__name__, "leased_until": at}
    on = timezone.localtime(at).date()
    try:
        JobRun.objects.update_or_create(
            job=name, business_date=on, defaults=facts, create_defaults={**facts, "started_at": at}
        )
    except Error:
        mend_connection()
        log.warning("定时任务 %s 的失败原因没有存入数据库。", name)


def run_once(name: str, *, on: date, at: datetime) -> Counts | None:
    """Run a job for one business date unless it has run or runs now; None means somebody else has it.

    What the job does and that it is done stand in one transaction, which holds the row of the run: while it works,
    however long, nobody else takes the run; when its worker dies the lock goes with it, and after the lease another
    worker follows. A worker that was overtaken before it had the lock does nothing.
    """
    run = _lease(name, on=on, at=at)
    if run is None:
        return None
    try:
        with unit_of_work():
            if not _hold(run):
                return None
            counts = _daily[name].run(on=on, at=at)
            JobRun.objects.filter(pk=run.pk).update(finished_at=timezone.now(), error="", **asdict(counts))
    except Exception as error:
        _put_off(run, error, at=at)
        raise
    return counts


def _own(run: JobRun) -> models.QuerySet[JobRun]:
    """Return the row as long as it is leased as it was to this worker."""
    return JobRun.objects.filter(
        pk=run.pk, started_at=run.started_at, leased_until=run.leased_until, finished_at__isnull=True
    )


def _hold(run: JobRun) -> bool:
    """Lock the row until the transaction ends; False where another worker has taken the run over."""
    return _own(run).select_for_update().first() is not None


def _put_off(run: JobRun, error: Exception, *, at: datetime) -> None:
    """Keep the reason and try again after a pause; where the database is away, at the first tick that reaches it."""
    mend_connection()
    try:
        _own(run).update(error=str(error)[:500], leased_until=at + PAUSE)
    except Error:
        remember(run, leased_until=run.leased_until)


def _lease(name: str, *, on: date, at: datetime) -> JobRun | None:
    try:
        with transaction.atomic():
            return JobRun.objects.create(job=name, business_date=on, started_at=at, leased_until=at + LEASE)
    except IntegrityError:
        return _take_over(name, on=on, at=at)


def _take_over(name: str, *, on: date, at: datetime) -> JobRun | None:
    """Lease a run whose lease is over and whose row no worker holds."""
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        ended = JobRun.objects.filter(job=name, business_date=on, finished_at__isnull=True, leased_until__lte=at)
        run = ended.select_for_update(skip_locked=skip).first()
        if run is not None:
            run.started_at, run.leased_until = at, at + LEASE
            run.save(update_fields=["started_at", "leased_until"])
        return run
