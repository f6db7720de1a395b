"""The gate that counts what a person asks for."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from ...counting import count
from . import MINUTE, kinds_of, too_often


class PaceMiddleware:
    """Answer 429 with Retry-After once a person has asked too often; stands behind the authentication."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; the look is at the view."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Count the request of a signed-in person."""
        if not any(settings.PERSON_LIMITS.values()) or not request.user.is_authenticated:
            return None
        moment = int(timezone.now().timestamp())
        for kind in kinds_of(request):
            most = settings.PERSON_LIMITS[kind]
            if most and count(f"pace:{kind}:{request.user.pk}:{moment // MINUTE}", seconds=2 * MINUTE) > most:
                return too_often(kind, most, MINUTE - moment % MINUTE)
        return None
