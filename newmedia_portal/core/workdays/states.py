"""Choices of the working-day calendar: value, label and colour in one place."""

from django.db import models


class YearStatus(models.TextChoices):
    """Whether the State Council has arranged the holidays of a year (放假安排)."""

    PROVISIONAL = "provisional", "暂定"
    PUBLISHED = "published", "已公布"

    @property
    def tone(self) -> str:
        """Colour of the status tag; the word is always shown beside it."""
        return "amber" if self is YearStatus.PROVISIONAL else "green"


class TermUnit(models.TextChoices):
    """Units in which a regulation counts a limit (期限单位)."""

    WORKDAY = "wd", "个工作日"
    DAY = "calendar_day", "日"
    WEEK = "week", "周"
    MONTH = "month", "个月"
