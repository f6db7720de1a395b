"""Walk the audit chain (审计链校验)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newmedia_portal.core.audit.chain import verify


class Command(BaseCommand):
    """Name the first bad record; exit non-zero if the chain is broken."""

    help = "逐条校验审计日志的哈希链,指出第一条异常记录。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how many records were read."""
        read, broken = verify()
        if broken is not None:
            raise CommandError(broken.message)
        self.stdout.write(f"审计链完整,共 {read} 条。")
