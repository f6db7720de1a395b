"""Who else has a case open now (正在审、正在改): a row that lives for seconds."""

from datetime import date, datetime, time, timedelta

from ..access.models import User
from ..jobs.schedule import Counts, daily
from .models import Presence

#: A person counts as present for so long after the last sign of life.
ALIVE = timedelta(seconds=45)
DOING = {"review": "正在审", "edit": "正在改"}


def note_presence(object_type: str, object_id: int, *, person: User, doing: str, at: datetime) -> None:
    """Keep that a person has the case open."""
    Presence.objects.update_or_create(
        object_type=object_type, object_id=object_id, person=person, defaults={"doing": doing, "seen_at": at}
    )


def others_present(object_type: str, object_id: int, *, person: User, at: datetime) -> list[str]:
    """Return what others do with the case, e.g. 张某 正在审."""
    rows = Presence.objects.filter(object_type=object_type, object_id=object_id, seen_at__gt=at - ALIVE)
    rows = rows.exclude(person=person).select_related("person").order_by("person__full_name", "pk")
    return [f"{row.person} {DOING.get(row.doing, '正在看')}" for row in rows[:5]]


@daily("workflow.presence", label="清理在场记录", not_before=time(0, 5))
def forget_presence(*, on: date, at: datetime) -> Counts:
    """Delete signs of life of former days; safe to repeat."""
    gone, _ = Presence.objects.filter(seen_at__lt=at - timedelta(hours=1)).delete()
    return Counts(looked_at=gone, cleared=gone)
