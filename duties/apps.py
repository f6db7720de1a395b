"""The duties application (值守)."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """值守: repost tasks, messages, rosters, incidents."""

    name = "duties"
    verbose_name = "值守"

    def ready(self) -> None:
        """Register permissions, audit names, jobs, cards and the place in the navigation."""
        from . import (  # noqa: F401
            audit,
            forgetting,
            holders,
            navigation,
            permissions,
            personal_data,
            recompute,
            reminders,
        )
        from .actions.people import leaving  # noqa: F401
        from .inquiries import recompute as message_recompute  # noqa: F401
        from .inquiries import scan as message_scan  # noqa: F401
        from .people import jobs  # noqa: F401
        from .rosters import scan as roster_scan  # noqa: F401
        from .views import account, cards, desk  # noqa: F401
