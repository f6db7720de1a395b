"""Closes a period of assessment (锁定考核)."""

from typing import Any

from django.utils import timezone

from assessments.actions.quarters import close_quarter, go_to_review, settle
from assessments.management.quarters import PeriodCommand
from assessments.models import Quarter
from assessments.quarters.states import QuarterState
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.transactions import unit_of_work


class Command(PeriodCommand):
    """Bring a period to its end and close it: what was not scored by hand is left out, open objections refuse it."""

    help = "定稿并锁定一期考核：冻结数据、方案、制度版本和结果指纹；有未答复的申诉时不能锁定。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Close it for every tree."""

        def act(root: Unit) -> str:
            quarter = self.find(root, options["period"])
            with unit_of_work():
                _bring_to_end(quarter)
                closed = close_quarter(quarter, by=None, at=timezone.now())
            return f"{closed.words}考核已锁定，结果指纹 {closed.hash}。"

        self.each(options, act)


def _bring_to_end(quarter: Quarter) -> None:
    now = timezone.now()
    if quarter.state in (QuarterState.COLLECTING, QuarterState.SELF_ASSESSMENT):
        go_to_review(quarter, by=None, at=now)
    if quarter.state in (QuarterState.REVIEW, QuarterState.OBJECTION):
        settle(quarter, by=None, at=now)
