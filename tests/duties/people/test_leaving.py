"""A leaver's checklist: opened with the end of the post, ticked fact by fact, done when nothing is open."""

from datetime import date, timedelta

import pytest

from accounts.actions.custody import hand_over_password
from accounts.actions.people import hand_over, post_gaps, record_staff
from accounts.models import StaffRecord
from duties.actions.people import tick
from duties.models import LeavingChecklist, LeavingItem
from duties.states import ChecklistState
from newmedia_portal.core.access.models import Post
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.workflow.door import perform
from tests.world import NOON, World

from .making import TODAY, colleague, keeper, left, on, own_account, started

pytestmark = pytest.mark.django_db


def listed(checklist: LeavingChecklist) -> list[tuple[str, str, str, bool]]:
    rows = checklist.items.order_by("pk")
    return [(item.code, item.article, item.basis, item.done_on is not None) for item in rows]


def item(checklist: LeavingChecklist, code: str) -> LeavingItem:
    return checklist.items.get(code=code)


@pytest.mark.parametrize(
    ("regime", "wanted"),
    [
        pytest.param(
            "soe", [("password", "", "product"), ("talk", "第十六条第一款", "stated"), ("rights", "", "product")],
            marks=pytest.mark.clause("S0-16.2"), id="soe",
        ),
        pytest.param(
            "corp",
            [("password", "", "product"), ("filing", "4.2", "presumed"), ("rights", "", "product"),
             ("groups", "", "product")],
            id="corp",
        ),
        pytest.param(
            "gejiu",
            [("password", "第十八条第一款", "stated"), ("talk", "第十六条第二款", "stated"), ("rights", "", "product")],
            marks=[pytest.mark.clause("S2-16.2a"), pytest.mark.clause("S2-18.1")], id="gejiu",
        ),
        pytest.param(
            "taibai", [("password", "", "product"), ("talk", "第十七条", "stated"), ("rights", "", "product")],
            marks=pytest.mark.clause("S3-17.2"), id="taibai",
        ),
        pytest.param(
            "jiusan",
            [("password", "", "product"), ("rights", "第五条", "stated"), ("groups", "第五条", "stated"),
             ("successor", "第五条", "stated")],
            marks=[pytest.mark.clause("S4-05.1"), pytest.mark.clause("S4-05.2")], id="jiusan",
        ),
    ],
)  # fmt: skip
def test_the_end_of_a_post_opens_what_the_regulation_asks_for(regime: str, wanted: list[tuple[str, str, str]]) -> None:
    world = started(regime)
    keeper(world)
    assert [row[:3] for row in listed(left(world))] == wanted


@pytest.mark.clause("S2-18.1")
def test_a_handover_ends_with_the_password_changed_and_the_talk_recorded() -> None:
    world = started("gejiu")
    account, second = keeper(world), colleague(world)
    checklist = left(world)
    assert checklist.state == ChecklistState.OPEN
    with pytest.raises(Refused) as refusal:
        tick(item(checklist, "password"), on=TODAY, by=second, at=NOON)
    assert "口令保管" in refusal.value.message
    before = TODAY - timedelta(days=1)
    hand_over_password(account, keeper="李某二", on=TODAY, changed_on=before, reason="", by=second, at=NOON)
    account.refresh_from_db()
    assert (item(checklist, "password").done_on, account.password_due_since) == (None, TODAY)
    hand_over_password(account, keeper="李某三", on=TODAY, changed_on=TODAY, reason="", by=second, at=NOON)
    assert item(checklist, "password").done_on == TODAY
    tick(item(checklist, "rights"), on=TODAY, by=second, at=NOON)
    checklist.refresh_from_db()
    assert checklist.state == ChecklistState.OPEN
    tick(item(checklist, "talk"), on=TODAY, note="当面谈话", by=second, at=NOON)
    checklist.refresh_from_db()
    assert (checklist.state, checklist.done_at) == ("done", NOON)
    assert StaffRecord.objects.get(post=checklist.post).code == "offboarding"
    assert AuditEvent.objects.filter(object_id=checklist.pk, action="leaving.finished").count() == 1


@pytest.mark.clause("S3-17.2")
@pytest.mark.clause("S0-16.2")
@pytest.mark.parametrize("regime", ["taibai", "soe"])
def test_an_education_entered_with_the_post_ticks_the_checklist(regime: str) -> None:
    world = started(regime)
    second, checklist = colleague(world), left(world)
    record_staff(checklist.post, code="offboarding", on=TODAY, by=second, at=NOON)
    assert [row[3] for row in listed(checklist) if row[0] == "talk"] == [True]


@pytest.mark.clause("S4-05.2")
def test_leaving_the_groups_and_a_successor_are_recorded_once_both_are_done() -> None:
    world = started("jiusan")
    second, checklist = colleague(world, "chief"), left(world)
    tick(item(checklist, "groups"), on=TODAY, by=second, at=NOON)
    assert "record" in {gap.kind for gap in post_gaps(world.owner, on=TODAY)}
    tick(item(checklist, "successor"), on=TODAY, note="李某二接任", by=second, at=NOON)
    assert "record" not in {gap.kind for gap in post_gaps(world.owner, on=TODAY)}


def test_a_handover_to_a_successor_ticks_the_successor() -> None:
    world = started("jiusan")
    post = Post.objects.get(user=world.cast["operator"], unit=world.owner)
    hand_over(post, to=world.cast["head"], on=TODAY, by=None, at=NOON)
    checklist = LeavingChecklist.objects.get(post=post)
    assert [row[3] for row in listed(checklist) if row[0] == "successor"] == [True]
    assert checklist.successor is not None
    assert checklist.successor.user == world.cast["head"]


def test_an_item_of_the_product_may_be_of_no_concern_one_of_the_regulation_not() -> None:
    world = started("gejiu")
    second, checklist = colleague(world), left(world)
    with pytest.raises(Refused) as refusal:
        tick(item(checklist, "talk"), on=TODAY, waived=True, note="示例", by=second, at=NOON)
    assert refusal.value.field == "waived"
    with pytest.raises(Refused) as refusal:
        tick(item(checklist, "rights"), on=TODAY, waived=True, by=second, at=NOON)
    assert refusal.value.field == "note"
    assert tick(item(checklist, "rights"), on=TODAY, waived=True, note="没有后台权限", by=second, at=NOON).waived
    with pytest.raises(Conflict):
        tick(item(checklist, "rights"), on=TODAY, by=second, at=NOON)


def test_days_before_the_post_and_in_the_future_are_refused() -> None:
    world = started("gejiu")
    second, checklist = colleague(world), left(world)
    for day in (date(2019, 12, 31), TODAY + timedelta(days=1)):
        with pytest.raises(Refused) as refusal:
            tick(item(checklist, "rights"), on=day, by=second, at=NOON)
        assert refusal.value.field == "on"


@pytest.mark.parametrize("who", ["operator", "outsider", "child", "line", "registrar", "observer"])
def test_the_leaver_and_strangers_tick_nothing(who: str) -> None:
    world = started("gejiu")
    Post.objects.create(user=world.cast["operator"], unit=world.owner, role="keeper", since=date(2020, 1, 1))
    checklist = left(world)
    with pytest.raises(Forbidden):
        tick(item(checklist, "rights"), on=TODAY, by=world.person(who), at=NOON)
    with pytest.raises(Forbidden):
        perform(checklist, "finish", by=world.person(who), at=NOON, action="leaving.finished")


def test_a_reader_s_post_opens_no_checklist_and_the_right_people_are_told() -> None:
    world = started("gejiu")
    keeper(world)
    checklist = left(world)
    told = set(Notice.objects.filter(key=f"leaving:{checklist.pk}").values_list("user__username", flat=True))
    assert told == {"gejiu-head", "gejiu-registrar", "gejiu-director"}
    post = Post.objects.get(user=world.cast["deputy"])
    from accounts.actions.people import end_post

    end_post(post, until=TODAY, by=None, at=NOON)
    assert not LeavingChecklist.objects.filter(post=post).exists()
    assert own_account(world).password_due_since == TODAY


def test_a_leaver_of_the_past_is_dated_by_the_end_of_the_post() -> None:
    world: World = started("gejiu")
    checklist = left(world, until=TODAY - timedelta(days=3), at=on(TODAY))
    assert (checklist.left_on, checklist.opened_at) == (TODAY - timedelta(days=3), on(TODAY))
