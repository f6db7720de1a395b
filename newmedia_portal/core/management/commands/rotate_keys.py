"""Bring encrypted personal data under the newest key (密钥轮换)."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from newmedia_portal.core.access.secrets import keys
from newmedia_portal.core.operating.giving_way import JobCommand
from newmedia_portal.core.personal.rotating import Count, rotate, standing


class Command(JobCommand):
    """May be stopped at any moment and run again; `--check` only counts."""

    help = "把加密的个人信息改用最新的密钥（PERSONAL_DATA_KEY 的第一个）；可随时中断，再次执行会接着做。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to write at all, and how to print."""
        parser.add_argument("--check", action="store_true", help="只统计还有多少在旧密钥之下，不写任何内容")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate, then say how everything stands; non-zero while something is under an older key or none."""
        written = {} if options["check"] else rotate(at=timezone.now(), told=self.told)
        counts = standing()
        if options["json"]:
            told = {"keys": len(keys()), "written": written, "places": [asdict(count) for count in counts]}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            self._print(counts, sum(written.values()))
        if lost := [count for count in counts if count.lost]:
            raise CommandError(
                f"{lost[0].place} 有 {lost[0].lost} 项用现有的密钥都解不开。请把当时的密钥加到 PERSONAL_DATA_KEY 末尾。"
            )
        if older := sum(count.older for count in counts):
            raise CommandError(
                f"还有 {older} 项在旧密钥之下。请执行 rotate_keys（不带 --check），完成前不要删去旧密钥。"
            )

    def told(self, name: str, written: int) -> None:
        """Say how far it is, on the second channel."""
        if written:
            self.stderr.write(f"{name}：已写 {written} 行")

    def _print(self, counts: list[Count], written: int) -> None:
        for count in counts:
            self.stdout.write(f"{count.place}：{count.texts} 项，旧密钥 {count.older}，解不开 {count.lost}")
        if not any(count.older or count.lost for count in counts):
            self.stdout.write(f"全部在最新密钥之下（本次改写 {written} 行）。可以删去旧密钥，并重新备份。")
