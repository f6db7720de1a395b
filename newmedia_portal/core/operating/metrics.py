"""Figures of requests for Prometheus (监控指标), added up over all processes of this host.

With METRICS_DIR (several gunicorn workers) the processes write into files of that folder, which a scrape adds up;
without it there is one process. Labels are names of addresses, methods and states: a bounded set, no numbers of rows.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BUCKETS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)


class Requests:
    """The three figures of requests and the one of statements."""

    def __init__(self) -> None:
        if settings.METRICS_DIR:
            Path(settings.METRICS_DIR).mkdir(parents=True, exist_ok=True)
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(settings.METRICS_DIR)
        from prometheus_client import CollectorRegistry, Counter, Histogram

        self.registry = CollectorRegistry()
        more: dict[str, Any] = {"registry": self.registry}
        self.answers = Counter("portal_requests", "请求数", ["route", "method", "status"], **more)
        self.spent = Counter("portal_request_spent_seconds", "各地址用时合计（秒）", ["route"], **more)
        self.latency = Histogram("portal_request_seconds", "请求用时（秒）", buckets=BUCKETS, **more)
        self.slow = Counter("portal_slow_queries", "慢查询次数", **more)


@cache
def requests() -> Requests:
    """Return the figures of this process, made on first use: after the settings, after a worker was forked."""
    return Requests()


def count_request(route: str, method: str, status: int, seconds: float) -> None:
    """Count one answer."""
    figures = requests()
    figures.answers.labels(route, method, str(status)).inc()
    figures.spent.labels(route).inc(seconds)
    figures.latency.observe(seconds)


def count_slow() -> None:
    """Count one slow statement."""
    requests().slow.inc()


@contextmanager
def locked(folder: str, how: int) -> Iterator[None]:
    """Hold the files of a folder: shared by a scrape, alone by whoever puts the files of ended workers together."""
    with open(Path(folder) / "lock", "w") as lock:
        fcntl.flock(lock, how)
        yield


def exposition(*collectors: Any) -> bytes:
    """Return all figures in the text form of Prometheus: of requests, and what the collectors add."""
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    figures = requests()
    registry = CollectorRegistry()
    for collector in collectors:
        registry.register(collector)
    if not settings.METRICS_DIR:
        return generate_latest(figures.registry) + generate_latest(registry)
    added = CollectorRegistry()
    MultiProcessCollector(added, path=settings.METRICS_DIR)
    with locked(settings.METRICS_DIR, fcntl.LOCK_SH):
        return generate_latest(added) + generate_latest(registry)


def gather(folder: str, pid: int) -> None:
    """Add the files of an ended worker to those of number 0, so that they do not pile up (gunicorn: child_exit)."""
    from prometheus_client.mmap_dict import MmapedDict

    with locked(folder, fcntl.LOCK_EX):
        for path in Path(folder).glob(f"*_{pid}.db"):
            kept = MmapedDict(str(path.with_name(f"{path.stem.rsplit('_', 1)[0]}_0.db")))
            for key, value, moment, _ in MmapedDict.read_all_values_from_file(str(path)):
                kept.write_value(key, kept.read_value(key)[0] + value, moment)
            kept.close()
            path.unlink()
