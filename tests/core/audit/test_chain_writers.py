"""Many writers at once leave one whole chain."""

import threading

import pytest

from newmedia_portal.core.audit import record, register
from newmedia_portal.core.audit.chain import verify
from newmedia_portal.core.audit.models import AuditEvent
from newmedia_portal.core.transactions import unit_of_work
from tests.core.ground import AT, together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
register("test.happened", "测试事件")
WRITERS, EVENTS = 8, 25


def write(writer: int) -> None:
    """Write events in transactions of one and two."""
    for number in range(EVENTS):
        with unit_of_work():
            record("test.happened", by=None, at=AT, after={"writer": writer, "number": number})
            if number % 2:
                record("test.happened", by=None, at=AT, after={"writer": writer, "number": -number})


def test_eight_writers_leave_a_chain_without_gap_or_loss():
    results = together(*(lambda writer=writer: write(writer) for writer in range(WRITERS)))
    assert results == [None] * WRITERS
    assert verify() == (WRITERS * (EVENTS + EVENTS // 2), None)
    pairs = AuditEvent.objects.values_list("after", flat=True)
    assert len({(pair["writer"], pair["number"]) for pair in pairs}) == WRITERS * (EVENTS + EVENTS // 2)


def test_verifying_while_others_write_raises_no_false_alarm():
    over = threading.Event()
    found = []

    def look() -> None:
        while not over.is_set():
            found.append(verify(chunk=5)[1])

    def work() -> None:
        try:
            write(1)
        finally:
            over.set()

    assert together(look, work) == [None, None]
    assert set(found) == {None}
