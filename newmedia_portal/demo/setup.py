"""Everything the demo needs, in order (建立演示)."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from accounts.actions.platforms import seed_platforms
from filings.deadlines.scan import JOB
from newmedia_portal.core.access.models import User
from newmedia_portal.core.jobs.outbox import drain
from newmedia_portal.core.jobs.schedule import run_once
from newmedia_portal.core.workdays.actions import seed_calendar
from newmedia_portal.regimes.actions import sync_shipped

from .cases import REGIMES, find_unfiled, play, stage_for
from .ledger import import_demo_ledger
from .organisations import build

MARK = "soe-operator"


def is_demo() -> bool:
    """Whether the users in the database are the demo's own."""
    return User.objects.filter(username=MARK).exists()


def set_up(*, at: datetime, password: str, tell: Callable[[str], object]) -> None:
    """Make the demo in one transaction: an interrupted set-up leaves nothing half done."""
    with transaction.atomic():
        seed_calendar(by=None, at=at)
        sync_shipped(at=at)
        seed_platforms(by=None, at=at)
        tell("  制度、日历、平台目录")
        build(password=password, at=at)
        tell("  示例单位与人员")
        for regime in REGIMES:
            stage = stage_for(regime, at)
            play(stage, at)
            find_unfiled(stage, at)
            import_demo_ledger(stage, at)
            tell(f"  {stage.unit.root}:备案与台账")
    run_once(JOB, on=localdate(at), at=at)
    drain(now=lambda: at)
