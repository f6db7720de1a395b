"""Who keeps lexicons (词库权限): the department keeps its own additions, system administrators read."""

from typing import Any

import rules

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.access.permissions import is_authority, is_system_admin
from newmedia_portal.core.access.roles import AUTHORITY
from newmedia_portal.core.access.scope import holds_any, posts_of, scope_of


def keeps(lexicon: Any, user: Any) -> bool:
    """Whether the person is of an authority whose scope covers the tree; the shared lexicon is kept by nobody."""
    if lexicon is None or user is None or lexicon.root_id is None:
        return False
    return holds_any(user, AUTHORITY) and scope_of(user).covers(lexicon.root)


def kept_roots(user: Any) -> list[Unit]:
    """Return the tops of the trees whose lexicon the person keeps."""
    held = [post.unit for post in posts_of(user) if post.role in AUTHORITY]
    tops = {unit.root_id or unit.pk for unit in held}
    return list(Unit.objects.filter(pk__in=tops).order_by("path"))


@rules.predicate
def keeps_lexicon(user: Any, lexicon: Any = None) -> bool:
    """Of an authority; with a lexicon, one that its scope covers."""
    return bool(is_authority(user)) if lexicon is None else bool(user and user.is_active and keeps(lexicon, user))


rules.add_perm("reviews.view_lexicons", is_authority | is_system_admin)
rules.add_perm("reviews.keep_lexicon", keeps_lexicon)
