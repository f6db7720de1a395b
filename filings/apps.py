"""The filings application (备案)."""

from django.apps import AppConfig


class FilingsConfig(AppConfig):
    """Filings of opening, change, merger and closing, with their deadlines."""

    name = "filings"
    verbose_name = "备案"

    def ready(self) -> None:
        """Register permissions, audit names, jobs and what the lower floors ask for."""
        from . import audit, hooks, jobs, panels, permissions, registration  # noqa: F401
