"""The nightly job over the accounts, run once by hand (静默监测)."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from assessments.looking.scan import scan_silence
from newmedia_portal.core.operating.giving_way import JobCommand


class Command(JobCommand):
    """Judge the accounts that are due on a day, raise and clear flags, tell those concerned; safe to repeat."""

    help = "静默监测:评定有变化或到期的账号,标记更新提醒、静默、僵尸号和空壳号并发送站内消息,可重复执行。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the business date and the form of the answer."""
        parser.add_argument("--on", metavar="YYYY-MM-DD", help="业务日期,默认今天")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the job's own code and print what it did."""
        try:
            on = date.fromisoformat(options["on"]) if options["on"] else timezone.localdate()
        except ValueError as error:
            raise CommandError(f"日期应形如 2026-09-18,现在是 {options['on']!r}。") from error
        counts = scan_silence(on=on, at=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(asdict(counts)))
        else:
            self.stdout.write(f"评定 {counts.looked_at} 个账号,标记 {counts.flagged} 个,解除 {counts.cleared} 个。")
