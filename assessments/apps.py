"""The assessments application (考核)."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """考核."""

    name = "assessments"
    verbose_name = "考核"
