"""Opens a period of assessment (启动考核)."""

from typing import Any

from django.utils import timezone

from assessments.actions.quarters import open_quarter
from assessments.management.quarters import PeriodCommand
from assessments.models import Entry
from newmedia_portal.core.access.models import Unit


class Command(PeriodCommand):
    """Open a period with the edition and the scheme in force, and gather its figures."""

    help = "启动一期考核：固定制度版本和考核方案，归集数据并计分。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Open it for every tree that assesses by it."""

        def act(root: Unit) -> str:
            quarter = open_quarter(root, options["period"].strip().upper(), by=None, at=timezone.now())
            units = Entry.objects.filter(quarter=quarter).count()
            return f"{quarter.words}考核已启动，参评单位 {units} 个，方案 {quarter.scheme}。"

        self.each(options, act)
