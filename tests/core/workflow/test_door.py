"""The one door for state: right, lock, transition, record, all or nothing."""

import pytest
from django.db import IntegrityError, transaction

from filings.models import Filing
from filings.states import FilingState
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.refusals import Conflict, Forbidden
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform
from tests.world import NOON, World, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """An organisation with its cast."""
    return build("gejiu")


@pytest.fixture
def filing(world: World) -> Filing:
    """A draft of the owner unit."""
    return Filing.objects.create(
        kind="open",
        unit=world.owner,
        root=world.root,
        edition=world.edition,
        title="示例文旅",
        created_by=world.cast["operator"],
        created_at=NOON,
        saved_at=NOON,
    )


def submit(filing: Filing, by, **more) -> Filing:
    """Hand a filing in."""
    given = {"number": "B-1", "late_workdays": None, **more}
    return perform(filing, "submit", by=by, at=NOON, action="filing.submitted", reason="理由", **given)


def test_an_allowed_move_is_saved_recorded_and_shown_in_the_object_given(world, filing):
    moved = submit(filing, world.person("operator"), details={"hash": "c"})
    assert (filing.state, moved.state, Filing.objects.get().state) == (FilingState.UNIT,) * 3
    assert (filing.number, filing.submitted_at) == ("B-1", NOON)
    event = AuditEvent.objects.get()
    assert (event.action, event.actor, event.unit, event.reason) == (
        "filing.submitted",
        world.cast["operator"],
        world.owner,
        "理由",
    )
    assert (event.before, event.after) == ({"state": "draft"}, {"state": "unit", "hash": "c"})


@pytest.mark.parametrize("who", ["head", "child", "registrar", "outsider", "observer"])
def test_a_person_without_the_right_is_refused_and_nothing_changes(world, filing, who):
    with pytest.raises(Forbidden, match="没有办理这一步的权限"):
        submit(filing, world.person(who))
    assert Filing.objects.get().state == FilingState.DRAFT
    assert AuditEvent.objects.count() == 0


def test_a_move_that_the_state_does_not_allow_is_a_conflict_with_the_state_in_words(world, filing):
    submit(filing, world.person("operator"))
    with pytest.raises(Conflict, match="当前状态为“单位审签中”"):
        submit(filing, world.person("operator"))
    assert AuditEvent.objects.count() == 1


def test_what_counts_is_the_row_and_not_the_copy_in_memory(world, filing):
    stale = Filing.objects.get()
    submit(filing, world.person("operator"))
    assert stale.state == FilingState.DRAFT
    with pytest.raises(Conflict):
        submit(stale, world.person("operator"))


def test_the_system_itself_moves_without_a_person(world, filing):
    submit(filing, world.person("operator"))
    perform(filing, "lodge", by=None, at=NOON, action="filing.lodged")
    event = AuditEvent.objects.get(action="filing.lodged")
    assert (filing.state, event.actor, event.actor_name) == (FilingState.AUTHORITY, None, "系统")


def test_a_failure_after_the_move_takes_state_and_record_back(world, filing):
    def move_and_fail() -> None:
        with unit_of_work():
            submit(filing, world.person("operator"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        move_and_fail()
    assert Filing.objects.get().state == FilingState.DRAFT
    assert AuditEvent.objects.count() == 0


def test_a_failed_move_inside_a_larger_work_leaves_no_record_there(world, filing):
    Filing.objects.filter(pk=filing.pk).update(number="B-1")
    other = Filing.objects.create(
        kind="open",
        unit=world.owner,
        root=world.root,
        edition=world.edition,
        created_by=world.cast["operator"],
        created_at=NOON,
        saved_at=NOON,
    )
    with unit_of_work():
        with pytest.raises(IntegrityError):
            submit(other, world.person("operator"))
        submit(filing, world.person("operator"))
    assert list(AuditEvent.objects.values_list("object_id", flat=True)) == [filing.pk]


def test_a_state_cannot_be_assigned(filing):
    with pytest.raises(AttributeError):
        filing.state = FilingState.APPROVED


def test_refreshing_reads_the_protected_state_again(world, filing):
    copy = Filing.objects.get()
    submit(filing, world.person("operator"))
    copy.refresh_from_db()
    assert copy.state == FilingState.UNIT


def test_refreshing_a_row_that_is_gone_says_so_and_keeps_the_state_readable(filing):
    copy = Filing.objects.get()
    with transaction.atomic():
        Filing.objects.all().delete()
        with pytest.raises(Filing.DoesNotExist):
            copy.refresh_from_db()
    assert copy.state == FilingState.DRAFT
