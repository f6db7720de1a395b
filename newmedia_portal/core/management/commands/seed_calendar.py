"""Fill the working-day calendar (写入初始工作日历)."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from newmedia_portal.core.workdays.actions import seed_calendar


class Command(BaseCommand):
    """Write the years that the tables do not hold yet; safe to repeat."""

    help = "写入随软件提供的工作日历年度;已有的年度不会改动。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how many years were written."""
        count = seed_calendar(by=None, at=timezone.now())
        self.stdout.write(f"已写入{count}个年度。" if count else "工作日历已齐备,没有需要写入的年度。")
