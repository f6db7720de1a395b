"""Set up the demo (演示数据): organisations, people, ledger and filings, once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from newmedia_portal.core.access.models import User
from newmedia_portal.demo.emptying import empty_database
from newmedia_portal.demo.setup import bring_up_to_date, is_demo, set_up


class Command(BaseCommand):
    """Refuse anything but an empty database or the demo's own; a second run keeps the data."""

    help = "建立演示数据;再次运行保留已有数据,--reset 清空后重建。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --reset."""
        parser.add_argument("--reset", action="store_true", help="清空演示数据库后重建")

    def handle(self, *args: Any, **options: Any) -> None:
        """Set up, or say that all is there."""
        if not settings.DEBUG:
            raise CommandError("演示只能在 DEBUG 打开时运行。")
        if User.objects.exists() and not is_demo():
            raise CommandError("数据库中已有其他用户,演示不会写入。请换一个空数据库(DATABASE_URL)。")
        if options["reset"]:
            empty_database()
        if User.objects.exists():
            for edition in bring_up_to_date(at=timezone.now()):
                self.stdout.write(f"制度有新版本,已启用:{edition}")
            self.stdout.write("演示数据已就绪。")
            return
        self.stdout.write("正在建立演示数据……")
        set_up(at=timezone.now(), password=settings.DEMO_PASSWORD, tell=self.stdout.write)
        self.stdout.write("演示数据已建立。")
