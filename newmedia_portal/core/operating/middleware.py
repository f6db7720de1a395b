"""The outermost gate: an id for each request, one log line about it, its figures, its slow statements."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from . import metrics, statements
from .tracing import Trace, new_id, tracing, well_formed

log = logging.getLogger("portal.request")
#: What watches the service asks all the time; its lines would bury the others.
QUIET = frozenset({"healthz", "readyz", "metrics", "static"})


class RequestTrace:
    """Give the request its id, and say at the end how it went."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Trace the request; the id stands in the answer, in the log and in the audit log."""
        trace = Trace(given_id(request) or new_id(), request=request)
        request.request_id = trace.request_id  # type: ignore[attr-defined]
        begun = time.perf_counter()
        with tracing(trace):
            response = self.get_response(request)
            response["X-Request-ID"] = trace.request_id
            self.finish(request, response, trace, time.perf_counter() - begun)
        return response

    def finish(self, request: HttpRequest, response: HttpResponseBase, trace: Trace, seconds: float) -> None:
        """Count and tell."""
        route = route_of(request, trace)
        method = request.method if request.method in metrics.METHODS else "OTHER"
        metrics.count_request(route, method, response.status_code, seconds)
        statements.keep(trace, now=timezone.now)
        if route in QUIET and response.status_code < 500:
            return
        facts = {"method": method, "status": response.status_code, "ms": round(seconds * 1000), "sql": trace.queries}
        log.info("请求", extra={"portal": {**facts, "route": route}})


def given_id(request: HttpRequest) -> str:
    """Return the id that our own proxy gave, if it is well-formed; what readers send by themselves proves nothing."""
    trusted = settings.TRUSTED_PROXIES
    hops = [part for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if not trusted or len(hops) < trusted:
        return ""
    return well_formed(request.META.get("HTTP_X_REQUEST_ID", ""))


def route_of(request: HttpRequest, trace: Trace) -> str:
    """Return the name of the address; what no view answered is `static` or `none`."""
    if trace.place:
        return trace.place
    return "static" if request.path.startswith(settings.STATIC_URL) else "none"
