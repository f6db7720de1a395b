"""Who may do what to a filing; every predicate takes user and object and fails closed without one."""

from typing import Any

import rules

from newmedia_portal.core.access.permissions import has_business, is_authority, is_writer
from newmedia_portal.core.access.roles import WRITERS
from newmedia_portal.core.access.scope import posts_of, scope_of
from newmedia_portal.core.workflow.chain import last_decider


def may_edit(filing: Any, user: Any) -> bool:
    """Whether the person writes for the unit of the filing (单位经办人)."""
    if filing is None or user is None:
        return False
    return any(post.role in WRITERS and post.unit_id == filing.unit_id for post in posts_of(user))


def decided_last(filing: Any, user: Any) -> bool:
    """Whether the person took the decision that now moves the filing."""
    return filing is not None and user is not None and last_decider(filing) == user.pk


@rules.predicate
def edits_filing(user: Any, filing: Any = None) -> bool:
    """A writer of the filing's own unit."""
    return may_edit(filing, user)


@rules.predicate
def sees_filing(user: Any, filing: Any = None) -> bool:
    """Anyone whose scope covers the filing's unit."""
    return filing is not None and scope_of(user).covers(filing.unit)


rules.add_perm("filings.list_filings", has_business)
rules.add_perm("filings.start_filing", is_writer)
rules.add_perm("filings.view_filing", sees_filing)
rules.add_perm("filings.edit_filing", edits_filing)
rules.add_perm("filings.export_filings", has_business)
rules.add_perm("filings.urge_filing", edits_filing | is_authority)
rules.add_perm("filings.remind_unit", is_authority)
