"""What the status page shows (运行状态), read at one moment."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.checks import WARNING, CheckMessage, Tags, run_checks
from django.db.models import Count, Min
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from ..audit.models import AuditEvent
from ..jobs.models import JobRun, OutboxItem
from ..jobs.schedule import LONG, Scheduled, daily_jobs, jobs
from . import figures, health, heartbeats
from .faults import Fault
from .logs import clean
from .models import Heartbeat, SlowStatement

MOST = 20
#: Findings of Django that checks of our own tell in Chinese with their remedy.
TOLD_BY_OURS = {f"security.W0{number:02}" for number in (8, 9, 10, 11, 12, 15, 16, 17, 18, 20)}
DJANGOS = {"security.W004": ("没有启用 HSTS，浏览器第一次可能用 HTTP 访问。", "去掉 SECURE_HSTS_SECONDS=0。")}
DAYS_BACK = 14


@dataclass(frozen=True)
class Fact:
    """One line: what, how it stands (a status word), and the figure."""

    label: str
    word: str
    value: str = ""
    testid: str = ""


@dataclass(frozen=True)
class JobLine:
    """One scheduled job."""

    label: str
    word: str
    last: datetime | None
    seconds: float | None
    next: datetime | None
    counts: str
    error: str


@dataclass
class Status:
    """Everything on the page."""

    at: datetime
    facts: list[Fact] = field(default_factory=list)
    beats: list[tuple[Heartbeat, str]] = field(default_factory=list)
    jobs: list[JobLine] = field(default_factory=list)
    backlog: list[dict[str, Any]] = field(default_factory=list)
    failed: list[OutboxItem] = field(default_factory=list)
    failed_count: int = 0
    slow: list[SlowStatement] = field(default_factory=list)
    unsafe: list[Any] = field(default_factory=list)
    backup: datetime | None = None
    faults: list[Fault] = field(default_factory=list)


def read(at: datetime) -> Status:
    """Look at everything; `faults` is filled by `faults.find`."""
    status = Status(at)
    status.beats = [(one, _word(at - one.seen_at <= heartbeats.LATE)) for one in Heartbeat.objects.all()[:MOST]]
    status.jobs = job_lines(at)
    waiting = OutboxItem.objects.filter(figures.WAITING, not_before__lte=at).values("job")
    status.backlog = list[Any](waiting.annotate(n=Count("pk"), oldest=Min("not_before")).order_by("oldest")[:MOST])
    failed = OutboxItem.objects.filter(failed_at__isnull=False).order_by("-failed_at")
    status.failed, status.failed_count = list(failed[:MOST]), failed.count()
    for item in status.failed:
        item.error = clean(item.error)
    yesterday = SlowStatement.objects.filter(last_at__gte=at - timedelta(days=1))
    status.slow = list(yesterday.order_by("-total_ms")[:MOST])
    found = run_checks(tags=[Tags.security], include_deployment_checks=True)
    status.unsafe = [in_chinese(one) for one in found if one.level >= WARNING and one.id not in TOLD_BY_OURS]
    status.backup = last_event("backup.made")
    status.facts = facts(status)
    return status


def in_chinese(one: CheckMessage) -> CheckMessage:
    """Return a finding in the reader's words; Django's own are English."""
    if not str(one.id).startswith("security."):
        return one
    hint = "执行 python manage.py check --deploy 查看原因。"
    return CheckMessage(one.level, *DJANGOS.get(str(one.id), ("框架的一项安全检查没有通过。", hint)), id=one.id)


def last_event(action: str) -> datetime | None:
    """Return when the audit log last told of an action."""
    return AuditEvent.objects.filter(action=action).order_by("-seq").values_list("at", flat=True).first()


def _word(good: bool, bad: str = "失联") -> str:
    return "正常" if good else bad


def facts(status: Status) -> list[Fact]:
    """Return the lines about the parts of the installation."""
    broker, drift = health.broker(), health.clock_difference()
    used, most = figures.pool()
    found = [
        Fact("程序版本", "正常", settings.VERSION, "version"),
        Fact("数据库", "正常", f"{health.database_version()}，{filesizeformat(figures.database_bytes())}", "database"),
        Fact("数据库迁移", "正常" if health.migrations() == "ok" else "待处理", "", "migrations"),
        Fact("Redis", {"ok": "正常", "none": "不适用"}.get(broker, "失败"), _broker_text(broker), "broker"),
        Fact("时钟（数据库比本机快）", _word(abs(drift) <= 2, "有误"), f"{drift:+.1f} 秒", "clock"),
    ]
    if most:
        word = _word(used * 10 < most * 8, "需关注")
        found.append(Fact("数据库连接", word, f"{used} / {most}", "pool"))
    for disk in health.disks():
        word = "正常" if disk.percent >= 15 else "需关注" if disk.percent >= 5 else "失败"
        found.append(
            Fact("磁盘空间", word, f"{disk.folder} 剩余 {filesizeformat(disk.free)}（{disk.percent}%）", "disk")
        )
    fresh = status.backup is not None and status.at - status.backup < timedelta(days=8)
    found.append(Fact("最近一次备份", _word(fresh, "需关注"), _moment(status.backup), "backup"))
    anchored = last_event("audit.checkpoint") or last_event("checkpoint.made")
    if anchored:
        found.append(Fact("审计日志检查点", "正常", _moment(anchored), "checkpoint"))
    return found


def _broker_text(broker: str) -> str:
    return {"none": "使用内嵌后台任务", "ok": "可用"}.get(broker, "连接不上，工作留在数据库里等待")


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else "没有记录"


def job_lines(at: datetime) -> list[JobLine]:
    """Return one line for each scheduled job, those at fault first."""
    since = timezone.localtime(at).date() - timedelta(days=DAYS_BACK)
    last: dict[str, JobRun] = {}
    for run in JobRun.objects.filter(
        business_date__gte=since, business_date__lte=timezone.localtime(at).date()
    ).order_by("business_date"):
        last[run.job] = run
    lines = [_line(job, last.get(job.name), at) for job in jobs().values()]
    return sorted(lines, key=lambda line: (line.word not in ("失败", "超时"), line.label))


def _line(job: Scheduled, run: JobRun | None, at: datetime) -> JobLine:
    each_tick = job.name not in daily_jobs()
    upcoming = None if each_tick else _next(job, run, at)
    if run is None:
        return JobLine(job.label, "正常" if each_tick else "未开始", None, None, upcoming, "", "")
    seconds = None
    if run.finished_at and not each_tick and not run.error:
        seconds = max(0.0, (run.finished_at - run.started_at).total_seconds())
    word = "失败" if run.error else "已完成" if run.finished_at else "进行中" if run.started_at + LONG > at else "超时"
    counts = f"检查 {run.looked_at}，标记 {run.flagged}，解除 {run.cleared}"
    return JobLine(job.label, word, run.finished_at or run.started_at, seconds, upcoming, counts, clean(run.error))


def _next(job: Scheduled, run: JobRun | None, at: datetime) -> datetime:
    local = timezone.localtime(at)
    due = local.replace(hour=job.not_before.hour, minute=job.not_before.minute, second=0, microsecond=0)
    if run is None or run.business_date < local.date():
        return due
    return due + timedelta(days=1) if run.finished_at and not run.error else max(local, run.leased_until)
