"""Regulations as data (制度版本) as a Django application."""

from django.apps import AppConfig


class RegimesConfig(AppConfig):
    """Five regulations, their editions, the validator and the pages to read and edit them."""

    name = "newmedia_portal.regimes"
    label = "regimes"
    verbose_name = "制度版本"

    def ready(self) -> None:
        """Register permissions, audit actions and the place in the navigation."""
        from . import permissions, registration  # noqa: F401
