"""In the demo, "not found" looks as it does in a real installation, not like a developer's page."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.defaults import page_not_found


class PlainNotFound:
    """Replace Django's technical page, shown with DEBUG on, by the portal's own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Swap the page of a 404 answer in HTML."""
        response = self.get_response(request)
        if settings.DEBUG and response.status_code == 404 and response["Content-Type"].startswith("text/html"):
            return page_not_found(request, Http404())
        return response
