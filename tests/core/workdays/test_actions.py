"""Entering a year's notice, correcting a day, and what open clocks do then."""

from datetime import date

import pytest

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.jobs.models import OutboxItem
from newmedia_portal.core.jobs.outbox import drain
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.workdays import working_days
from newmedia_portal.core.workdays.actions import (
    CalendarChange,
    ShortensTerms,
    correct_day,
    enter_year,
    preview_day,
    preview_year,
    seed_calendar,
)
from newmedia_portal.core.workdays.models import CalendarDay, CalendarYear
from newmedia_portal.core.workdays.notice_text import read_notice
from newmedia_portal.core.workdays.recompute import Move
from newmedia_portal.core.workdays.states import YearStatus

from .conftest import MOMENT, Clocks
from .notices_for_tests import NOTICE_2026, NOTICE_2027

pytestmark = pytest.mark.django_db
CROSSING = (date(2026, 11, 20), 30, date(2027, 1, 4))
"""Thirty working days from 20 November 2026: by the provisional 2027 they end on 4 January."""


def publish_2027(by: User, *, confirm: bool = False, text: str = NOTICE_2027) -> CalendarChange:
    """Enter the made-up notice of 2027."""
    rows = read_notice(text, 2027).rows
    return enter_year(2027, rows, document="示例通知〔2026〕1号", by=by, at=MOMENT, confirm_earlier=confirm)


def test_a_term_into_2027_is_provisional_and_is_recounted_when_the_year_is_published(
    sysadmin: User, clocks: Clocks
) -> None:
    # by the notice 27 December is worked and 4 January is off
    before = working_days.due(date(2026, 11, 20), 30)
    clocks.open["甲"] = CROSSING

    change = publish_2027(sysadmin, confirm=True)
    after = working_days.due(date(2026, 11, 20), 30)

    assert (before.due, before.provisional) == (date(2027, 1, 4), True)
    assert (after.due, after.provisional) == (date(2026, 12, 31), False)
    assert change.moves == (Move("甲", date(2027, 1, 4), date(2026, 12, 31)),)


def test_publishing_a_year_moves_open_clocks_and_leaves_closed_ones(sysadmin: User, clocks: Clocks) -> None:
    later = (date(2026, 12, 28), 5, date(2027, 1, 5))
    clocks.open["乙"] = later
    clocks.closed["丙"] = later

    change = publish_2027(sysadmin)

    assert change.later == (Move("乙", date(2027, 1, 5), date(2027, 1, 6)),)
    assert clocks.open["乙"][2] == date(2027, 1, 6)
    assert clocks.closed["丙"] == later


def test_the_publication_and_the_recount_are_in_the_audit_log(sysadmin: User, clocks: Clocks) -> None:
    seed_calendar(by=None, at=MOMENT)
    clocks.open["乙"] = (date(2026, 12, 28), 5, date(2027, 1, 5))

    publish_2027(sysadmin)

    entered = AuditEvent.objects.get(action="calendar.year_entered")
    recounted = AuditEvent.objects.get(action="calendar.recomputed")
    assert (entered.actor, entered.before["status"], entered.after["status"]) == (sysadmin, "provisional", "published")
    assert "2026-12-27 上班 调休上班(元旦)" in entered.after["days"]
    assert (recounted.after["moved"], recounted.after["later"], recounted.after["earlier"]) == (1, 1, 0)


def test_a_due_date_never_comes_forward_without_confirmation_and_nothing_is_saved_then(
    sysadmin: User, clocks: Clocks
) -> None:
    seed_calendar(by=None, at=MOMENT)
    clocks.open["甲"] = CROSSING

    with pytest.raises(ShortensTerms) as refused:
        publish_2027(sysadmin)

    assert refused.value.message.startswith("有1个在办期限会提前")
    assert CalendarYear.objects.get(year=2027).status == YearStatus.PROVISIONAL
    assert AuditEvent.objects.filter(action="calendar.year_entered").exists() is False
    assert working_days.due_date(date(2026, 11, 20), 30) == date(2027, 1, 4)


def test_a_preview_counts_the_moves_and_changes_nothing(sysadmin: User, clocks: Clocks) -> None:
    clocks.open["甲"] = CROSSING
    clocks.open["乙"] = (date(2026, 12, 28), 5, date(2027, 1, 5))
    rows = read_notice(NOTICE_2027, 2027).rows

    change = preview_year(2027, rows, document="示例通知〔2026〕1号", by=sysadmin, at=MOMENT)

    assert ([move.label for move in change.later], [move.label for move in change.earlier]) == (["乙"], ["甲"])
    assert CalendarYear.objects.exists() is False
    assert AuditEvent.objects.exists() is False
    assert OutboxItem.objects.exists() is False
    assert working_days.current().version == 0


def test_the_day_taken_from_december_belongs_to_the_new_notice(sysadmin: User) -> None:
    publish_2027(sysadmin)

    assert CalendarDay.objects.get(date=date(2026, 12, 27)).notice.year == 2027
    assert working_days.current().is_workday(date(2026, 12, 27)) is True


def test_entering_a_year_again_replaces_its_days_also_those_of_december(sysadmin: User) -> None:
    publish_2027(sysadmin)

    publish_2027(sysadmin, text=NOTICE_2027.replace("2026年12月27日(周日)上班。", ""))

    assert CalendarDay.objects.filter(date=date(2026, 12, 27)).exists() is False
    assert working_days.current().is_workday(date(2026, 12, 27)) is False
    assert CalendarYear.objects.get(year=2027).revision == 3


def test_an_earlier_notice_cannot_take_a_day_from_a_later_one(sysadmin: User) -> None:
    publish_2027(sysadmin)
    text = NOTICE_2026 + "\n八、元旦:12月27日上班。"

    with pytest.raises(Refused) as refused:
        enter_year(2026, read_notice(text, 2026).rows, document="示例", by=sysadmin, at=MOMENT)

    assert refused.value.message == "2026-12-27已列在2027年的安排中,请在该年度的安排里更正。"


def test_a_year_is_entered_by_the_system_administrator_alone(operator: User) -> None:
    with pytest.raises(Forbidden):
        publish_2027(operator)

    assert CalendarYear.objects.exists() is False


@pytest.mark.parametrize("document", ["", "  ", "号" * 101])
def test_a_notice_needs_its_number(sysadmin: User, document: str) -> None:
    with pytest.raises(Refused) as refused:
        enter_year(2027, read_notice(NOTICE_2027, 2027).rows, document=document, by=sysadmin, at=MOMENT)

    assert refused.value.field == "document"


def test_a_day_off_added_midway_moves_the_clocks_over_it(sysadmin: User, clocks: Clocks) -> None:
    clocks.open["丁"] = (date(2026, 11, 23), 5, date(2026, 11, 30))

    change = correct_day(
        date(2026, 11, 25), kind="off", name="临时放假", reason="示例通知〔2026〕2号", by=sysadmin, at=MOMENT
    )

    assert change.later == (Move("丁", date(2026, 11, 30), date(2026, 12, 1)),)
    assert working_days.due(date(2026, 11, 23), 5).skipped[0] == (date(2026, 11, 25), "临时放假")
    assert AuditEvent.objects.get(action="calendar.day_corrected").reason == "示例通知〔2026〕2号"


def test_taking_a_day_off_back_needs_confirmation_and_makes_it_ordinary_again(sysadmin: User, clocks: Clocks) -> None:
    clocks.open["戊"] = (date(2026, 9, 30), 5, date(2026, 10, 13))
    facts = {"kind": "ordinary", "name": "", "reason": "示例通知〔2026〕3号", "by": sysadmin, "at": MOMENT}

    with pytest.raises(ShortensTerms):
        correct_day(date(2026, 10, 7), **facts)
    correct_day(date(2026, 10, 7), confirm_earlier=True, **facts)

    assert working_days.due_date(date(2026, 9, 30), 5) == date(2026, 10, 12)


def test_the_preview_of_a_correction_changes_nothing(sysadmin: User, clocks: Clocks) -> None:
    clocks.open["丁"] = (date(2026, 11, 23), 5, date(2026, 11, 30))

    change = preview_day(date(2026, 11, 25), kind="off", name="临时放假", reason="示例", by=sysadmin, at=MOMENT)

    assert (len(change.later), CalendarYear.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("kind", "name", "reason", "field"),
    [("off", "", "依据", "name"), ("work", "调休", "依据", "kind"), ("odd", "x", "依据", "kind"),
     ("off", "放假", " ", "reason")],
)  # fmt: skip
def test_a_correction_with_something_missing_is_refused_at_the_field(
    sysadmin: User, kind: str, name: str, reason: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        correct_day(date(2026, 11, 25), kind=kind, name=name, reason=reason, by=sysadmin, at=MOMENT)

    assert refused.value.field == field


def test_a_day_is_corrected_by_the_system_administrator_alone(operator: User) -> None:
    with pytest.raises(Forbidden):
        correct_day(date(2026, 11, 25), kind="off", name="放假", reason="依据", by=operator, at=MOMENT)


def test_a_clock_started_by_the_old_calendar_meanwhile_is_caught_by_the_queued_job(
    sysadmin: User, clocks: Clocks
) -> None:
    publish_2027(sysadmin)
    clocks.open["己"] = (date(2026, 12, 28), 5, date(2027, 1, 5))

    done = drain(now=lambda: MOMENT)

    assert (done, clocks.open["己"][2]) == (1, date(2027, 1, 6))
