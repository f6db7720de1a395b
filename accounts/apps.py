"""The accounts application (单位与账号)."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """单位与账号."""

    name = "accounts"
    verbose_name = "单位与账号"

    def ready(self) -> None:
        """Register permissions and the names of audit actions."""
        from . import (  # noqa: F401
            events,
            following,
            navigation,
            permissions,
            personal_data,
            searching,
            staffing,
            validity,
            words,
        )
        from .actions import custody, organisation, people, platforms, register  # noqa: F401
        from .groups import listening, scan  # noqa: F401
        from .handover import clock, ground, groups, jobs, shelves  # noqa: F401
        from .handover import listening as handover_listening  # noqa: F401
        from .intake import actions as intake_actions  # noqa: F401
        from .intake import passwords  # noqa: F401
        from .ledger import batches  # noqa: F401
        from .views import group_panel, notes  # noqa: F401
