"""Everything the demo needs, in order (建立演示)."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from accounts.actions.platforms import seed_platforms
from accounts.groups.scan import JOB as GROUPS
from accounts.validity import JOB as VALIDITIES
from assessments.inspecting.scan import JOB as RECTIFICATION
from assessments.looking.scan import JOB as SILENCE
from duties.inquiries.scan import JOB as MESSAGES
from duties.rosters.scan import JOB as GAPS
from filings.deadlines.scan import JOB
from newmedia_portal.core.access.models import User
from newmedia_portal.core.jobs.outbox import drain
from newmedia_portal.core.jobs.schedule import run_once
from newmedia_portal.core.workdays.actions import seed_calendar
from newmedia_portal.regimes.actions import publish, sync_shipped
from reviews.actions.lexicons import install_starter

from .activity import give_pasts, propose_closings
from .cases import REGIMES, find_unfiled, play, stage_for
from .circle import gather
from .consulting import consult
from .duty import keep_watch
from .enforcement import hold_to_duties
from .inspections import REGIMES as INSPECTED
from .inspections import inspect
from .ledger import import_demo_ledger
from .messages import send_out
from .organisations import build
from .outputs import give_out
from .people import ask_round, look_after
from .posts import write
from .quarters import assess, remember
from .reposts import pass_on
from .sight import keep_in_sight
from .variants import show_variants
from .waiting import wait_for_department

MARK = "soe-operator"


def is_demo() -> bool:
    """Whether the users in the database are the demo's own."""
    return User.objects.filter(username=MARK).exists()


def bring_up_to_date(*, at: datetime) -> list[str]:
    """Publish the editions that came with a newer release, as an administrator would; returns what was published."""
    admin = User.objects.get(username="sysadmin")
    newer = [synced.record for synced in sync_shipped(at=at) if synced.outcome == "draft"]
    return [str(publish(record, effective_from=localdate(at), by=admin, at=at)) for record in newer]


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
            consult(stage)
            find_unfiled(stage, at)
            import_demo_ledger(stage, at)
            gather(stage)
            pass_on(stage)
            write(stage)
            give_pasts(stage, at)
            remember(stage, at)
            keep_watch(stage, at)
            look_after(stage)
            hold_to_duties(stage, at)
            wait_for_department(stage)
            show_variants(stage, at)
            tell(f"  {stage.unit.root}:备案、台账、稿件与值守")
        install_starter(at=at)
        ask_round(at)
    _nights_and_periods(at)
    drain(now=lambda: at)


def _nights_and_periods(at: datetime) -> None:
    """Run the daily jobs of a night, then what the department does with what they found."""
    run_once(JOB, on=localdate(at), at=at)
    run_once(SILENCE, on=localdate(at), at=at)
    with transaction.atomic():
        for regime in REGIMES:
            propose_closings(stage_for(regime, at), at)
        for regime in INSPECTED:
            inspect(stage_for(regime, at), at)
    for job in (GROUPS, VALIDITIES, MESSAGES, GAPS, RECTIFICATION):
        run_once(job, on=localdate(at), at=at)
    with transaction.atomic():
        for regime in REGIMES:
            assess(stage_for(regime, at), at)
            give_out(stage_for(regime, at), at)
            keep_in_sight(stage_for(regime, at), at)
        send_out(at)
