"""The audit chain finds every kind of tampering, wherever it happened."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F

from newmedia_portal.core.audit import record, register
from newmedia_portal.core.audit.chain import append, digest, verify
from newmedia_portal.core.audit.models import AuditEvent, AuditHead
from newmedia_portal.core.transactions import unit_of_work
from tests.core.ground import AT, person, unit

pytestmark = pytest.mark.django_db
register("test.happened", "测试事件")
LENGTH = 40
SPOTS = sorted(random.Random(7).sample(range(2, LENGTH), 12))
ALTERED = {
    "at": AT + timedelta(seconds=1),
    "actor_name": "李某二",
    "action": "login.ok",
    "object_type": "core.unit",
    "object_id": 77,
    "object_label": "别的对象",
    "before": {"state": "x"},
    "after": {"number": -1},
    "reason": "改过的理由",
    "result": "refused",
    "address": "10.0.0.9",
    "request_id": "f" * 32,
    "previous_hash": "0" * 64,
    "hash": "a" * 64,
}


@pytest.fixture
def chain() -> None:
    """Forty events in transactions of one and of several."""
    actor = person("张某一", unit("示例单位"), "operator")
    written = 0
    while written < LENGTH:
        with unit_of_work():
            for _ in range(min(1 + written % 3, LENGTH - written)):
                record("test.happened", by=actor, at=AT, after={"number": written, "text": "内容"}, reason="理由")
                written += 1


@contextmanager
def undone() -> Iterator[None]:
    """Take back what the block did to the tables."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def happen_and_fail(reason: str) -> None:
    """Write an event in a unit of work that then fails."""
    with unit_of_work():
        record("test.happened", by=None, at=AT, reason=reason)
        raise ZeroDivisionError


def test_an_untouched_chain_is_whole(chain):
    assert verify() == (LENGTH, None)


def test_a_chain_read_in_small_parts_is_whole(chain):
    assert verify(chunk=7) == (LENGTH, None)


def test_an_empty_log_is_whole():
    assert verify() == (0, None)


def test_an_altered_field_is_found_and_its_record_named(chain):
    for field in sorted(ALTERED):
        with undone():
            AuditEvent.objects.filter(seq=23).update(**{field: ALTERED[field]})
            _, broken = verify()
            assert broken is not None
            assert broken.seq == 23


def test_an_alteration_is_found_at_any_place(chain):
    for seq in [1, *SPOTS, LENGTH]:
        with undone():
            AuditEvent.objects.filter(seq=seq).update(reason="改过")
            read, broken = verify(chunk=9)
            assert (read, broken.seq) == (seq - 1, seq)


def test_a_deleted_row_is_found(chain):
    for seq in [1, *SPOTS]:
        with undone():
            AuditEvent.objects.filter(seq=seq)._raw_delete("default")
            _, broken = verify()
            assert broken.seq == seq


def test_a_deleted_row_is_found_when_the_numbers_behind_it_were_closed_up(chain):
    for seq in SPOTS:
        with undone():
            AuditEvent.objects.filter(seq=seq)._raw_delete("default")
            for later in AuditEvent.objects.filter(seq__gt=seq).order_by("seq"):
                AuditEvent.objects.filter(pk=later.pk).update(seq=F("seq") - 1)
            _, broken = verify()
            assert broken.seq == seq


def test_two_swapped_rows_are_found(chain):
    for seq in SPOTS:
        with undone():
            pks = list(AuditEvent.objects.filter(seq__in=[seq, seq + 1]).order_by("seq").values_list("pk", flat=True))
            AuditEvent.objects.filter(pk=pks[0]).update(seq=-1)
            AuditEvent.objects.filter(pk=pks[1]).update(seq=seq)
            AuditEvent.objects.filter(pk=pks[0]).update(seq=seq + 1)
            _, broken = verify()
            assert broken.seq == seq


def test_an_inserted_row_is_found_even_with_a_true_hash_of_its_own(chain):
    for seq in SPOTS:
        with undone():
            for later in AuditEvent.objects.filter(seq__gte=seq).order_by("-seq"):
                AuditEvent.objects.filter(pk=later.pk).update(seq=F("seq") + 1)
            before = AuditEvent.objects.get(seq=seq - 1)
            forged = AuditEvent(seq=seq, at=AT, action="test.happened", previous_hash=before.hash)
            forged.hash = digest(forged)
            forged.save()
            _, broken = verify()
            assert broken.seq == seq + 1


def test_a_cut_tail_is_found(chain):
    for kept in [0, *SPOTS]:
        with undone():
            AuditEvent.objects.filter(seq__gt=kept)._raw_delete("default")
            read, broken = verify()
            assert (read, broken.seq) == (kept, kept + 1)


def test_a_row_added_behind_the_head_is_found(chain):
    last = AuditEvent.objects.get(seq=LENGTH)
    forged = AuditEvent(seq=LENGTH + 1, at=AT, action="test.happened", previous_hash=last.hash)
    forged.hash = digest(forged)
    forged.save()
    _, broken = verify()
    assert broken.seq == LENGTH + 1


def test_a_row_added_before_the_first_is_found(chain):
    forged = AuditEvent(seq=0, at=AT, action="test.happened", previous_hash="0" * 64)
    forged.hash = digest(forged)
    forged.save()
    _, broken = verify()
    assert broken.seq == 0


def test_a_removed_head_is_found(chain):
    AuditHead.objects.all().delete()
    assert verify()[1] is not None


def test_the_command_names_the_first_bad_record(chain):
    out = StringIO()
    call_command("audit_verify", stdout=out)
    assert out.getvalue() == f"审计链完整,共 {LENGTH} 条。\n"
    AuditEvent.objects.filter(seq__in=[31, 17]).update(reason="改过")
    with pytest.raises(CommandError, match="第 17 条内容被改动"):
        call_command("audit_verify")


def test_a_rolled_back_action_leaves_no_event():
    with pytest.raises(ZeroDivisionError):
        happen_and_fail("")
    assert AuditEvent.objects.count() == 0
    assert verify() == (0, None)


def test_a_failed_inner_block_takes_only_its_own_events_along():
    with unit_of_work():
        record("test.happened", by=None, at=AT, reason="外层")
        with pytest.raises(ZeroDivisionError):
            happen_and_fail("内层")
    assert list(AuditEvent.objects.values_list("reason", flat=True)) == ["外层"]


def test_an_event_that_nobody_registered_is_refused():
    with pytest.raises(KeyError):
        record("test.unknown", by=None, at=AT)


def test_no_control_character_or_lone_surrogate_reaches_the_log():
    record("test.happened", by=None, at=AT, reason="一\r\n二\x00三\ud800四", after={"键\n": "值\u2028"})
    event = AuditEvent.objects.get()
    assert (event.reason, event.after) == ("一  二 三?四", {"键 ": "值 "})
    assert verify() == (1, None)


def test_a_row_cannot_be_saved_again_or_deleted(chain):
    event = AuditEvent.objects.get(seq=3)
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()


def test_numbers_lists_and_nothing_come_back_from_the_database_with_the_same_hash(chain):
    rows = [
        {"at": AT, "action": "test.happened", "after": {"list": list(range(100)), "none": None, "yes": True}}
        for _ in range(3)
    ]
    with transaction.atomic():
        append(rows)
    assert verify() == (LENGTH + 3, None)
