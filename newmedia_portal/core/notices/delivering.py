"""Delivering one message (外发): each try is a row; back-off after a failure, given up after the last, again by hand.

The outbox carries the work, so that neither the broker nor the worker may lose it. A worker that dies after the other
side took the message sends it once more under the same identity (Message-ID, X-Portal-Delivery).
"""

import http.client
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.timezone import localdate

from ..access.models import User
from ..access.roles import InstanceRole
from ..audit import record
from ..jobs.outbox import enqueue, job
from ..refusals import Conflict
from ..transactions import unit_of_work
from . import mail
from .actions import notify
from .egress import AddressRefused, post
from .links import site
from .models import Attempt, Delivery
from .robots import Message, Undelivered, call_for, judge
from .states import DeliveryState, Via

JOB = "notices.deliver"
DEAD = "delivery.dead"
#: How long to wait after each failure; one more failure ends it.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240))


def queue(delivery: Delivery, *, at: datetime) -> None:
    """Put a delivery into the outbox, in the caller's transaction."""
    enqueue(JOB, {"delivery": delivery.pk}, at=at)
    Delivery.objects.filter(pk=delivery.pk).update(status=DeliveryState.QUEUED, queued_at=at, next_at=None)


@job(JOB)
def deliver(*, at: datetime, delivery: int) -> None:
    """Try once, and write down what came of it; does nothing for what is delivered or waits already."""
    rows = Delivery.objects.select_related("channel", "user", "notice")
    row = rows.filter(pk=delivery, status=DeliveryState.QUEUED).first()
    if row is None:
        return
    try:
        said, well, final = _send(row, at), True, True
    except Undelivered as failure:
        said, well, final = str(failure), False, failure.final
    with unit_of_work():
        locked = Delivery.objects.select_for_update().filter(pk=row.pk, status=DeliveryState.QUEUED).first()
        if locked is not None:
            _note(locked, said[:300], well=well, final=final, at=at)


def again(delivery: Delivery, *, by: User, at: datetime) -> None:
    """Send a message once more by hand (重发); raises Conflict while it is on its way."""
    with unit_of_work():
        locked = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if locked.status not in (DeliveryState.DEAD, DeliveryState.SENT):
            raise Conflict("这条消息还在发送，不需要重发。请过几分钟再看结果。")
        if locked.channel is not None and not locked.channel.active:
            raise Conflict("这个渠道已停用，请先启用。")
        record("delivery.again", by=by, at=at, obj=locked, after={"attempts": locked.attempts})
        Delivery.objects.filter(pk=locked.pk).update(failures=0)
        queue(locked, at=at)


def _send(row: Delivery, at: datetime) -> str:
    if row.via == Via.MAIL:
        return mail.send(row)
    channel = row.channel
    if channel is None or not channel.active:
        raise Undelivered("渠道已停用。", final=True)
    message = Message(f"portal-{row.pk}", row.category, row.title, row.body, f"{site()}{row.url}" if row.url else "")
    try:
        call = call_for(row.via, channel.address, channel.secret, message, at=at)
        return judge(row.via, post(call.url, call.body, call.headers))
    except AddressRefused as refused:
        raise Undelivered(refused.message, final=True) from refused
    except (OSError, http.client.HTTPException) as error:
        raise Undelivered(f"对方不可用：{error or type(error).__name__}") from error
    except ValueError as error:
        raise Undelivered(f"不能发送：{error}", final=True) from error


def _note(row: Delivery, said: str, *, well: bool, final: bool, at: datetime) -> None:
    Attempt.objects.create(delivery=row, number=row.attempts + 1, at=at, well=well, said=said)
    after: dict[str, object] = {"attempts": F("attempts") + 1, "queued_at": None, "error": "" if well else said}
    failed = 0 if well else row.failures + 1
    after["failures"] = failed
    if well:
        after |= {"status": DeliveryState.SENT, "sent_at": at}
    elif final or failed > len(PAUSES):
        after |= {"status": DeliveryState.DEAD}
        _tell(row, said, at)
    else:
        after |= {"status": DeliveryState.WAITING, "next_at": at + PAUSES[failed - 1]}
    Delivery.objects.filter(pk=row.pk).update(**after)


def _tell(row: Delivery, said: str, at: datetime) -> None:
    """Tell the system administrators once a day for each channel; mail to one person is that address's own matter."""
    admins = User.objects.filter(instance_role=InstanceRole.SYSTEM, is_active=True)
    name = row.channel.name if row.channel else "电子邮件"
    key = f"delivery.dead:{row.channel_id or 'mail'}:{localdate(at)}"
    title, url = f"消息未送达：{name}", f"/messages/deliveries/{row.pk}/"
    notify(admins, kind=DEAD, title=title, body=said, url=url, at=at, key=key)
