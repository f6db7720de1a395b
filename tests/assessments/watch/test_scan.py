"""The nightly job over the accounts: what it flags, with which evidence, whom it tells, and what it leaves alone."""

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions.register import close_account
from assessments.looking.scan import clear_silence
from assessments.models import AccountActivity, SilenceFlag
from newmedia_portal.core.access.models import Post
from newmedia_portal.core.audit.chain import verify
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.jobs.models import JobRun
from newmedia_portal.core.jobs.schedule import Counts, run_due
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.workdays.actions import correct_day
from newmedia_portal.regimes.actions import copy_to_draft
from newmedia_portal.regimes.actions import publish as publish_edition
from tests.world import admin, build

from .making import account, every, flags, night, noon, publish, standing

pytestmark = pytest.mark.django_db

FRIDAY = date(2026, 11, 20)


@pytest.fixture
def world():
    return build("corp")


@pytest.fixture
def soe():
    return build("soe")


def test_the_flag_says_when_the_last_item_was_how_long_ago_and_up_to_when_that_is_known(world):
    one = account(world.owner)
    publish(one, date(2026, 7, 20), date(2026, 7, 30), known=(date(2026, 1, 5), FRIDAY - timedelta(days=1)))
    assert night(FRIDAY) == Counts(looked_at=1, flagged=1, cleared=0)
    row, flag, named = standing(one), SilenceFlag.objects.get(), f"corp/{world.edition.version}"
    assert (row.level, row.silent_days, row.check_on) == ("zombie", 112, date(2026, 11, 27))
    assert flag.sentence == "最后发布 2026-07-30,至今 112 天(数据截至 2026-11-19)。3.3.2。"
    assert (flag.article, flag.evidence["source"], flag.evidence["edition"]) == ("3.3.2", "import", named)


@pytest.mark.clause("S0-19.4")
def test_an_account_climbs_from_the_warning_to_the_veto_line_and_on_to_a_zombie(soe):
    one, last = account(soe.owner), date(2026, 7, 1)
    publish(one, *every(2, date(2026, 4, 2), last), known=(date(2026, 1, 5), last))
    seen = []
    for day in range(1, 100):
        on = last + timedelta(days=day)
        publish(one, known=(on, on), at=on + timedelta(days=1))
        night(on + timedelta(days=1))
        if not seen or seen[-1][1] != standing(one).level:
            seen.append((day, standing(one).level))
    assert seen == [(1, "active"), (10, "near"), (14, "silent"), (90, "zombie")]
    assert [level for level, _, cleared in flags(one) if cleared is None] == ["zombie"]


def test_those_concerned_are_told_once_and_a_second_run_changes_nothing(world):
    one = account(world.owner)
    publish(one, date(2026, 11, 1), known=(date(2026, 1, 5), FRIDAY - timedelta(days=1)))
    night(FRIDAY)
    rows = list(AccountActivity.objects.values()), list(SilenceFlag.objects.values())
    told = set(Notice.objects.filter(kind="silence.silent").values_list("user__username", flat=True))
    assert told == {f"corp-{role}" for role in ("operator", "head", "deputy", "chief", "registrar")}
    assert Notice.objects.first().title == "“示例发布”列为静默"
    assert night(FRIDAY) == Counts()
    assert (list(AccountActivity.objects.values()), list(SilenceFlag.objects.values())) == rows
    assert Notice.objects.count() == 5


def test_several_accounts_of_a_level_are_one_message(world):
    for n in range(3):
        publish(account(world.owner, f"示例{n}"), date(2026, 11, 1), known=(date(2026, 1, 5), date(2026, 11, 19)))
    night(FRIDAY)
    mine = Notice.objects.filter(user=world.cast["operator"])
    assert [(row.title, row.url) for row in mine] == [("3 个账号列为静默", "/assessments/watch/?level=silent")]


def test_a_hole_in_the_data_is_never_counted_as_silence(world):
    one = account(world.owner)
    publish(one, date(2026, 7, 1), known=(date(2026, 1, 5), date(2026, 7, 10)))
    publish(one, known=(date(2026, 11, 12), date(2026, 11, 19)), at=FRIDAY)
    night(FRIDAY)
    assert (standing(one).level, standing(one).silent_days) == ("active", 8)
    publish(one, known=(date(2026, 11, 20), date(2026, 11, 26)), at=date(2026, 11, 27))
    night(date(2026, 11, 27))
    assert standing(one).level == "silent"
    assert standing(one).sentence == (
        "最后一条已知发布 2026-07-01,2026-11-11 之前缺数据,此后 15 天没有发布(数据截至 2026-11-26)。3.3.2。"
    )


def test_data_that_stops_makes_the_level_unknown_but_takes_no_flag_off(world):
    one = account(world.owner)
    publish(one, date(2026, 10, 1), known=(date(2026, 1, 5), date(2026, 10, 20)))
    night(date(2026, 10, 21))
    assert (standing(one).level, standing(one).check_on) == ("silent", date(2026, 10, 28))
    night(date(2026, 10, 28))
    assert standing(one).level == "unknown"
    assert standing(one).sentence == "最后一条已知发布 2026-10-01,发布数据截至 2026-10-20,已超过 7 天没有新数据。"
    assert flags(one) == [("silent", "2026-10-21", None)]


def test_without_any_data_nothing_is_said_of_silence(world):
    one = account(world.owner)
    assert night(FRIDAY) == Counts(looked_at=1)
    assert (standing(one).level, standing(one).sentence) == ("unknown", "还没有任何发布数据。没有数据不等于没有发布。")
    assert night(FRIDAY + timedelta(days=200)) == Counts()


@pytest.mark.clause("S0-19.4")
def test_an_account_that_never_published_is_a_shell_after_the_days_of_a_zombie(soe):
    one = account(soe.owner, opened_on=date(2026, 8, 20))
    publish(one, known=(date(2026, 8, 20), date(2026, 11, 17)), at=date(2026, 11, 18))
    night(date(2026, 11, 18))
    assert standing(one).level == "silent"
    publish(one, known=(date(2026, 11, 18), date(2026, 11, 18)), at=date(2026, 11, 19))
    night(date(2026, 11, 19))
    assert standing(one).level == "shell"
    assert standing(one).sentence == "2026-08-20 开通,90 天内从未发布(数据截至 2026-11-18)。第十九条。"


@pytest.mark.clause("S0-19.4")
def test_an_account_that_nobody_runs_is_a_shell_until_somebody_does(soe):
    one = account(soe.owner)
    post = Post.objects.get(user=soe.cast["operator"])
    Post.objects.filter(pk=post.pk).update(until=date(2026, 11, 1))
    night(date(2026, 11, 14))
    assert (standing(one).level, standing(one).unmanned_since) == ("unknown", date(2026, 11, 1))
    night(date(2026, 11, 15))
    assert standing(one).sentence == "2026-11-01 起没有在任的经办和运维人员,满 14 天。第十九条。"
    assert standing(one).level == "shell"
    Post.objects.filter(pk=post.pk).update(until=None)
    night(date(2026, 11, 16))
    assert flags(one) == [("shell", "2026-11-15", "2026-11-16")]


def test_a_post_takes_the_flag_off_within_minutes(world):
    one = account(world.owner)
    publish(one, date(2026, 11, 1), known=(date(2026, 1, 5), FRIDAY - timedelta(days=1)))
    night(FRIDAY)
    publish(one, FRIDAY, at=FRIDAY)
    assert clear_silence(at=noon(FRIDAY)) == Counts(looked_at=1, flagged=0, cleared=1)
    flag = SilenceFlag.objects.get()
    assert (flag.cleared_on, flag.cleared_why) == (FRIDAY, "2026-11-20 有发布")
    assert clear_silence(at=noon(FRIDAY)) == Counts()


def test_nobody_is_disturbed_on_a_day_off_and_told_on_the_next_working_day(world):
    one, saturday = account(world.owner), date(2026, 11, 21)
    publish(one, date(2026, 11, 6), known=(date(2026, 1, 5), date(2026, 11, 20)))
    assert night(saturday).flagged == 1
    assert Notice.objects.count() == 0
    assert night(saturday + timedelta(days=1)) == Counts()
    night(date(2026, 11, 23))
    assert Notice.objects.count() == 5
    assert SilenceFlag.objects.get().told_on == date(2026, 11, 23)
    assert standing(one).since_on == saturday


def test_a_closed_account_that_publishes_again_is_a_case_for_the_department(world):
    one = account(world.owner)
    close_account(one, closed_on=date(2026, 10, 1), by=None, at=noon(date(2026, 10, 1)), source_filing=None)
    publish(one, date(2026, 9, 20), known=(date(2026, 1, 5), date(2026, 10, 10)))
    night(date(2026, 10, 12))
    assert (standing(one).level, standing(one).check_on) == ("ended", None)
    publish(one, date(2026, 11, 18), at=FRIDAY)
    night(FRIDAY)
    assert standing(one).level == "revived"
    assert standing(one).sentence == "2026-10-01 注销,2026-11-18 又有发布。"
    notice = Notice.objects.get(user=world.cast["registrar"])
    assert (notice.kind, notice.title) == ("silence.revived", "“示例发布”注销后发布")


def test_an_ordinary_night_looks_only_at_what_changed_or_whose_time_has_come(world):
    many = [account(world.owner, f"示例{n}") for n in range(6)]
    for one in many:
        publish(one, date(2026, 11, 18), known=(date(2026, 1, 5), date(2026, 11, 18)))
    assert night(date(2026, 11, 19)).looked_at == 6
    assert night(FRIDAY) == Counts()
    publish(many[0], FRIDAY, at=FRIDAY)
    assert night(date(2026, 11, 21)).looked_at == 1
    assert night(date(2026, 11, 26)).looked_at == 5
    assert {standing(one).level for one in many[1:]} == {"unknown"}


def test_a_changed_entry_a_new_edition_and_a_new_calendar_ask_for_a_look(soe):
    one = account(soe.owner)
    night(FRIDAY)
    one.opened_on, one.version = date(2026, 2, 1), 2
    one.save()
    assert night(FRIDAY).looked_at == 1
    boss = admin("sysadmin")
    draft = copy_to_draft(soe.edition, by=boss, at=noon(FRIDAY))
    publish_edition(draft, effective_from=FRIDAY, by=boss, at=noon(FRIDAY))
    assert night(FRIDAY).looked_at == 1
    assert standing(one).edition == draft
    correct_day(date(2026, 11, 25), kind="off", name="示例放假", reason="示例通知", by=boss, at=noon(FRIDAY),
                confirm_earlier=True)  # fmt: skip
    assert night(FRIDAY).looked_at == 1


def test_after_a_nightly_run_only_entries_written_since_are_compared_and_all_of_them_on_mondays(world):
    one = account(world.owner)
    for day in (18, 19):
        run_due(at=noon(date(2026, 11, day)))
    type(one).objects.filter(pk=one.pk).update(version=2, updated_at=noon(date(2026, 11, 1)))
    assert night(FRIDAY) == Counts()
    assert night(date(2026, 11, 23)).looked_at == 1
    type(one).objects.filter(pk=one.pk).update(version=3, updated_at=noon(date(2026, 11, 19)))
    new = account(world.owner, "示例新账号")
    type(new).objects.filter(pk=new.pk).update(updated_at=noon(FRIDAY))
    assert night(FRIDAY).looked_at == 2


def test_the_number_of_statements_does_not_grow_with_the_accounts(world):
    def statements(number: int) -> int:
        for n in range(number):
            one = account(world.owner, f"示例{number}-{n}")
            publish(one, date(2026, 10, 1), known=(date(2026, 1, 5), date(2026, 11, 19)))
        with CaptureQueriesContext(connection) as caught:
            night(FRIDAY)
        return len(caught)

    statements(1)
    assert statements(2) == statements(12)


def test_a_night_leaves_one_audit_row_and_an_unbroken_chain(world):
    publish(account(world.owner), date(2026, 10, 1), known=(date(2026, 1, 5), date(2026, 11, 19)))
    night(FRIDAY)
    event = AuditEvent.objects.get(action="silence.scanned")
    assert event.after == {
        "on": "2026-11-20", "looked_at": 1, "raised": {"silent": 1}, "cleared": 0, "missed": 0, "told": 1,
    }  # fmt: skip
    assert verify()[1] is None


def test_at_the_end_of_the_year_the_business_day_is_the_one_in_china(world):
    one = account(world.owner)
    publish(one, date(2026, 12, 17), known=(date(2026, 1, 5), date(2026, 12, 31)))
    ran = run_due(at=datetime(2026, 12, 31, 22, 30, tzinfo=UTC))
    assert "scan_silence" in ran
    assert JobRun.objects.get(job="scan_silence").business_date == date(2027, 1, 1)
    assert (standing(one).level, standing(one).silent_days) == ("silent", 14)


def test_the_leap_day_counts(world):
    one = account(world.owner)
    publish(one, date(2028, 2, 20), known=(date(2028, 1, 1), date(2028, 3, 5)))
    night(date(2028, 3, 6))
    assert (standing(one).level, standing(one).silent_days) == ("silent", 14)


def test_the_command_prints_the_counts(world):
    publish(account(world.owner), date(2026, 10, 1), known=(date(2026, 1, 5), date(2026, 11, 19)))
    out = StringIO()
    call_command("scan_silence", "--on", "2026-11-20", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"looked_at": 1, "flagged": 1, "cleared": 0}
    with pytest.raises(CommandError, match="日期应形如"):
        call_command("scan_silence", "--on", "昨天")
