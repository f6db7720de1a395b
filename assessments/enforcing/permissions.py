"""Who may do what about measures and commendations (处置权限); fails closed without an object."""

from typing import Any

import rules

from newmedia_portal.core.access.permissions import has_business, is_authority
from newmedia_portal.core.access.roles import LEADERS, WRITERS, Role
from newmedia_portal.core.access.scope import posts_of

from ..permissions import may_decide


def may_handle_case(case: Any, user: Any) -> bool:
    """Whether the person works on a measure or commendation for the department; on persons only with the director.

    On measures that concern persons the case's own staff and the director alone (处置人员范围).
    """
    if not may_decide(case, user):
        return False
    return case.target != "person" or case.proposed_by_id == user.pk or _directs(case, user)


def may_rule_case(case: Any, user: Any) -> bool:
    """Whether the person decides on a proposal: the director of the department, and never whoever proposed it."""
    return may_decide(case, user) and _directs(case, user) and case.proposed_by_id != user.pk


def may_revoke_case(case: Any, user: Any) -> bool:
    """Whether the person takes a decision back: a director of the department (撤销)."""
    return may_decide(case, user) and _directs(case, user)


def may_withdraw_case(case: Any, user: Any) -> bool:
    """Whether the person takes a proposal back: whoever made it; a draft of the system, anybody of the department."""
    return may_handle_case(case, user) and case.proposed_by_id in (None, user.pk)


def may_answer_case(case: Any, user: Any) -> bool:
    """Whether the person answers for the unit that was told: its writers and leaders; on persons its head alone."""
    if case is None or user is None or not user.is_active or case.delivered_at is None or case.target == "referral":
        return False
    roles = (Role.CHIEF,) if case.target == "person" else (*WRITERS, *LEADERS)
    return any(post.role in roles and post.unit_id == case.unit_id for post in posts_of(user))


def _directs(case: Any, user: Any) -> bool:
    return any(post.role == Role.DIRECTOR for post in posts_of(user))


def _named(check: Any) -> Any:
    """Return a predicate that fails closed without an object."""
    return rules.predicate(lambda user, case=None: case is not None and check(case, user), name=check.__name__)


rules.add_perm("assessments.list_enforcement", has_business)
rules.add_perm("assessments.propose_enforcement", is_authority)
rules.add_perm("assessments.handle_enforcement", _named(may_handle_case))
rules.add_perm("assessments.rule_enforcement", _named(may_rule_case))
rules.add_perm("assessments.revoke_enforcement", _named(may_revoke_case))
rules.add_perm("assessments.withdraw_enforcement", _named(may_withdraw_case))
rules.add_perm("assessments.answer_enforcement", _named(may_answer_case))
