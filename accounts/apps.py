"""The accounts application (单位与账号)."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """单位与账号."""

    name = "accounts"
    verbose_name = "单位与账号"

    def ready(self) -> None:
        """Register permissions and the names of audit actions."""
        from . import navigation, permissions, words  # noqa: F401
        from .actions import custody, organisation, people, platforms, register  # noqa: F401
        from .ledger import batches  # noqa: F401
