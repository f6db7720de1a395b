"""What the author says of a hit that stays in the text (预检说明)."""

from datetime import datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.transactions import unit_of_work

from ..models import Disposition, Post
from ..prechecking import precheck
from .drafts import may_edit


def explain(post: Post, *, key: str, reason: str, false_alarm: bool, by: User, at: datetime) -> Disposition:
    """State why a hit stays as it is; reviewers see hit and reason side by side.

    Raises Refused without a reason or for a hit that is not in the text (any more).
    """
    if not reason.strip():
        raise Refused("请写明不改的理由,审核人会看到。", field="reason")
    with unit_of_work():
        locked = Post.objects.select_for_update().get(pk=post.pk)
        may_edit(locked, by)
        hit = precheck(locked).by_key().get(key)
        if hit is None:
            raise Refused("这一处已经不在稿件中,不需要说明。请刷新页面。")
        values = {"found": hit.found[:200], "reason": reason.strip(), "false_alarm": false_alarm, "by": by, "at": at}
        row, _ = Disposition.objects.update_or_create(post=locked, key=key, defaults=values)
        after = {"found": hit.found[:200], "false_alarm": false_alarm}
        record("post.explained", by=by, at=at, obj=locked, after=after, reason=reason)
    return row
