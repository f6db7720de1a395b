"""Write down where the audit log stands today (审计检查点)."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from newmedia_portal.core.audit.checkpoints import take, text_of


class Command(BaseCommand):
    """One a day; a second call prints the one of today."""

    help = "生成当天的审计检查点并打印出来，供抄录、打印、寄出；每天一个，再次执行只打印。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How to print."""
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the checkpoint."""
        now = timezone.now()
        row, is_new = take(on=timezone.localdate(now), at=now)
        if row is None:
            raise CommandError("审计日志还是空的，没有可以记下的位置。")
        if options["json"]:
            told = {"day": f"{row.day}", "seq": row.seq, "hash": row.hash, "at": row.at.isoformat(), "new": is_new}
            counts = {"kept": row.kept, "added": row.added, "refused": row.refused}
            self.stdout.write(json.dumps({**told, **counts}))
        else:
            self.stdout.write(text_of(row))
