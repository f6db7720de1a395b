"""Who may do what to a filing; every predicate takes user and object and fails closed without one."""

from typing import Any

import rules

from newmedia_portal.core.access.permissions import has_business, is_authority, is_system_admin, is_writer
from newmedia_portal.core.access.roles import WRITERS, Role
from newmedia_portal.core.access.scope import holds_any, posts_of, scope_of
from newmedia_portal.core.workflow.chain import last_decider


def may_edit(filing: Any, user: Any) -> bool:
    """Whether the person writes for the unit of the filing (单位经办人)."""
    if filing is None or user is None:
        return False
    return any(post.role in WRITERS and post.unit_id == filing.unit_id for post in posts_of(user))


def decided_last(filing: Any, user: Any) -> bool:
    """Whether the person took the decision that now moves the filing."""
    return filing is not None and user is not None and last_decider(filing) == user.pk


def may_take_back(filing: Any, user: Any) -> bool:
    """Whether the person took the last decision, or directs the department above the unit (收回办理结果)."""
    return decided_last(filing, user) or directs(user, filing)


def directs(user: Any, filing: Any) -> bool:
    """Whether the person is a 宣传部门负责人 whose scope covers the unit."""
    return filing is not None and holds_any(user, (Role.DIRECTOR,)) and scope_of(user).covers(filing.unit)


def may_terminate(filing: Any, user: Any) -> bool:
    """Whether the person is a system administrator: they end what nobody can act on (终止)."""
    return filing is not None and bool(is_system_admin(user))


def may_run_annual(check: Any, user: Any) -> bool:
    """Whether the person works for the department whose scope covers the unit (年度检查)."""
    return check is not None and user is not None and bool(is_authority(user, check))


@rules.predicate
def edits_filing(user: Any, filing: Any = None) -> bool:
    """A writer of the filing's own unit."""
    return may_edit(filing, user)


@rules.predicate
def sees_filing(user: Any, filing: Any = None) -> bool:
    """Anyone whose scope covers the filing's unit."""
    return filing is not None and scope_of(user).covers(filing.unit)


@rules.predicate
def runs_annual(user: Any, check: Any = None) -> bool:
    """Staff of the department; with a check, one that their scope covers."""
    return bool(is_authority(user, check))


@rules.predicate
def receives_upward(user: Any, receipt: Any = None) -> bool:
    """上级宣传部门 in exactly the unit that the filing was told to."""
    held = [post.unit_id for post in posts_of(user) if post.role == Role.SUPERIOR]
    return bool(held) if receipt is None else receipt.unit_id in held


rules.add_perm("filings.receive_upward", receives_upward)
rules.add_perm("filings.list_upward", receives_upward | is_authority)
rules.add_perm("filings.answer_above", edits_filing | is_authority)
rules.add_perm("filings.list_annual", has_business)
rules.add_perm("filings.run_annual", runs_annual)
rules.add_perm("filings.list_filings", has_business)
rules.add_perm("filings.start_filing", is_writer)
rules.add_perm("filings.view_filing", sees_filing)
rules.add_perm("filings.edit_filing", edits_filing)
rules.add_perm("filings.export_filings", has_business)
rules.add_perm("filings.urge_filing", edits_filing | is_authority)
rules.add_perm("filings.remind_unit", is_authority)
rules.add_perm("filings.work_queue", is_authority)
rules.add_perm("filings.keep_phrases", is_authority)
