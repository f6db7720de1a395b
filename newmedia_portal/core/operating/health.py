"""Looks at what the portal leans on (探测): database, migrations, Redis, worker, clock, disk."""

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from ..jobs.models import OutboxItem

LATE = timedelta(minutes=10)


def database() -> str:
    """Ask the database for one number."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "unreachable"
    return "ok"


def migrations() -> str:
    """Say whether the database stands at the state that this code expects."""
    executor = MigrationExecutor(connection)
    return "pending" if executor.migration_plan(executor.loader.graph.leaf_nodes()) else "ok"


def broker() -> str:
    """Ping Redis where there is one; "none" means that the embedded worker is in use."""
    if not settings.REDIS_URL:
        return "none"
    client = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2)
    try:
        client.ping()
    except redis.RedisError:
        return "unreachable"
    finally:
        client.close()
    return "ok"


def worker() -> str:
    """Say whether queued work is being taken: "late" when something due has waited for ten minutes."""
    waiting = OutboxItem.objects.filter(done_at__isnull=True, failed_at__isnull=True)
    return "late" if waiting.filter(not_before__lt=timezone.now() - LATE).exists() else "ok"


def database_version() -> str:
    """Return name and version of the database."""
    with connection.cursor() as cursor:
        asked = "sqlite_version()" if connection.vendor == "sqlite" else "current_setting('server_version')"
        cursor.execute(f"SELECT {asked}")
        version = str(cursor.fetchone()[0]).split(" ")[0]
    return f"{'SQLite' if connection.vendor == 'sqlite' else 'PostgreSQL'} {version}"


def clock_difference() -> float:
    """Return by how many seconds the clock of the database is ahead of this machine's; 0 on SQLite."""
    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        before = timezone.now()
        cursor.execute("SELECT clock_timestamp()")
        theirs: datetime = cursor.fetchone()[0]
        after = timezone.now()
    return (theirs - (before + (after - before) / 2)).total_seconds()


@dataclass(frozen=True)
class Disk:
    """Space of a folder in bytes."""

    folder: str
    total: int
    free: int

    @property
    def percent(self) -> int:
        """Share that is free."""
        return self.free * 100 // self.total if self.total else 0


def disks() -> list[Disk]:
    """Return the space where the portal writes: uploads (unless in a bucket) and its own data; each disk once."""
    folders = [Path(settings.VAR_DIR)]
    if not settings.S3[0]:
        folders.insert(0, Path(settings.MEDIA_ROOT))
    found: dict[tuple[int, int], Disk] = {}
    for folder in folders:
        here = next((path for path in (folder, *folder.parents) if path.is_dir()), Path("/"))
        space = shutil.disk_usage(here)
        found.setdefault((space.total, space.free), Disk(str(folder), space.total, space.free))
    return list(found.values())
