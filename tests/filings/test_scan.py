"""The daily job over obligations: what it flags on which day, what it clears, whom it tells, and that it may repeat."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from filings.deadlines.open import refresh_obligation
from filings.deadlines.scan import scan_overdue
from filings.models import Filing, Obligation
from newmedia_portal.core.access.models import Post
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.jobs.schedule import Counts
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.workflow.door import perform
from tests.filings.making import draft
from tests.filings.owed import owe
from tests.world import NOON, World, build

pytestmark = pytest.mark.django_db
ANCHOR = date(2026, 9, 1)
# Ten working days after 1 September 2026: the weekend of the 5th and that of the 12th are off.
DUE = date(2026, 9, 15)


@pytest.fixture
def world() -> World:
    """An organisation with its cast."""
    return build("gejiu")


def scan(on: date) -> Counts:
    """Run the job for a day."""
    return scan_overdue(on=on, at=NOON)


def flag(obligation: Obligation) -> tuple[str, date | None]:
    """Return what the job has said of an obligation, and when."""
    obligation.refresh_from_db()
    return obligation.flag, obligation.flagged_on


def told(flag: str = "overdue") -> dict[str, str]:
    """Return who was told what."""
    rows = Notice.objects.filter(kind=f"deadline.{flag}").select_related("user")
    return {notice.user.username: notice.title for notice in rows}


@pytest.mark.clause("S2-05.1c")
def test_the_due_day_itself_is_in_time_and_the_day_after_is_late(world):
    owed = owe(world, ANCHOR)
    assert owed.due_on == DUE
    scan(DUE)
    assert flag(owed) == ("due_soon", DUE)
    assert scan(DUE + timedelta(days=1)) == Counts(looked_at=1, flagged=1, cleared=0)
    assert flag(owed) == ("overdue", DUE + timedelta(days=1))


def test_reminders_come_three_days_one_day_before_and_on_the_day(world):
    owed = owe(world, ANCHOR)
    days = [ANCHOR + timedelta(days=offset) for offset in range(20)]
    reminded = [day for day in days if scan(day).flagged and flag(owed)[0] == "due_soon"]
    assert reminded == [date(2026, 9, 10), date(2026, 9, 14), date(2026, 9, 15)]
    assert Notice.objects.filter(user=world.cast["operator"], kind="deadline.due_soon").count() == 3
    assert Notice.objects.filter(user=world.cast["operator"], kind="deadline.overdue").count() == 1


def test_a_day_on_which_the_job_did_not_run_is_made_up_for_on_the_next(world):
    soon, late = owe(world, ANCHOR), owe(world, date(2026, 8, 3))
    scan(date(2026, 9, 11))
    assert flag(soon) == ("due_soon", date(2026, 9, 11))
    assert flag(late) == ("overdue", date(2026, 9, 11))


def test_running_again_on_the_same_day_changes_nothing_and_tells_nobody_twice(world):
    for _ in range(3):
        owe(world, ANCHOR)
    day = DUE + timedelta(days=1)
    assert scan(day) == Counts(3, 3, 0)
    rows = list(Obligation.objects.values())
    notices = list(Notice.objects.values())
    assert scan(day) == Counts(0, 0, 0)
    assert list(Obligation.objects.values()) == rows
    assert list(Notice.objects.values()) == notices
    assert AuditEvent.objects.filter(action="obligation.flagged").count() == 1


def test_what_is_late_is_told_on_the_rungs_of_the_edition_and_not_every_day(world):
    owe(world, ANCHOR)
    told_on = [day for offset in range(1, 20) if scan(day := DUE + timedelta(days=offset)).flagged]
    # The first, fifth and tenth working day after the 15th; Sunday the 20th is worked, the 25th to the 27th are off.
    assert told_on == [date(2026, 9, 16), date(2026, 9, 21), date(2026, 9, 29)]
    assert Notice.objects.filter(user=world.cast["operator"], kind="deadline.overdue").count() == 3


def test_writers_leaders_and_the_authority_are_told_and_nobody_else(world):
    owe(world, ANCHOR)
    scan(DUE + timedelta(days=1))
    people = ["gejiu-chief", "gejiu-deputy", "gejiu-operator", "gejiu-registrar"]
    assert told() == dict.fromkeys(people, "1 件备案已逾期")


def test_another_organisation_hears_nothing(world):
    other = build("taibai")
    owe(world, ANCHOR)
    scan(DUE + timedelta(days=1))
    assert not Notice.objects.filter(user__in=[user.pk for user in other.cast.values()]).exists()


def test_one_message_a_person_sums_the_units_that_concern_them(world):
    Post.objects.create(user=world.cast["operator"], unit=world.foreign, role="operator", since=ANCHOR)
    owe(world, ANCHOR)
    owe(world, ANCHOR)
    owe(world, date(2026, 8, 3), unit=world.foreign)
    owe(world, ANCHOR, unit=world.child)
    scan(DUE + timedelta(days=1))
    assert told() == {
        "gejiu-operator": "3 件备案已逾期",
        "gejiu-chief": "2 件备案已逾期",
        "gejiu-deputy": "2 件备案已逾期",
        "gejiu-outsider": "1 件备案已逾期",
        "gejiu-child": "1 件备案已逾期",
        "gejiu-registrar": "4 件备案已逾期",
    }
    message = Notice.objects.get(user=world.cast["operator"])
    assert message.body == "最早的法定期限是 2026-08-17，请尽快办理。"


def test_a_post_that_ended_and_a_disabled_person_are_not_told(world):
    Post.objects.filter(user=world.cast["chief"]).update(until=ANCHOR)
    world.cast["deputy"].is_active = False
    world.cast["deputy"].save()
    owe(world, ANCHOR)
    scan(DUE + timedelta(days=1))
    assert sorted(told()) == ["gejiu-operator", "gejiu-registrar"]


def test_the_desks_own_period_for_correction_is_told_to_those_who_write_and_is_no_overdue_filing(world):
    owed = owe(world, ANCHOR)
    Obligation.objects.filter(pk=owed.pk).update(kind="resubmit")
    scan(DUE + timedelta(days=1))
    assert told() == {"gejiu-operator": "1 件退回件超过补正期限"}


def test_what_was_filed_loses_its_flag(world):
    owed = owe(world, ANCHOR)
    scan(DUE + timedelta(days=1))
    perform(owed, "meet", by=None, at=NOON, action="obligation.met", on=DUE)
    assert scan(DUE + timedelta(days=2)) == Counts(looked_at=1, flagged=0, cleared=1)
    assert flag(owed) == ("", None)


def test_what_a_new_calendar_moved_back_loses_its_flag(world):
    owed = owe(world, ANCHOR)
    scan(DUE + timedelta(days=1))
    Obligation.objects.filter(pk=owed.pk).update(due_on=DUE + timedelta(days=30))
    assert scan(DUE + timedelta(days=2)).cleared == 1
    assert flag(owed) == ("", None)


def test_what_was_met_while_due_soon_loses_its_flag_once(world):
    owed = owe(world, ANCHOR)
    scan(DUE)
    perform(owed, "meet", by=None, at=NOON, action="obligation.met", on=DUE)
    assert [scan(DUE + timedelta(days=offset)) for offset in (1, 2)] == [Counts(1, 0, 1), Counts(0, 0, 0)]
    assert flag(owed) == ("", None)


def test_what_is_moved_back_is_watched_again_until_its_new_day(world):
    owed = owe(world, ANCHOR)
    scan(DUE + timedelta(days=1))
    Obligation.objects.filter(pk=owed.pk).update(due_on=date(2026, 10, 15))
    scan(DUE + timedelta(days=2))
    reminded = [day for day in (12, 13, 14, 15, 16) if scan(date(2026, 10, day)).flagged]
    assert reminded == [12, 14, 15, 16]
    assert flag(owed) == ("overdue", date(2026, 10, 16))


def test_an_anchor_corrected_to_another_day_with_the_same_due_date_is_late_again(world):
    filing = draft(world, opened_on="2026-09-05")
    owed = filing.obligations.get()
    late = owed.due_on + timedelta(days=1)
    scan(late)
    filing.data["opened_on"] = "2026-09-06"
    refresh_obligation(filing, by=None, at=NOON)
    assert flag(owed) == ("", None)
    scan(late + timedelta(days=1))
    assert (owed.due_on, flag(owed)) == (late - timedelta(days=1), ("overdue", late + timedelta(days=1)))


def test_the_database_refuses_an_open_due_date_that_nobody_watches(world):
    owed = owe(world, ANCHOR)
    with pytest.raises(IntegrityError), transaction.atomic():
        Obligation.objects.filter(pk=owed.pk).update(remind_on=None)
    owed.refresh_from_db()
    assert owed.remind_on == date(2026, 9, 10)


def test_no_index_holds_what_a_reminder_writes():
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, Obligation._meta.db_table)
    held = [name for name, about in found.items() if about["index"] and {"flag", "flagged_on"} & {*about["columns"]}]
    assert (held, [index.name for index in Obligation._meta.indexes if "flag" in repr(index.condition)]) == ([], [])


def test_what_was_met_is_never_flagged(world):
    owed = owe(world, ANCHOR)
    perform(owed, "meet", by=None, at=NOON, action="obligation.met", on=ANCHOR)
    assert scan(DUE + timedelta(days=1)) == Counts(0, 0, 0)
    assert flag(owed) == ("", None)


def test_where_the_regulation_sets_no_period_nothing_is_ever_late(world):
    owed = owe(world, ANCHOR)
    Obligation.objects.filter(pk=owed.pk).update(number=None, due_on=None, remind_on=None)
    assert scan(date(2030, 1, 2)) == Counts(0, 0, 0)
    assert flag(owed) == ("", None)


def test_lateness_has_no_consequence_but_flag_and_message(world):
    owed = owe(world, ANCHOR)
    before = (world.owner.pk, Filing.objects.count(), owed.state)
    scan(DUE + timedelta(days=100))
    owed.refresh_from_db()
    assert (owed.unit_id, Filing.objects.count(), owed.state) == before
    event = AuditEvent.objects.get(action="obligation.flagged")
    assert event.after == {"on": "2026-12-24", "overdue": 1, "due_soon": 0, "cleared": 0}


def test_the_number_of_statements_does_not_grow_with_the_number_of_obligations(world, django_assert_num_queries):
    late = DUE + timedelta(days=1)
    owe(world, ANCHOR)
    with transaction.atomic(), CaptureQueriesContext(connection) as one:
        assert scan(late).flagged == 1
        transaction.set_rollback(True)
    for _ in range(199):
        owe(world, ANCHOR)
    with django_assert_num_queries(len(one)):
        assert scan(late).flagged == 200
    assert len(one) < 30


def test_the_command_runs_the_job_for_a_day_and_prints_its_numbers(world):
    owe(world, ANCHOR)
    out = StringIO()
    call_command("scan_overdue", "--on", "2026-09-16", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"looked_at": 1, "flagged": 1, "cleared": 0}
    out = StringIO()
    call_command("scan_overdue", on="2026-09-16", stdout=out)
    assert out.getvalue() == "检查 0 件,标记 0 件,解除 0 件。\n"
    with pytest.raises(CommandError, match="日期应形如"):
        call_command("scan_overdue", on="2026-9-x")
