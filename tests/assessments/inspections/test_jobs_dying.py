"""The job over rectification survives the death of its worker at any point."""

from datetime import date, timedelta

from assessments.actions import rectification as actions
from assessments.models import Finding
from newmedia_portal.core.jobs.schedule import run_once
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.workdays.actions import seed_calendar
from tests.dying import survives
from tests.world import NOON, build

from .making import known, told

LATE = date(2026, 10, 10)
JOB = "scan_rectification"


def test_findings_that_become_overdue_and_one_that_was_moved_back(db: None) -> None:
    seed_calendar(by=None, at=NOON)
    world = build("taibai")
    late = told(world)
    found = actions.Found("silent_two_weeks", "抽查通报", NOON)
    others = [
        actions.enter_finding(known(world, f"示例{n}"), found, by=world.person("registrar"), at=NOON) for n in "甲乙"
    ]
    actions.notify_unit(others, by=world.person("registrar"), at=NOON)
    Finding.objects.filter(pk=others[0].pk).update(due_on=LATE + timedelta(days=9), overdue_on=LATE - timedelta(days=1))
    assert survives(lambda minutes: run_once(JOB, on=LATE, at=NOON + timedelta(minutes=minutes))) >= 20
    run_once(JOB, on=LATE, at=NOON)
    flagged = dict(Finding.objects.values_list("pk", "overdue_on"))
    assert flagged == {late.pk: LATE, others[0].pk: None, others[1].pk: LATE}
    assert Notice.objects.filter(kind="finding.overdue", user=world.cast["operator"]).exists()
