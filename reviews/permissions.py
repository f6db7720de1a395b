"""Who may do what to a post; every predicate takes user and object and fails closed without one."""

from typing import Any

import rules

from newmedia_portal.core.access.permissions import has_business, is_authority, is_system_admin
from newmedia_portal.core.access.roles import AUTHORITY, WRITERS, Role
from newmedia_portal.core.access.scope import holds_any, posts_of, scope_of
from newmedia_portal.core.workflow.chain import last_decider

#: Who writes posts: the unit's operators and its editors (采编人员).
AUTHORS = (*WRITERS, Role.STAFF, Role.EDITOR)


def may_write(post: Any, user: Any) -> bool:
    """Whether the person writes for the unit of the post (采编人员)."""
    if post is None or user is None:
        return False
    return any(held.role in AUTHORS and held.unit_id == post.unit_id for held in posts_of(user))


def decided_last(post: Any, user: Any) -> bool:
    """Whether the person took the decision that now moves the post."""
    return post is not None and user is not None and last_decider(post) == user.pk


def may_take_back(post: Any, user: Any) -> bool:
    """Whether the person took the last decision, or is of the department above the unit (收回办理结果)."""
    return decided_last(post, user) or may_settle(post, user)


def may_terminate(post: Any, user: Any) -> bool:
    """Whether the person is a system administrator: they end what nobody can act on (终止)."""
    return post is not None and bool(is_system_admin(user))


def manages_receipts(post: Any, user: Any) -> bool:
    """Whether the person records publications for the unit: its writers, or the authority above it."""
    if post is None or user is None:
        return False
    return may_write(post, user) or may_settle(post, user)


def may_settle(row: Any, user: Any) -> bool:
    """Whether the person is of an authority whose scope covers the unit."""
    return row is not None and user is not None and holds_any(user, AUTHORITY) and scope_of(user).covers(row.unit)


@rules.predicate
def is_author(user: Any, obj: Any = None) -> bool:
    """Anyone who may write posts for some unit."""
    return bool(user and user.is_active and holds_any(user, AUTHORS))


@rules.predicate
def writes_post(user: Any, post: Any = None) -> bool:
    """A writer of the post's own unit."""
    return may_write(post, user)


@rules.predicate
def sees_post(user: Any, post: Any = None) -> bool:
    """Anyone whose scope covers the post's unit."""
    return post is not None and scope_of(user).covers(post.unit)


@rules.predicate
def records_receipt(user: Any, post: Any = None) -> bool:
    """A writer of the unit or the authority above it."""
    return manages_receipts(post, user)


@rules.predicate
def settles_violation(user: Any, violation: Any = None) -> bool:
    """Somebody of an authority whose scope covers the unit."""
    return may_settle(violation, user)


@rules.predicate
def freezes_topics(user: Any, obj: Any = None) -> bool:
    """宣传部门负责人: freezes and releases topics for the whole tree."""
    return bool(user and user.is_active and holds_any(user, (Role.DIRECTOR,)))


rules.add_perm("reviews.list_posts", has_business)
rules.add_perm("reviews.start_post", is_author)
rules.add_perm("reviews.view_post", sees_post)
rules.add_perm("reviews.edit_post", writes_post)
rules.add_perm("reviews.record_receipt", records_receipt)
rules.add_perm("reviews.settle_violation", settles_violation)
rules.add_perm("reviews.export_posts", has_business)
rules.add_perm("reviews.freeze_topics", freezes_topics)
rules.add_perm("reviews.oversee", is_authority)
