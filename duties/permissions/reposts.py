"""Who may do what to a repost task; every predicate takes user and object and fails closed without one."""

from typing import Any

import rules

from newmedia_portal.core.access.permissions import has_business, is_authority
from newmedia_portal.core.access.roles import AUTHORITY, WRITERS
from newmedia_portal.core.access.scope import posts_of, scope_of


def may_manage(task: Any, user: Any) -> bool:
    """Whether the person works for the department that issued the task (宣传部门经办或负责人)."""
    if task is None or user is None or not user.is_active:
        return False
    return any(post.role in AUTHORITY and post.unit_id == task.unit_id for post in posts_of(user))


def may_confirm(target: Any, user: Any) -> bool:
    """Whether the person writes for the unit of the account (单位经办人)."""
    if target is None or user is None or not user.is_active:
        return False
    return any(post.role in WRITERS and post.unit_id == target.unit_id for post in posts_of(user))


def may_answer(target: Any, user: Any) -> bool:
    """Whether the person works for the department that issued the account's task."""
    return target is not None and may_manage(target.task, user)


@rules.predicate
def issues_for(user: Any, unit: Any = None) -> bool:
    """宣传部门经办 or 负责人 of a filing authority; with a unit, of exactly that one."""
    if unit is None:
        return is_authority(user)
    return any(post.role in AUTHORITY and post.unit_id == unit.pk for post in posts_of(user))


@rules.predicate
def sees_task(user: Any, task: Any = None) -> bool:
    """Anyone whose scope covers the department that issued the task."""
    return task is not None and scope_of(user).covers(task.unit)


@rules.predicate
def manages_task(user: Any, task: Any = None) -> bool:
    """宣传部门经办 or 负责人 of the issuing department."""
    return may_manage(task, user)


@rules.predicate
def confirms_target(user: Any, target: Any = None) -> bool:
    """A writer of the unit that runs the account."""
    return may_confirm(target, user)


rules.add_perm("duties.list_reposts", has_business)
rules.add_perm("duties.issue_repost", issues_for)
rules.add_perm("duties.view_whole_repost", sees_task)
rules.add_perm("duties.manage_repost", manages_task)
rules.add_perm("duties.confirm_repost", confirms_target)
