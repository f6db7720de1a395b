"""From the inbox to the ways out (分发): which messages go out, by which way, at once, later or in one mail a day.

A message waits in the transaction that caused it; every tick takes what waits, and nothing else, so that the work
grows with what is new. What is due to be tried again is taken up in the same tick.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import Count, Q
from django.utils import timezone

from ..access.models import Post, User
from ..jobs.schedule import Counts, often
from ..workdays import working_days
from .delivering import DEAD, queue
from .mail import sends_mail
from .models import Channel, Delivery, Notice
from .preferences import wishes_of
from .states import DeliveryState, Mode, Via, category_of, is_pressing

JOB = "notices.spread"
MOST = 500
MORNING = time(8, 0)
#: A worker that died five times with a message in its hands leaves it queued; after this long it is taken up again.
LOST = timedelta(hours=1)
#: How many titles one group message names.
NAMED = 5


@often(JOB, label="消息外发")
def spread(*, at: datetime) -> Counts:
    """Make deliveries of what is new in the inbox and queue what is due; each message once."""
    waiting = Notice.objects.filter(waiting=True).select_related("user").order_by("pk")
    locked = waiting.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked, of=_of())
    new = list(locked[:MOST])
    if new:
        Notice.objects.filter(pk__in=[notice.pk for notice in new]).update(waiting=False)
        made = [*_mails(new, at), *_to_channels(new, at)]
        Delivery.objects.bulk_create(made, ignore_conflicts=True, batch_size=200)
    queued = _queue_due(at)
    return Counts(looked_at=len(new) + queued, flagged=queued)


def _of() -> tuple[str, ...]:
    return ("self",) if connection.features.has_select_for_update_of else ()


def _queue_due(at: datetime) -> int:
    due = Q(status=DeliveryState.WAITING, next_at__lte=at) | Q(status=DeliveryState.QUEUED, queued_at__lte=at - LOST)
    rows = list(Delivery.objects.filter(due).order_by("pk")[:MOST])
    for row in rows:
        queue(row, at=at)
    return len(rows)


def _mails(new: list[Notice], at: datetime) -> list[Delivery]:
    """Return the mails for those who have an address; nothing where this installation sends no mail."""
    people = {notice.user for notice in new if notice.user.email and notice.user.is_active}
    if not people or not sends_mail():
        return []
    wishes, sent = wishes_of(user.pk for user in people), _sent_today(people, at)
    made = []
    for notice in new:
        if notice.user not in people:
            continue
        category, wanted = category_of(notice.kind), wishes[notice.user_id]
        pressing = is_pressing(notice.kind)
        mode = Mode.AT_ONCE if pressing else wanted.mode(category, already=sent[notice.user_id])
        if mode == Mode.OFF:
            continue
        row = Delivery(
            via=Via.MAIL, user=notice.user, notice=notice, key=f"mail:{notice.pk}", category=category,
            title=notice.title, body=notice.body, url=notice.url, created_at=at,
        )  # fmt: skip
        if mode == Mode.DAILY:
            row.status = DeliveryState.COLLECTED
        else:
            sent[notice.user_id] += 1
            row.next_at = _not_before(at, quiet=wanted.quiet and not pressing)
        made.append(row)
    return made


def _sent_today(people: Iterable[User], at: datetime) -> Counter[int]:
    """Return how many mails of their own each person was given today."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    today = Delivery.objects.filter(via=Via.MAIL, user__in=people, created_at__gte=midnight)
    alone = today.exclude(status__in=[DeliveryState.COLLECTED, DeliveryState.FOLDED])
    return Counter(dict(alone.order_by().values_list("user").annotate(Count("pk"))))


def _not_before(at: datetime, *, quiet: bool) -> datetime:
    """Return the moment from which a message may go: on a day off the next working morning, for those who want it."""
    today = timezone.localdate(at)
    calendar = working_days.current()
    if not quiet or calendar.is_workday(today):
        return at
    return morning_of(calendar.on_or_after(today))


def morning_of(day: date) -> datetime:
    """Return the moment of a day at which collected mail goes out."""
    return timezone.make_aware(datetime.combine(day, MORNING))


def _to_channels(new: list[Notice], at: datetime) -> list[Delivery]:
    """Return what channels get: receivers of events each message once, groups one for all that came together."""
    channels = list(Channel.objects.filter(active=True).select_related("unit"))
    if not channels:
        return []
    places = _places({notice.user_id for notice in new})
    made = []
    for channel in channels:
        path = channel.unit.path if channel.unit else ""
        meant: dict[str, Notice] = {}
        for notice in new:
            if notice.kind == DEAD:
                continue
            near = not path or any(place.startswith(path) for place in places[notice.user_id])
            if near and category_of(notice.kind) in channel.categories:
                meant.setdefault(notice.key, notice)
        rows = _events(channel, meant) if channel.via == Via.WEBHOOK else _group_message(channel, meant)
        for row in rows:
            row.created_at, row.next_at = at, _not_before(at, quiet=channel.quiet)
        made += rows
    return made


def _events(channel: Channel, meant: dict[str, Notice]) -> list[Delivery]:
    """One event for each message, however many people it went to."""
    return [
        Delivery(
            via=channel.via, channel=channel, key=f"channel:{channel.pk}:{key}", category=category_of(notice.kind),
            title=notice.title if channel.detailed else category_of(notice.kind).label,
            body=notice.body if channel.detailed else "", url=notice.url,
        )
        for key, notice in meant.items()
    ]  # fmt: skip


def _group_message(channel: Channel, meant: dict[str, Notice]) -> list[Delivery]:
    if not meant:
        return []
    numbers = Counter(category_of(notice.kind) for notice in meant.values())
    counted = "、".join(f"{category.label} {number} 条" for category, number in sorted(numbers.items()))
    named = [notice.title for notice in list(meant.values())[:NAMED]] if channel.detailed else []
    more = [f"等 {len(meant)} 条"] if channel.detailed and len(meant) > NAMED else []
    first = min(notice.pk for notice in meant.values())
    return [
        Delivery(
            via=channel.via, channel=channel, key=f"channel:{channel.pk}:from {first}", category=min(numbers),
            title=f"新媒体平台：{counted}", body="\n".join([*named, *more]), url="/todo/",
        )
    ]  # fmt: skip


def _places(users: set[int]) -> dict[int, set[str]]:
    """Return the units in which people hold posts, as paths."""
    found: dict[int, set[str]] = defaultdict(set)
    posts = Post.objects.filter(user__in=users, until__isnull=True)
    for user, path in posts.order_by().values_list("user", "unit__path"):
        found[user].add(path)
    return found
