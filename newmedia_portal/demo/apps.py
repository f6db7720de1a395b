"""The demo as a Django application, for its commands."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Commands that set up and drive the demo; they refuse anything but a demo database."""

    name = "newmedia_portal.demo"
    label = "demo"
    verbose_name = "演示"

    def ready(self) -> None:
        """Register the check that keeps the demo's people out of real installations."""
        from . import checks  # noqa: F401
