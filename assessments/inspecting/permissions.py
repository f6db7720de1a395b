"""Who may do what about inspections and findings; every predicate takes user and object and fails closed."""

from typing import Any

import rules

from newmedia_portal.core.access.permissions import has_business, is_authority
from newmedia_portal.core.access.scope import posts_of

from ..permissions import may_decide, may_enter


def has_interest(unit: int | None, user: Any) -> bool:
    """Whether the person holds a post in the unit, and so may not inspect its accounts (回避)."""
    return any(post.unit_id == unit for post in posts_of(user))


def may_enter_or_decide(row: Any, user: Any) -> bool:
    """A writer of the unit or staff of the department above it."""
    return may_enter(row, user) or may_decide(row, user)


def may_inspect(row: Any, user: Any) -> bool:
    """Whether the check of this account is assigned to the person, who holds no post in its unit (检查人)."""
    if row is None or user is None or not user.is_active:
        return False
    return row.inspector_id == user.pk and not has_interest(row.unit_id, user)


def may_look_again(row: Any, user: Any) -> bool:
    """Whether the second look is assigned to the person, who is not the inspector (复核人)."""
    if row is None or user is None or not user.is_active or row.inspector_id == user.pk:
        return False
    return row.second_id == user.pk and not has_interest(row.unit_id, user)


def may_recheck(row: Any, user: Any) -> bool:
    """Whether the person works for the department and holds no post in the unit that put it right (复查)."""
    return may_decide(row, user) and not has_interest(row.unit_id, user)


def may_judge(row: Any, user: Any) -> bool:
    """Whether the person decides an objection: of the department, and neither who inspected nor who objected."""
    return may_recheck(row, user) and user.pk not in (row.by_id, row.finding.finder_id)


@rules.predicate
def directs_inspections(user: Any, row: Any = None) -> bool:
    """Staff of the department; with an object, of the one above its unit."""
    return is_authority(user) if row is None else may_decide(row, user)


def _named(check: Any) -> Any:
    """Return a predicate that fails closed without an object."""
    return rules.predicate(lambda user, row=None: row is not None and check(row, user), name=check.__name__)


rules.add_perm("assessments.view_inspections", has_business)
rules.add_perm("assessments.direct_inspections", directs_inspections)
rules.add_perm("assessments.inspect_account", _named(may_inspect))
rules.add_perm("assessments.look_again", _named(may_look_again))
rules.add_perm("assessments.answer_finding", _named(may_enter))
rules.add_perm("assessments.recheck_finding", _named(may_recheck))
rules.add_perm("assessments.judge_objection", _named(may_judge))
