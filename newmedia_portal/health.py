"""Answers for whatever watches the service: alive (/healthz) and fit to serve (/readyz)."""

from datetime import timedelta

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from newmedia_portal.core.access.guard import PUBLIC, guard
from newmedia_portal.core.models import OutboxItem

LATE = timedelta(minutes=10)


@guard(PUBLIC)
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Say that the process answers; asks nothing of anybody else."""
    return JsonResponse({"status": "ok"})


@guard(PUBLIC)
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether requests can be served: database, migrations, broker; the worker's delay is told as well."""
    parts = {"database": database(), "broker": broker()}
    if parts["database"] == "ok":
        parts |= {"migrations": migrations(), "worker": worker()}
    ready = all(parts.get(name) in {"ok", "none"} for name in ("database", "broker", "migrations"))
    return JsonResponse({"status": "ok" if ready else "unavailable", **parts}, status=200 if ready else 503)


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
