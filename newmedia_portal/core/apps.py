"""The ground floor as a Django application."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Closed list of mechanisms without any domain noun inside."""

    name = "newmedia_portal.core"
    label = "core"
    verbose_name = "基础"

    def ready(self) -> None:
        """Register permissions, audit actions and system checks."""
        from . import checks  # noqa: F401
        from .access import permissions, sign_in  # noqa: F401
        from .audit import actions  # noqa: F401
        from .ui import once  # noqa: F401
        from .workdays import registration  # noqa: F401
