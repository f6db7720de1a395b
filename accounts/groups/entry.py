"""Keeping the group behind an entry in step with what filings say (工作群登记)."""

from datetime import date
from typing import Any

from django.db.models.fields import DateField

from ..models import GroupMember, MediaAccount, TeamMember, WorkGroup
from ..models.groups import HEAD

KIND, OWNER = "work_group", "group_owner"


def is_group(account: MediaAccount) -> bool:
    """Whether an entry is a work group, by its platform or by its kind."""
    return account.kind == KIND or account.platform.is_group


def keep_group(account: MediaAccount, *, owner_before: str, on: date) -> WorkGroup | None:
    """Make the group follow its entry: term, expected end, owner; nothing for entries that are no groups.

    A new owner in the facts ends the former one in the team; a new owner in the team is written into the facts.
    `on` is the day from which an owner counts.
    """
    if not is_group(account):
        return None
    owner = _settle_owner(account, owner_before, on)
    group = WorkGroup.objects.filter(account=account).first() or WorkGroup(account=account, registered_on=on)
    changed = bool(group.owner) and group.owner != owner
    group.unit, group.root, group.owner = account.unit, account.root, owner
    group.term = str(account.details.get("group_term") or group.term)
    group.expected_end_on = day_of(account.details.get("expected_end_on"))
    if changed:
        group.successor_due_since = None
    group.save()
    _put_head(group, owner, on)
    return group


def begin_group(account: MediaAccount, *, on: date) -> WorkGroup:
    """Give an entry that is new in the register its row; a filing that brought it in fills it at once."""
    facts = account.details
    return WorkGroup.objects.create(
        account=account, unit=account.unit, root=account.root, registered_on=on, owner=owner_in_facts(account),
        term=str(facts.get("group_term") or ""), expected_end_on=day_of(facts.get("expected_end_on")),
    )  # fmt: skip


def end_group(account: MediaAccount, *, on: date | None) -> None:
    """Note that a group was dissolved with its entry; its members leave on that day."""
    group = WorkGroup.objects.filter(account=account).first()
    if group is None or on is None:
        return
    group.dissolved_on = max(on, group.work_ended_on or on)
    group.successor_due_since = None
    group.save()
    for member in group.members.filter(until__isnull=True):
        member.until, member.leave_due_since = max(on, member.since), None
        member.save(update_fields=["until", "leave_due_since"])


def owner_in_facts(account: MediaAccount) -> str:
    """Return the owner that the facts of an entry name."""
    return str(account.details.get(OWNER) or "")


def day_of(value: Any) -> date | None:
    """Return an answer as a day; None where there is none."""
    return DateField().to_python(value) if value else None


def _settle_owner(account: MediaAccount, before: str, on: date) -> str:
    present = account.team.filter(role=OWNER, until__isnull=True).order_by("-pk").first()
    named, standing = owner_in_facts(account), present.name if present else ""
    owner = named if named and (named != before or not standing) else standing or named
    if owner and owner != standing:
        standing_rows = account.team.filter(role=OWNER, until__isnull=True)
        standing_rows.filter(since__gte=on).delete()
        standing_rows.update(until=on)
        TeamMember.objects.create(account=account, role=OWNER, name=owner, since=on)
    if owner != named:
        account.details = {**account.details, OWNER: owner}
        account.save(update_fields=["details"])
    return owner


def _put_head(group: WorkGroup, owner: str, on: date) -> None:
    """Let the member list show who leads; a former head stays as a member until they leave."""
    group.members.filter(part=HEAD, until__isnull=True).exclude(name=owner).update(part="member")
    if not owner:
        return
    known = group.members.filter(name=owner, until__isnull=True).first()
    if known is None:
        GroupMember.objects.create(group=group, name=owner, part=HEAD, since=on)
    elif known.part != HEAD:
        known.part = HEAD
        known.save(update_fields=["part"])
