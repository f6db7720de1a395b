"""The last step of an upgrade without a stop (升级收尾)."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.actions.register.keys import refresh_check_keys


class Command(BaseCommand):
    """Complete what the program before wrote while it ran on the new tables; safe to run again."""

    help = "全部机器换成新版后执行一次:补齐升级期间旧版写入的记录;可重复执行。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how much was completed."""
        self.stdout.write(f"补齐核验比对形式:{refresh_check_keys(at=timezone.now())} 个账号。")
