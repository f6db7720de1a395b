"""Making messages, rosters and incidents for tests, plainly artificial."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from duties.actions import incidents, inquiries, rosters
from duties.actions.incidents import Finding
from duties.actions.inquiries import Letter
from duties.actions.rosters import Turn
from duties.models import DutyRoster, DutyShift, Incident, PublicMessage
from tests.duties.making import furnished
from tests.world import NOON, World

TEXT = "示例网民咨询:图书馆周末几点开门?"


def on(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """Return a moment of a day, local time."""
    return timezone.make_aware(datetime.combine(day, datetime.min.time()) + timedelta(hours=hour, minutes=minute))


def own_account(world: World) -> Any:
    """Return the account of the owner unit."""
    return world.owner.media_accounts.get(name="示例文旅")


def letter(world: World, **own: Any) -> Letter:
    """Return a message to the owner's account."""
    return Letter(**{"received_at": NOON, "text": TEXT, "topic": "consult", "account": own_account(world), **own})


def message(world: World, *, at: datetime | None = None, **own: Any) -> PublicMessage:
    """Log a message of the owner unit; it is logged when it comes in unless another moment is given."""
    received = letter(world, **own)
    return inquiries.log_message(
        world.owner, received, by=world.person("operator"), at=at or received.received_at + timedelta(minutes=1)
    )


def answered(world: World, row: PublicMessage, at: datetime, **own: Any) -> PublicMessage:
    """Record an answer."""
    said = {"text": "您好,周末九点开门。", "answered_at": at, "is_public": True, **own}
    return inquiries.give_answer(row, **said, by=world.person("operator"), at=at)


def roster(world: World) -> DutyRoster:
    """Begin the roster of the owner unit."""
    return rosters.create_roster(world.owner, by=world.person("operator"), at=NOON)


def shift(world: World, kept: DutyRoster, starts: datetime, ends: datetime, **own: Any) -> DutyShift:
    """Put the operator, or somebody else, on duty."""
    who = {"person": world.cast["operator"]} if "name" not in own else {}
    return rosters.add_shift(kept, Turn(starts, ends, **{**who, **own}), by=world.person("operator"), at=NOON)


def incident(world: World, *, report_now: bool = True, by: str = "operator", **own: Any) -> Incident:
    """Enter an incident at the owner's account."""
    found = {"kind": "comment", "title": "示例有害评论", "found_at": NOON, "account": own_account(world), **own}
    return incidents.enter_incident(
        world.owner, Finding(**found), report_now=report_now, by=world.person(by), at=NOON + timedelta(minutes=5)
    )


__all__ = ["NOON", "TEXT", "answered", "furnished", "incident", "letter", "message", "on", "roster", "shift"]
