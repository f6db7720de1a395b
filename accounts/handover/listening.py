"""What the register tells a hand-over of (登记联动): passwords changed, teams changed, successors trained."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from newmedia_portal.core.access.models import Post

from ..hooks import on_custody, on_team, on_trained
from ..models import CustodyRecord, MediaAccount, TeamMember
from .cases import open_for_account, password_changed, team_changed, trained

#: Whose change means that somebody else holds the account now.
MANAGING = ("manager", "keeper")


@on_custody
def settle_password(entry: CustodyRecord, *, by: Any, at: datetime) -> None:
    """A password passed to a new keeper."""
    password_changed(entry, by=by, at=at)


@on_trained
def settle_training(post: Post, *, by: Any, at: datetime) -> None:
    """Training was entered with a post."""
    trained(post, by=by, at=at)


@on_team
def follow_team(
    account: MediaAccount, *, gone: Iterable[TeamMember], on: date, source: Any, by: Any, at: datetime
) -> None:
    """A filed change made another team: what leavers owed is met; a manager who goes opens a case of the account."""
    present = set(account.team.filter(until__isnull=True).values_list("name", flat=True))
    team_changed(account, names=present, filing=source, by=by, at=at)
    managing = account.team.filter(until__isnull=True, role__in=MANAGING)
    successors = list(dict.fromkeys(managing.order_by("pk").values_list("name", flat=True)))
    for person in dict.fromkeys(member.name for member in gone if member.role in MANAGING):
        if person not in successors and not _has_case(account, person):
            open_for_account(account, person=person, successors=successors, on=on, by=by, at=at)


def _has_case(account: MediaAccount, person: str) -> bool:
    """Whether a case of the same person covers the account already: the post ended first."""
    return account.handover_items.filter(handover__person=person, handover__post__isnull=False).exists()
