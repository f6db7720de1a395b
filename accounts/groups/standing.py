"""What the page of a group shows (工作群情况): period, clean-up lines, members with their flags."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from newmedia_portal.core.refusals import Refused
from newmedia_portal.regimes.schema.people import GroupRule

from ..actions.common import edition_of
from ..models import GroupMember, WorkGroup


@dataclass(frozen=True)
class CleanupState:
    """A line of the clean-up list and who confirmed it when."""

    code: str
    text: str
    article: str
    mark: str
    done: Any = None


def rule_of(group: WorkGroup, today: date) -> GroupRule | None:
    """Return what the edition in force says of groups; None where it is silent."""
    try:
        rule = edition_of(group.unit, today).groups
    except Refused:
        return None
    return rule if rule.enabled else None


def cleanup_of(group: WorkGroup, rule: GroupRule | None) -> list[CleanupState]:
    """Return the lines of the clean-up list in the order of the edition."""
    done = {row.code: row for row in group.cleanup.select_related("by")}
    lines = rule.cleanup if rule else ()
    return [CleanupState(one.code, one.text, one.article, one.basis_label, done.get(one.code)) for one in lines]


def open_lines(group: WorkGroup, rule: GroupRule | None) -> list[str]:
    """Return the lines that nobody has confirmed yet."""
    return [line.text for line in cleanup_of(group, rule) if line.done is None]


def unnamed(group: WorkGroup) -> list[GroupMember]:
    """Return the present members whose name in the group is not their own."""
    return [member for member in group.members.filter(until__isnull=True) if not member.under_real_name]
