"""Requests whose declared encoding is none of a text (字符编码): ignored, as an unknown one is.

Django takes any codec that Python knows, and falls over before a page could answer where it is none of texts, such as
`hex`. The classes stand in the places of Django's own, see wsgi.py and asgi.py.
"""

from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.wsgi import WSGIRequest


class TextEncoding:
    """Puts an encoding aside that cannot decode a text."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]
        except (LookupError, ValueError):
            self._encoding = None
            vars(self)["content_params"].pop("charset", None)


class TextWSGIRequest(TextEncoding, WSGIRequest):
    """A request of a server that speaks WSGI."""


class TextASGIRequest(TextEncoding, ASGIRequest):
    """A request of a server that speaks ASGI."""
