"""Answers for whatever watches the service: alive (/healthz) and fit to serve (/readyz)."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from newmedia_portal.core.access.guard import PUBLIC, guard
from newmedia_portal.core.operating.health import broker, database, migrations, worker


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
