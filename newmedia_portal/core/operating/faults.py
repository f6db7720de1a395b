"""What is wrong and what to do about it (故障与处理), in plain words for the status page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from . import heartbeats
from .health import LATE

if TYPE_CHECKING:
    from .reading import Status

REMEDIES = {
    "migrations": ("数据库结构落后于程序", "由属主执行 python manage.py migrate，然后刷新本页。"),
    "broker": ("Redis 连接不上", "检查 Redis 服务和 REDIS_URL；业务照常，工作留在数据库里，恢复后自动继续。"),
    "clock": ("数据库与门户的时钟不一致", "在两台机器上启用时间同步（chrony 或 ntpd），指向同一时间源。"),
    "pool": ("数据库连接快用完了", "减少 WEB_WORKERS，或启用连接池（operations.md“多台机器”）。"),
    "disk": ("磁盘空间不足", "清理旧备份或扩容；写满后不能上传和导出。"),
    "backup": ("八天内没有备份", "执行 python manage.py backup 目录，并加入每日计划（runbooks/backup.md）。"),
}


@dataclass(frozen=True)
class Fault:
    """One fault with its remedy."""

    text: str
    remedy: str


def find(status: Status) -> list[Fault]:
    """Return the faults, the parts first, then the background work, then the settings."""
    good = ("正常", "不适用")
    found = [
        Fault(*REMEDIES[fact.testid]) for fact in status.facts if fact.word not in good and fact.testid in REMEDIES
    ]
    found += _background(status)
    found += [Fault(f"定时任务“{job.label}”{job.word}", _job_remedy(job.word)) for job in status.jobs if _bad(job.word)]
    found += [Fault(str(one.msg), str(one.hint or "")) for one in status.unsafe if settings.STRICT_START]
    return found


def _bad(word: str) -> bool:
    return word in ("失败", "超时")


def _job_remedy(word: str) -> str:
    if word == "超时":
        return "执行它的进程中途退出，租期满后由别的进程接续；反复出现请看后台进程的日志。"
    return "五分钟后自动重试；反复失败请按下表的原因处理，或把日志中同一时间的记录交给开发方。"


def _background(status: Status) -> list[Fault]:
    found = []
    if not any(status.at - beat.seen_at <= heartbeats.LATE for beat, _ in status.beats if beat.kind == "schedule"):
        remedy = "启动 worker 和 beat（docker compose up -d worker beat），或 python manage.py run_due --loop。"
        found.append(Fault("后台任务没有在运行", remedy))
    if any(status.at - row["oldest"] > LATE for row in status.backlog):
        found.append(Fault("后台工作积压超过 10 分钟", "查看后台进程是否在运行；仍在增长时增加 worker 的进程数。"))
    if status.failed_count:
        remedy = "看“失败的工作”里的原因，排除后按“重新执行”。"
        found.append(Fault(f"{status.failed_count} 项后台工作多次失败", remedy))
    if any(
        beat.version != settings.VERSION and status.at - beat.seen_at < timedelta(minutes=5) for beat, _ in status.beats
    ):
        found.append(Fault("有后台进程运行着另一个版本", "升级完成后重启这些进程。"))
    return found
