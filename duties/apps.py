"""The duties application (值守)."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """值守."""

    name = "duties"
    verbose_name = "值守"
