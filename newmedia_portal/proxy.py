"""The reader's own address behind proxies: log-in limits and the audit log must not see the proxy's."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class ReaderAddress:
    """Take the address that the outermost of our own proxies saw (TRUSTED_PROXIES of them stand in front).

    Entries further left in X-Forwarded-For come from the reader and prove nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Put the believed address where everything else looks for it."""
        seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        trusted = settings.TRUSTED_PROXIES
        if 0 < trusted <= len(seen) and is_address(seen[-trusted]):
            request.META["REMOTE_ADDR"] = seen[-trusted]
        return self.get_response(request)


def is_address(text: str) -> bool:
    """Say whether a text is an IP address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
