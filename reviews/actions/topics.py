"""Freezing and releasing topics (冻结、解冻话题): one voice in emergencies (S1-3.3.4)."""

from collections.abc import Sequence
from datetime import datetime

from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ..models import FrozenTopic
from ..states import FreezeState


def freeze_topic(
    unit: Unit,
    *,
    name: str,
    topic: str,
    words: Sequence[str],
    wording: str,
    reason: str,
    by: User,
    at: datetime,
) -> FrozenTopic:
    """Freeze a topic for the whole tree of the authority: posts on it need the department's release.

    `topic` is a declared topic code, `words` are searched in title and text; `wording` is the one voice to keep to.
    Raises Forbidden without the right, Refused when it would cover nothing, Conflict when it is frozen already.
    """
    if not by.has_perm("reviews.freeze_topics", unit):
        raise Forbidden("只有宣传部门负责人可以冻结话题。")
    kept = [word.strip() for word in words if word.strip()]
    if not name.strip() or not reason.strip():
        raise Refused("请填写话题名称和冻结原因。", field="name" if not name.strip() else "reason")
    if not topic and not kept:
        raise Refused("请选择话题标记,或至少填写一个关键词。", field="words")
    root = unit.root or unit
    with unit_of_work():
        if FrozenTopic.objects.select_for_update().filter(root=root, name=name, state=FreezeState.FROZEN).exists():
            raise Conflict(f"“{name}”已经冻结。")
        row = FrozenTopic.objects.create(
            unit=unit,
            root=root,
            name=name.strip(),
            topic=topic,
            words=kept,
            wording=wording.strip(),
            reason=reason.strip(),
            frozen_by=by,
            frozen_at=at,
        )
        record("topic.frozen", by=by, at=at, obj=row, after={"topic": topic, "words": kept}, reason=reason)
    return row


def release_topic(row: FrozenTopic, *, reason: str, by: User, at: datetime) -> FrozenTopic:
    """Lift a freeze; posts that are under way keep the release step that they have."""
    if not by.has_perm("reviews.freeze_topics", row.unit):
        raise Forbidden("只有宣传部门负责人可以解冻话题。")
    return perform(row, "release", by=by, at=at, action="topic.released", reason=reason, by_whom=by)
