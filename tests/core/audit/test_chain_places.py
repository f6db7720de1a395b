"""A thousand alterations at random places of a chain in memory, each found, and the first bad record named."""

import random
from datetime import timedelta

import pytest

from newmedia_portal.core.audit.archive import event_of, line_of
from newmedia_portal.core.audit.chain import Place, digest, walk
from newmedia_portal.core.audit.models import AuditEvent
from tests.core.ground import AT

LENGTH, TIMES = 60, 1000
FIELDS = {
    "at": AT - timedelta(days=9), "actor_name": "李某二", "action": "login.failed", "object_label": "别的",
    "before": {"a": 1}, "after": {"n": "x"}, "reason": "改", "result": "refused", "address": "10.9.9.9",
    "request_id": "e" * 32, "actor_id": 99, "unit_id": 98, "object_id": 97, "object_type": "core.post",
}  # fmt: skip


def chain() -> list[AuditEvent]:
    """Return a whole chain."""
    events, last = [], "0" * 64
    for seq in range(1, LENGTH + 1):
        event = AuditEvent(seq=seq, at=AT, action="login.ok", after={"n": seq}, previous_hash=last)
        event.hash = last = digest(event)
        events.append(event)
    return events


WHOLE = [line_of(event) for event in chain()]


def fresh() -> list[AuditEvent]:
    """Return the same chain, read anew."""
    return [event_of(line) for line in WHOLE]


def rehashed(events: list[AuditEvent], start: int) -> None:
    """Make the hashes of all events from a place on fit again, as the owner of the database could."""
    for place in range(start, len(events)):
        events[place].seq = place + 1
        events[place].previous_hash = events[place - 1].hash if place else "0" * 64
        events[place].hash = digest(events[place])


def test_the_chain_itself_is_whole():
    assert walk(fresh(), Place()) == (Place(LENGTH, fresh()[-1].hash), None)


def test_one_thousand_alterations_are_found_where_they_are():
    chance = random.Random(20261122)
    for number in range(TIMES):
        events, place = fresh(), chance.randrange(1, LENGTH - 1)
        kind = number % 4
        if kind == 0:
            name = chance.choice(sorted(FIELDS))
            setattr(events[place], name, FIELDS[name])
            wanted = place + 1
        elif kind == 1:
            del events[place]
            wanted = place + 1
        elif kind == 2:
            events[place], events[place + 1] = events[place + 1], events[place]
            wanted = place + 1
        else:
            events.insert(place, events[place - 1])
            wanted = place
        _, broken = walk(events, Place())
        assert broken is not None, (number, kind, place)
        assert broken.seq == wanted, (number, kind, place, broken)


def test_a_rewritten_chain_and_a_cut_tail_end_at_another_hash_than_the_checkpoint():
    chance, mark = random.Random(7), Place(LENGTH, fresh()[-1].hash)
    for number in range(120):
        events, place = fresh(), chance.randrange(1, LENGTH)
        if number % 3 == 0:
            events = events[:place]
        elif number % 3 == 1:
            events[place].reason = "改写"
            rehashed(events, place)
        else:
            del events[place]
            rehashed(events, place)
        reached, broken = walk(events, Place())
        assert broken is None
        assert reached != mark


@pytest.mark.parametrize("spoilt", ["一\r\n二", "\x00", "\x1b[31m", "\u2028", "\u202e"])
def test_a_line_of_an_archive_is_one_line_whatever_stands_in_it(spoilt):
    event = fresh()[0]
    event.reason = spoilt
    event.hash = digest(event)

    line = line_of(event)

    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert event_of(line).hash == digest(event_of(line))
