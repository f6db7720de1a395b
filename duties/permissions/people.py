"""Rights over people and custody (队伍与口令的权限): the unit does it, its leaders and the department see it."""

from typing import Any

import rules

from newmedia_portal.core.access.roles import LEADERS, WRITERS, Role
from newmedia_portal.core.access.scope import holds_any, posts_of

DOERS = (*WRITERS, *LEADERS, Role.KEEPER)


def may_tick(checklist: Any, user: Any) -> bool:
    """Whether the person ticks a leaver's items: the unit's writers, leaders and keeper, never the leaver."""
    if checklist is None or user is None or not getattr(user, "is_active", False):
        return False
    if checklist.post.user_id == user.pk:
        return False
    return any(post.unit_id == checklist.unit_id and post.role in DOERS for post in posts_of(user))


def may_answer(reply: Any, user: Any) -> bool:
    """Whether the person answers for the unit: its writers and leaders."""
    if reply is None or user is None or not getattr(user, "is_active", False):
        return False
    roles = (*WRITERS, *LEADERS)
    return any(post.unit_id == reply.unit_id and post.role in roles for post in posts_of(user))


@rules.predicate
def ticks(user: Any, checklist: Any = None) -> bool:
    """Ticks the items of a leaver; without an object, of any."""
    if checklist is None:
        return bool(user and user.is_active and holds_any(user, DOERS))
    return may_tick(checklist, user)


@rules.predicate
def answers(user: Any, reply: Any = None) -> bool:
    """Answers a round of checks or confirms an entry for its unit; without an object, for any."""
    if reply is None:
        return bool(user and user.is_active and holds_any(user, (*WRITERS, *LEADERS)))
    return may_answer(reply, user)


rules.add_perm("duties.tick_checklist", ticks)
rules.add_perm("duties.answer_checks", answers)
