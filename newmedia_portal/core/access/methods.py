"""The methods of HTTP that this portal knows (请求方法); TRACE and made-up ones reach no view."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

KNOWN = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
PLAIN = "text/plain; charset=utf-8"


class MethodsMiddleware:
    """Answer 405 to a method that no address has; what says 405 is no page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Refuse the method, or let the request pass."""
        refused = request.method not in KNOWN
        answer = HttpResponseNotAllowed(KNOWN) if refused else self.get_response(request)
        if answer.status_code == 405:
            answer["Content-Type"] = PLAIN
        return answer
