"""Install what the portal ships: working days, regimes, platforms (装入随附数据)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.actions.platforms import seed_platforms
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workdays.actions import seed_calendar
from newmedia_portal.regimes.actions import sync_shipped


class Command(BaseCommand):
    """Add what is missing; safe to run again at every start, what administrators changed stays."""

    help = "装入随程序附带的工作日历、五部制度和平台目录,可重复执行;已有的内容不会被改动。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how much of each was added."""
        at = timezone.now()
        try:
            years, editions = seed_calendar(by=None, at=at), sync_shipped(at=at)
            platforms = seed_platforms(by=None, at=at)
        except Refused as error:
            raise CommandError(error.message) from error
        added = sum(synced.outcome in ("published", "draft") for synced in editions)
        self.stdout.write(f"新装入:日历年度 {years} 个,制度版本 {added} 个,平台 {platforms} 个。")
