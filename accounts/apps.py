"""The accounts application (单位与账号)."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """单位与账号."""

    name = "accounts"
    verbose_name = "单位与账号"
