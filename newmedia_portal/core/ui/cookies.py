"""Names of cookies (Cookie 名称): behind TLS each bears the prefix by which a browser takes it from this host alone."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage

HOST = "__Host-"


def named(cookie: str) -> str:
    """Return the name of a cookie; the prefix needs a cookie that travels over TLS alone, for the whole host."""
    return f"{HOST}{cookie}" if settings.SESSION_COOKIE_SECURE else cookie


class MessageCookie(CookieStorage):
    """What is told on the next page, in a cookie of this host."""

    @property
    def cookie_name(self) -> str:  # type: ignore[override]
        """The name, by the settings of the moment."""
        return named("messages")


class Messages(FallbackStorage):
    """What is told on the next page: short in a cookie, long in the session."""

    storage_classes = (MessageCookie, SessionStorage)
