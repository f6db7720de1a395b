"""Count a term (推算到期日) from the shell."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.ui.days import NotADay, read_day
from newmedia_portal.core.workdays import working_days
from newmedia_portal.core.workdays.states import TermUnit
from newmedia_portal.core.workdays.terms import Due


class Command(BaseCommand):
    """Print the due date of a term; reads the calendar and writes nothing."""

    help = "推算到期日:从起算日的次日起数满期限,当天24时前办理不算逾期。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the anchor, the number, the unit and the form of the answer."""
        parser.add_argument("--from", dest="anchor", required=True, metavar="日期", help="起算日,例如 2026-09-18")
        parser.add_argument("--days", required=True, type=int, metavar="数", help="期限,例如 5")
        parser.add_argument(
            "--unit",
            default=TermUnit.WORKDAY.value,
            choices=TermUnit.values,
            help="单位:wd 工作日(默认)、calendar_day 日、week 周、month 月;后三种末日逢休息日顺延",
        )
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the due date first, then what was skipped or worked, and whether it is provisional."""
        try:
            due = working_days.due(read_day(options["anchor"]), options["days"], options["unit"])
        except NotADay as error:
            raise CommandError("--from 应为日期,例如 2026-09-18。") from error
        except Refused as error:
            raise CommandError(error.message) from error
        self.stdout.write(json.dumps(_as_json(due)) if options["json"] else _as_text(due))


def _as_json(due: Due) -> dict[str, Any]:
    return {
        "due": due.due.isoformat(),
        "provisional": due.provisional,
        "skipped": [day.isoformat() for day, _ in due.skipped],
        "worked_weekends": [day.isoformat() for day in due.worked_weekends],
    }


def _as_text(due: Due) -> str:
    lines = [due.due.isoformat()]
    if due.provisional:
        lines.append("暂定:期限跨入尚未公布放假安排的年份,公布后会重新推算")
    lines += [f"不计 {day} {reason}" for day, reason in due.skipped]
    lines += [f"计入 {day} 调休上班" for day in due.worked_weekends]
    return "\n".join(lines)
