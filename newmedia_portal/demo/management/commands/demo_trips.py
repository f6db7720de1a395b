"""Drive one opening per regime from draft to certificate and print what came of it (演示全程)."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from newmedia_portal.demo.setup import is_demo
from newmedia_portal.demo.trips import drive


class Command(BaseCommand):
    """Print a table: regime, chain, due date and why, certificate number, register address."""

    help = "为每项制度办一件开通备案,从草稿到凭证,列表打印结果。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse anything but the demo's own database."""
        if not settings.DEBUG or not is_demo():
            raise CommandError("请先运行 setup_demo 建立演示数据。")
        for trip in drive(timezone.now()):
            self.stdout.write(f"\n[{trip.regime}] {trip.organisation}")
            self.stdout.write(f"  审批环节  {trip.chain}")
            self.stdout.write(f"  法定期限  {trip.due}  {trip.why}")
            self.stdout.write(f"  备案编号  {trip.certificate}")
            self.stdout.write(f"  台账地址  {trip.address}")
        self.stdout.write("\n五项制度各办结一件开通备案。")
