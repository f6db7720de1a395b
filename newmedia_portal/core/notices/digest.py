"""One mail a day (每日汇总)."""

from collections import defaultdict
from datetime import date, datetime, time

from ..jobs.schedule import Counts, daily
from ..workdays import working_days
from .models import Delivery
from .spreading import morning_of
from .states import DeliveryState, Via

LISTED = 30


@daily("notices.digest", label="每日消息汇总", not_before=time(6, 45))
def send_digests(*, on: date, at: datetime) -> Counts:
    """Fold what was collected for each person into one mail, but what was read meanwhile; on a day off it waits.

    Made before work begins, sent at eight.
    """
    if not working_days.current().is_workday(on):
        return Counts()
    collected = Delivery.objects.filter(status=DeliveryState.COLLECTED).select_related("notice")
    rows: dict[int, list[Delivery]] = defaultdict(list)
    for row in collected.order_by("user", "pk"):
        if row.user_id is not None:
            rows[row.user_id].append(row)
    unread = {user: [row for row in parts if _is_news(row)] for user, parts in rows.items()}
    made = [_digest(user, parts, on, at) for user, parts in unread.items() if parts]
    Delivery.objects.bulk_create(made, ignore_conflicts=True, batch_size=200)
    whole = dict(Delivery.objects.filter(key__in=[row.key for row in made]).values_list("user", "pk"))
    for user, parts in rows.items():
        chosen = Delivery.objects.filter(pk__in=[row.pk for row in parts])
        chosen.update(status=DeliveryState.FOLDED, part_of=whole.get(user))
    return Counts(looked_at=sum(map(len, rows.values())), flagged=len(made))


def _is_news(row: Delivery) -> bool:
    return row.notice is not None and row.notice.read_at is None


def _digest(user: int, parts: list[Delivery], on: date, at: datetime) -> Delivery:
    lines = [f"{row.get_category_display()}：{row.title}" for row in parts[:LISTED]]
    if len(parts) > LISTED:
        lines.append(f"另有 {len(parts) - LISTED} 条，请登录查看。")
    return Delivery(
        via=Via.MAIL, user_id=user, key=f"digest:{user}:{on}", title=f"{len(parts)} 条消息汇总（{on}）",
        body="\n".join(lines), url="/messages/?unread=true", next_at=max(at, morning_of(on)), created_at=at,
    )  # fmt: skip
