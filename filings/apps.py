"""The filings application (备案)."""

from django.apps import AppConfig


class FilingsConfig(AppConfig):
    """备案."""

    name = "filings"
    verbose_name = "备案"
