"""What the commands of a period share (考核命令): arguments, the trees that assess by it, one line for each."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import CommandError, CommandParser

from assessments.models import Quarter
from assessments.quarters.codes import days_of
from assessments.quarters.lengths import fits
from assessments.quarters.opening import roots
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.operating.giving_way import JobCommand
from newmedia_portal.core.refusals import Refused
from newmedia_portal.regimes.editions import NoEdition, edition_for


class PeriodCommand(JobCommand):
    """Does one thing with a period of every tree that assesses by it, or of one; says so on one line each.

    Ends with an error, on one line, when nothing could be done for some tree; what was done for others stands.
    """

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the period and perhaps one tree."""
        parser.add_argument("period", metavar="考核期", help="2026Q3（季）、2026H1（半年）、2026-09（月）或 2026（年）")
        parser.add_argument("--unit", metavar="CODE", help="只办理这个顶级单位，默认办理所有按该周期考核的单位")

    def each(self, options: dict[str, Any], act: Callable[[Unit], str]) -> None:
        """Run `act` for every tree and print what it says."""
        period = options["period"].strip().upper()
        try:
            days_of(period)
        except Refused as refused:
            raise CommandError(refused.message) from refused
        failed = []
        for root in self._trees(options["unit"], period):
            try:
                self.stdout.write(f"{root.name}：{act(root)}")
            except Refused as refused:
                failed.append(f"{root.name}：{refused.message}")
        if failed:
            raise CommandError("；".join(failed))

    def _trees(self, code: str | None, period: str) -> list[Unit]:
        if code:
            found = Unit.objects.filter(code=code, parent__isnull=True).first()
            if found is None:
                raise CommandError(f"没有代码为 {code} 的顶级单位。")
            return [found]
        trees = [root for root in roots() if _assesses(root, period)]
        if not trees:
            raise CommandError(f"没有单位按 {period} 这样的周期考核。")
        return trees

    def find(self, root: Unit, period: str) -> Quarter:
        """Return the period of a tree; raises Refused where it was not opened."""
        rows = Quarter.objects.filter(root=root, period=period.strip().upper())
        found = rows.select_related("root", "scheme", "edition").first()
        if found is None:
            raise Refused(f"{period} 考核没有启动，请先运行 open_quarter {period}。")
        return found


def _assesses(root: Unit, period: str) -> bool:
    try:
        return fits(edition_for(root.regime, days_of(period)[1]).edition, period)
    except NoEdition:
        return False
