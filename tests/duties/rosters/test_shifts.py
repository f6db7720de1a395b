"""Rosters: who keeps them, shifts put on, copied, exchanged, handed over; looks with and without a finding."""

from datetime import date, timedelta
from io import BytesIO

import pytest

from duties.actions import rosters
from duties.actions.batches import keep_checked
from duties.actions.rosters import Turn
from duties.models import DutyRoster, DutyShift, MonitoringEntry, ShiftSwap
from duties.rosters.desk import my_shifts, note_before, period_at, rows_of, shifts_in
from duties.rosters.sheet import read_shifts, write_shifts
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from tests.duties.watching import NOON, furnished, incident, on, roster, shift
from tests.filings.pages import client_of, words
from tests.world import World, user

pytestmark = pytest.mark.django_db
# A Monday
WEEK = date(2026, 9, 21)


@pytest.fixture
def world() -> World:
    """A company whose edition asks for 24 hours a day."""
    return furnished("corp")


@pytest.fixture
def kept(world: World) -> DutyRoster:
    """The roster of the owner unit."""
    return roster(world)


@pytest.mark.clause("S1-3.3.2c")
@pytest.mark.parametrize(("regime", "hours"), [("corp", 24), ("gejiu", None), ("soe", None), ("jiusan", None)])
def test_a_roster_asks_for_what_the_edition_states(regime: str, hours: int | None) -> None:
    made = roster(furnished(regime))
    assert made.hours_a_day == hours
    assert (made.article == "3.3.2") is (regime == "corp")


def test_a_unit_keeps_one_roster_and_one_for_each_account(world: World, kept: DutyRoster) -> None:
    by, account = world.person("operator"), world.owner.media_accounts.get()
    with pytest.raises(Conflict, match="已经有值班表"):
        rosters.create_roster(world.owner, by=by, at=NOON)
    own = rosters.create_roster(world.owner, account=account, by=by, at=NOON)
    assert str(own) == "示例文旅 值班表"
    with pytest.raises(Refused, match="不是本单位"):
        rosters.create_roster(world.owner, account=world.foreign.media_accounts.get(), by=by, at=NOON)
    rosters.end_roster(own, by=by, at=NOON)
    assert rosters.create_roster(world.owner, account=account, by=by, at=NOON).pk != own.pk
    with pytest.raises(Conflict, match="已经停用"):
        shift(world, own, on(WEEK, 8), on(WEEK, 20))


def test_only_the_units_workers_keep_it(world: World, kept: DutyRoster) -> None:
    may = {role for role in world.cast if world.person(role).has_perm("duties.work_rosters", kept)}
    assert may == {"operator"}
    with pytest.raises(Forbidden):
        rosters.add_shift(kept, Turn(on(WEEK), on(WEEK, 8), name="张某"), by=world.person("outsider"), at=NOON)


def test_a_shift_names_somebody_of_the_unit_or_a_name_with_a_phone(world: World, kept: DutyRoster) -> None:
    by = world.person("operator")
    own = rosters.add_shift(kept, Turn(on(WEEK, 8), on(WEEK, 20), person=by), by=by, at=NOON)
    named = rosters.add_shift(
        kept, Turn(on(WEEK, 20), on(WEEK, 32), name="李某", office_phone="0873-0000001"), by=by, at=NOON
    )
    assert [(s.name, s.office_phone) for s in (own, named)] == [(by.full_name, ""), ("李某", "0873-0000001")]
    for turn, field in (
        (Turn(on(WEEK, 8), on(WEEK, 9)), "name"),
        (Turn(on(WEEK, 9), on(WEEK, 9), name="王某"), "ends_at"),
        (Turn(on(WEEK, 0), on(WEEK, 24 * 8), name="王某"), "ends_at"),
        (Turn(on(WEEK, 8), on(WEEK, 9), person=world.cast["outsider"]), "person"),
    ):
        with pytest.raises(Refused) as refused:
            rosters.add_shift(kept, turn, by=by, at=NOON)
        assert refused.value.field == field
    with pytest.raises(Conflict, match="已经排了班"):
        rosters.add_shift(kept, Turn(on(WEEK, 8), on(WEEK, 20), person=by), by=by, at=NOON)


def test_copying_the_week_before_twice_changes_nothing(world: World, kept: DutyRoster) -> None:
    shift(world, kept, on(WEEK, 8), on(WEEK, 20))
    shift(world, kept, on(WEEK, 24 * 6 + 20), on(WEEK, 24 * 7 + 8), name="李某")
    following = {"source": WEEK, "target": WEEK + timedelta(days=7), "days": 7}
    by = world.person("operator")
    assert rosters.copy_shifts(kept, **following, by=by, at=NOON) == (2, 0)
    assert rosters.copy_shifts(kept, **following, by=by, at=NOON) == (0, 2)
    assert list(
        DutyShift.objects.filter(starts_at__gte=on(WEEK, 24 * 7)).values_list("name", "starts_at", "ends_at")
    ) == [
        (by.full_name, on(WEEK, 24 * 7 + 8), on(WEEK, 24 * 7 + 20)),
        ("李某", on(WEEK, 24 * 13 + 20), on(WEEK, 24 * 14 + 8)),
    ]
    with pytest.raises(Refused, match="没有可以复制的"):
        rosters.copy_shifts(kept, source=date(2020, 1, 6), target=WEEK, days=7, by=by, at=NOON)


def test_a_month_is_copied_day_by_day_and_what_it_has_not_is_left_out(world: World, kept: DutyRoster) -> None:
    first = date(2026, 8, 1)
    for day in (1, 31):
        shift(world, kept, on(date(2026, 8, day), 8), on(date(2026, 8, day), 20))
    period = period_at(date(2026, 9, 15), "month")
    copied = rosters.copy_shifts(
        kept, source=first, target=period.first, days=period.days, by=world.person("operator"), at=NOON
    )
    assert copied == (1, 0)
    assert [s.starts_at for s in shifts_in(kept, period.first, period.days)] == [on(date(2026, 9, 1), 8)]


def test_an_exchange_keeps_both_names_and_tells_both(world: World, kept: DutyRoster) -> None:
    turn, other = shift(world, kept, on(WEEK, 8), on(WEEK, 20)), world.cast["head"]
    old = turn.name
    rosters.swap_shift(turn, person=other, reason="出差", by=user("corp-clerk", world.owner, "operator"), at=NOON)
    turn.refresh_from_db()
    assert (turn.person, turn.name) == (other, other.full_name)
    assert list(ShiftSwap.objects.values_list("old_name", "new_name", "reason")) == [(old, other.full_name, "出差")]
    told = set(Notice.objects.filter(kind="roster").values_list("user__username", flat=True))
    assert told == {"corp-operator", "corp-head"}


def test_a_shift_that_is_over_is_neither_exchanged_nor_cancelled(world: World, kept: DutyRoster) -> None:
    by, turn = world.person("operator"), shift(world, kept, on(WEEK, 8), on(WEEK, 20))
    after = on(WEEK, 21)
    with pytest.raises(Refused, match="已经结束"):
        rosters.swap_shift(turn, person=None, name="李某", reason="出差", by=by, at=after)
    with pytest.raises(Refused, match="已经结束"):
        rosters.cancel_shift(turn, reason="重排", by=by, at=after)
    done = rosters.cancel_shift(turn, reason="重排", by=by, at=NOON)
    assert (done.cancelled_at, done.cancel_reason, shifts_in(kept, WEEK, 7)) == (NOON, "重排", [])


def test_the_hand_over_note_reaches_whoever_comes_next(world: World, kept: DutyRoster) -> None:
    by = world.person("operator")
    first = shift(world, kept, on(WEEK, 8), on(WEEK, 20))
    following = shift(world, kept, on(WEEK, 20), on(WEEK, 32), person=world.cast["head"], name="")
    with pytest.raises(Refused, match="没有开始"):
        rosters.hand_over(first, note="无", by=by, at=NOON)
    rosters.hand_over(first, note="关注评论区,电话13812345678", by=by, at=on(WEEK, 20))
    before = note_before(following)
    assert before is not None
    assert (before.pk, before.handover_note) == (first.pk, "关注评论区,电话138****5678")
    assert list(Notice.objects.filter(kind="roster").values_list("user__username", flat=True)) == ["corp-head"]


@pytest.mark.clause("S1-3.3.2c")
@pytest.mark.clause("S2-18.2")
def test_a_look_is_on_record_with_comment_areas_and_also_when_nothing_was_found(world: World, kept: DutyRoster) -> None:
    by, seen = world.person("operator"), {"seen_at": NOON, "what": "示例文旅", "comment_areas": True}
    nil = rosters.log_monitoring(kept, **seen, result="nil", by=by, at=NOON)
    with pytest.raises(Refused, match="写明情况"):
        rosters.log_monitoring(kept, **seen, result="found", by=by, at=NOON)
    alarm = incident(world)
    found = rosters.log_monitoring(kept, **seen, result="found", text="有害评论", incident=alarm, by=by, at=NOON)
    assert [(e.result, e.comment_areas) for e in (nil, found)] == [("nil", True), ("found", True)]
    assert list(alarm.sightings.all()) == [found]
    with pytest.raises(Refused, match="不能晚于现在"):
        rosters.log_monitoring(kept, **{**seen, "seen_at": NOON + timedelta(hours=1)}, result="nil", by=by, at=NOON)
    assert AuditEvent.objects.filter(action="roster.monitored").count() == MonitoringEntry.objects.count() == 2


@pytest.mark.clause("S4-06.5")
def test_a_department_that_monitors_day_by_day_keeps_a_roster_and_a_log_of_its_own() -> None:
    society = furnished("jiusan")
    by = society.person("registrar")
    own = rosters.create_roster(society.authority, by=by, at=NOON)
    look = rosters.log_monitoring(
        own, seen_at=NOON, what="各级组织账号", comment_areas=True, result="nil", by=by, at=NOON
    )
    assert (own.unit, look.result, look.by) == (society.authority, "nil", by)


def test_my_shifts_are_todays_and_yesterdays_that_were_not_handed_over(world: World, kept: DutyRoster) -> None:
    by = world.person("operator")
    yesterday = shift(world, kept, on(WEEK, -16), on(WEEK, -4))
    today = shift(world, kept, on(WEEK, 8), on(WEEK, 20))
    shift(world, kept, on(WEEK, 32), on(WEEK, 40))
    now = on(WEEK, 9)
    assert my_shifts(by, now) == [yesterday, today]
    rosters.hand_over(yesterday, note="无", by=by, at=now)
    assert my_shifts(by, now) == [today]
    assert my_shifts(world.person("head"), now) == []


def test_an_exported_roster_imported_again_changes_nothing_and_faults_name_their_cell(
    world: World, kept: DutyRoster
) -> None:
    shift(world, kept, on(WEEK, 8), on(WEEK, 20))
    shift(world, kept, on(WEEK, 20), on(WEEK, 32), name="李某", office_phone="0873-0000001")
    target = BytesIO()
    write_shifts(target, shifts_in(kept, WEEK, 7), by="", at=NOON)
    found = read_shifts(BytesIO(target.getvalue()), kept)
    assert (found.read, found.unchanged, found.rows, found.faults) == (2, 2, [], [])
    wrong = BytesIO()
    rows = [
        DutyShift(starts_at=on(WEEK, 8), ends_at=on(WEEK, 8), name="王某", roster=kept),
        DutyShift(starts_at=on(WEEK, 8), ends_at=on(WEEK, 9), name="王某", roster=kept, person=world.cast["outsider"]),
        DutyShift(starts_at=on(WEEK, 8), ends_at=on(WEEK, 9), name="王某", roster=kept, person=world.cast["head"]),
    ]
    write_shifts(wrong, rows, by="", at=NOON)
    faults = read_shifts(BytesIO(wrong.getvalue()), kept).faults
    assert [fault.cell for fault in faults] == ["B2", "D3", "C4"]


def test_an_import_is_taken_back_but_for_what_was_exchanged(world: World, kept: DutyRoster) -> None:
    source, by = BytesIO(), world.person("operator")
    rows = [
        DutyShift(starts_at=on(WEEK, 24 * n), ends_at=on(WEEK, 24 * n + 8), name="王某", roster=kept) for n in (1, 2)
    ]
    write_shifts(source, rows, by="", at=NOON)
    found = read_shifts(BytesIO(source.getvalue()), kept)
    batch = keep_checked(
        world.owner,
        kind="shifts",
        file_name="值班.xlsx",
        rows=found.rows,
        faults=[],
        counts={},
        roster=kept,
        by=by,
        at=NOON,
    )
    rosters.import_rows(batch, by=by, at=NOON)
    first = kept.shifts.order_by("starts_at").first()
    assert first is not None
    rosters.swap_shift(first, person=None, name="赵某", reason="请假", by=by, at=NOON)
    undone = rosters.undo_import(batch, by=by, at=NOON)
    assert (undone.counts["created"], undone.counts["gone"], undone.counts["kept"]) == (2, 1, 1)
    assert [s.name for s in kept.shifts.standing()] == ["赵某"]


@pytest.mark.clause("S1-3.3.2c")
def test_the_page_names_the_gaps_with_the_article_and_prints(world: World, kept: DutyRoster) -> None:
    for day in range(7):
        shift(world, kept, on(WEEK, 24 * day), on(WEEK, 24 * day + (2 if day == 2 else 24)))
    client = client_of(world.person("registrar"))
    page = words(client.get(f"/duties/rosters/{kept.pk}/?from={WEEK}"))
    assert "9月23日 02:00–24:00 无人值守 3.3.2" in page
    assert "9月22日" not in page.partition("无人值守")[2]
    printed = words(client.get(f"/duties/rosters/{kept.pk}/print/?from={WEEK}"))
    assert ("每日值守 24 小时" in printed, "02:00–24:00" in printed) == (True, True)
    assert client.get(f"/duties/rosters/{kept.pk}/print/?from={WEEK}&as=docx").status_code == 200
    listed = words(client.get("/duties/rosters/"))
    assert ("有空缺" in listed, "还没有值班表的单位" in listed) == (True, True)


def test_periods_run_from_monday_or_from_the_first(world: World, kept: DutyRoster) -> None:
    week, month = period_at(date(2026, 9, 23), "week"), period_at(date(2028, 2, 29), "month")
    assert (week.first, week.last, week.before, week.after) == (
        WEEK, date(2026, 9, 27), date(2026, 9, 14), date(2026, 9, 28)
    )  # fmt: skip
    assert (month.first, month.days, month.before, month.after) == (
        date(2028, 2, 1), 29, date(2028, 1, 1), date(2028, 3, 1)
    )  # fmt: skip
    assert len(rows_of(kept, month, WEEK)) == 29


def test_an_empty_shift_is_asked_for_its_times_in_words(world: World, kept: DutyRoster) -> None:
    page = words(client_of(world.person("operator")).post(f"/duties/rosters/{kept.pk}/shifts/new/", {"token": "t-1"}))
    assert "请填写上班时间。" in page
    assert "请填写下班时间。" in page
