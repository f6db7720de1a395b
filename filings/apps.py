"""The filings application (备案)."""

from django.apps import AppConfig


class FilingsConfig(AppConfig):
    """Filings of opening, change, merger and closing, with their deadlines."""

    name = "filings"
    verbose_name = "备案"

    def ready(self) -> None:
        """Register permissions, audit names, jobs and what the lower floors ask for."""
        from . import (  # noqa: F401
            audit,
            checks_of_variants,
            events,
            following,
            hooks,
            jobs,
            panels,
            permissions,
            personal_data,
            registration,
            searching,
        )
        from . import holders as handover_holders  # noqa: F401
