"""Scores a period of assessment (考核计分)."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from assessments.actions.quarters import score_quarter
from assessments.management.quarters import PeriodCommand
from newmedia_portal.core.access.models import Unit


class Command(PeriodCommand):
    """Gather the figures of a period again and score its units; safe to repeat."""

    help = "归集一期考核的数据并计分，可重复执行；数据没有变化时结果不变。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether to look only at what has changed."""
        super().add_arguments(parser)
        parser.add_argument("--changed", action="store_true", help="只计算上次计分后数据有变化的单位")

    def handle(self, *args: Any, **options: Any) -> None:
        """Score it for every tree."""

        def act(root: Unit) -> str:
            quarter = self.find(root, options["period"])
            done = score_quarter(quarter, by=None, at=timezone.now(), changed_only=options["changed"])
            return f"{quarter.words}考核已计分，计算 {done.looked_at} 个单位，{done.changed} 个有变化。"

        self.each(options, act)
