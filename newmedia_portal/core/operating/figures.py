"""Figures of the whole installation, counted in the database when they are asked for (运行指标).

Apps add figures of their own: `figures.register("overdue_filings", "逾期备案数", count)`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count, Max, Min, Q

from ..audit.models import AuditHead
from ..exports.models import Export
from ..exports.states import ExportState
from ..jobs.models import JobRun, OutboxItem
from ..jobs.schedule import jobs
from ..notices.models import Delivery
from ..notices.states import DeliveryState
from .models import Heartbeat

WAITING = Q(done_at__isnull=True, failed_at__isnull=True)


@dataclass(frozen=True)
class Figure:
    """One figure: name without the prefix, what it means, and its values by label."""

    name: str
    meaning: str
    values: dict[tuple[tuple[str, str], ...], float]


_more: dict[str, tuple[str, Callable[[], float]]] = {}


def register(name: str, meaning: str, count: Callable[[], float]) -> None:
    """Add a figure of an upper floor; `count` asks the database once."""
    _more[name] = (meaning, count)


def plain(name: str, meaning: str, value: float) -> Figure:
    """Return a figure without labels."""
    return Figure(name, meaning, {(): value})


def all_figures(at: datetime) -> Iterator[Figure]:
    """Yield every figure as of a moment; units are in the names (seconds, bytes)."""
    yield from outbox(at)
    yield from job_runs(at)
    yield from out_and_exports(at)
    yield from store()
    for beat in Heartbeat.objects.values("kind").annotate(last=Max("seen_at")).order_by("kind"):
        since = (at - beat["last"]).total_seconds()
        yield Figure("heartbeat_age_seconds", "后台进程最近一次心跳距今（秒）", {(("kind", beat["kind"]),): since})
    for name, (meaning, count) in sorted(_more.items()):
        yield plain(name, meaning, count())


def outbox(at: datetime) -> Iterator[Figure]:
    """How much work waits, for how long, and what was given up."""
    due = OutboxItem.objects.filter(WAITING, not_before__lte=at).aggregate(n=Count("pk"), oldest=Min("not_before"))
    age = (at - due["oldest"]).total_seconds() if due["oldest"] else 0
    yield plain("outbox_depth", "到时间还没执行的后台工作", due["n"])
    yield plain("outbox_oldest_seconds", "其中等得最久的已等（秒）", age)
    failed = OutboxItem.objects.filter(failed_at__isnull=False).count()
    yield plain("outbox_failed", "多次失败、等人处理的后台工作", failed)


def job_runs(at: datetime) -> Iterator[Figure]:
    """When each scheduled job last ended well, and whether its last run failed."""
    ends = JobRun.objects.filter(job__in=jobs(), finished_at__isnull=False, error="")
    last = dict(ends.values_list("job").annotate(last=Max("finished_at")).order_by("job"))
    recent = at - timedelta(days=1)
    faulty = JobRun.objects.filter(job__in=jobs(), started_at__gte=recent).exclude(error="")
    bad = set(faulty.values_list("job", flat=True))
    stamps: dict[Any, float] = {(("job", name),): moment.timestamp() for name, moment in last.items()}
    yield Figure("job_last_success_timestamp_seconds", "定时任务最近一次成功的时刻", stamps)
    failing: dict[Any, float] = {(("job", name),): float(name in bad) for name in sorted(jobs())}
    yield Figure("job_failing", "定时任务一天内有一次运行失败且未恢复（1 是）", failing)


def out_and_exports(at: datetime) -> Iterator[Figure]:
    """What waits to go out or to be made, and what could not be delivered in a day."""
    day = at - timedelta(days=1)
    yield plain("exports_waiting", "等待生成的导出", Export.objects.filter(state=ExportState.QUEUED).count())
    lost = Delivery.objects.filter(status=DeliveryState.DEAD, created_at__gte=day).values("via")
    ways = {row["via"]: row["n"] for row in lost.annotate(n=Count("pk")).order_by("via")}
    names = Delivery._meta.get_field("via").choices or ()
    values: dict[Any, float] = {(("via", str(via)),): float(ways.get(via, 0)) for via, _ in names}
    yield Figure("delivery_failures_day", "一天内没有送达的邮件和群消息", values)


def store() -> Iterator[Figure]:
    """Head of the audit log, size of the database, its connections."""
    head = AuditHead.objects.filter(pk=1).values_list("seq", flat=True).first() or 0
    yield plain("audit_head", "审计日志最后一条的编号", head)
    yield plain("database_bytes", "数据库大小（字节）", database_bytes())
    used, most = pool()
    if most:
        yield plain("database_connections", "数据库连接数", used)
        yield plain("database_connections_most", "数据库允许的连接数", most)
    yield Figure("build_info", "版本", {(("version", settings.VERSION),): 1})


def database_bytes() -> int:
    """Return the size of the database in bytes."""
    sqlite = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    with connection.cursor() as cursor:
        cursor.execute(sqlite if connection.vendor == "sqlite" else "SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def pool() -> tuple[int, int]:
    """Return how many connections the database serves and how many it allows; zeros on SQLite."""
    if connection.vendor != "postgresql":
        return 0, 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()),"
            " current_setting('max_connections')::int"
        )
        used, most = cursor.fetchone()
    return int(used), int(most)


class Installation:
    """The collector of these figures for Prometheus; a database that is away is itself a figure."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def collect(self) -> Iterator[Any]:
        """Yield the figures in the form of the client library."""
        from prometheus_client.core import GaugeMetricFamily

        reached = GaugeMetricFamily("portal_database_reached", "数据库可用（1 是）")
        try:
            found = list(all_figures(self.at))
        except DatabaseError:
            reached.add_metric([], 0)
            yield reached
            return
        reached.add_metric([], 1)
        yield reached
        families: dict[str, Any] = {}
        for figure in found:
            for labels, value in figure.values.items():
                names = [name for name, _ in labels]
                family = families.setdefault(
                    figure.name, GaugeMetricFamily(f"portal_{figure.name}", figure.meaning, labels=names)
                )
                family.add_metric([text for _, text in labels], value)
        yield from families.values()
