"""The nightly turn of substitutions (代理) survives the death of its worker."""

from datetime import timedelta

from newmedia_portal.core.access.models import User
from newmedia_portal.core.jobs.schedule import run_once
from newmedia_portal.core.workflow.models import Substitution
from newmedia_portal.core.workflow.substitutions import JOB, substitute
from tests.core.ground import AT, person
from tests.dying import survives

TODAY = AT.date()
DAY = timedelta(days=1)


def stands_in(absent: User, by_whom: User, first: int, last: int) -> Substitution:
    """Let one stand in for another between two days counted from today."""
    return substitute(
        absent, by_whom=by_whom, role="", starts_on=TODAY + first * DAY, ends_on=TODAY + last * DAY, reason="示例",
        by=absent, at=AT,
    )  # fmt: skip


def test_those_that_begin_and_those_that_end(db: None) -> None:
    people = [person(f"张某{letter}") for letter in "甲乙丙丁"]
    begins = [stands_in(people[0], people[1], 2, 4), stands_in(people[1], people[2], 2, 9)]
    ends = [stands_in(people[2], people[3], 0, 1), stands_in(people[3], people[0], 0, 1)]
    later = stands_in(people[0], people[2], 6, 9)
    on = TODAY + 2 * DAY
    assert survives(lambda minutes: run_once(JOB, on=on, at=AT + 2 * DAY + timedelta(minutes=minutes))) >= 20
    run_once(JOB, on=on, at=AT + 2 * DAY)
    states = dict(Substitution.objects.values_list("pk", "state"))
    assert {states[row.pk] for row in begins} == {"running"}
    assert {states[row.pk] for row in ends} == {"ended"}
    assert states[later.pk] == "planned"
