"""Messages of the demo (演示消息外发): two channels that are switched off, a few deliveries, preferences, a calendar.

Nothing of the demo calls another machine: the channels stand still, and what was delivered is history.
"""

from datetime import datetime, timedelta

from newmedia_portal.core.access.models import User
from newmedia_portal.core.access.secrets import seal
from newmedia_portal.core.notices import feed
from newmedia_portal.core.notices.models import Attempt, Channel, Delivery, Notice
from newmedia_portal.core.notices.preferences import save_wishes
from newmedia_portal.core.notices.states import Category, DeliveryState, Mode, Via, category_of

HOST = "robot.example.cn"
GONE = "HTTP 404 找不到机器人"


def send_out(at: datetime) -> None:
    """Make the channels with their log, and what three people have chosen; what stands in the inbox stays there."""
    admin = User.objects.get(username="sysadmin")
    group = _channel("示例集团宣传工作群", Via.WECOM, "", admin, at)
    receiver = _channel("示例办公平台", Via.WEBHOOK, "示例签名密钥-仅供演示", admin, at)
    _delivered(group, "新媒体平台：待我办理 2 条、期限提醒 1 条", at - timedelta(hours=20))
    _delivered(receiver, Category.DEADLINE.label, at - timedelta(hours=3), failed_before=1)
    _given_up(group, "新媒体平台：催办催报 1 条", at - timedelta(hours=2))
    for place, (name, one_a_day) in enumerate(
        (("soe-operator", False), ("soe-deputy", True), ("gejiu-operator", False))
    ):
        user = User.objects.get(username=name)
        user.email = f"{name}@example.com"
        user.save(update_fields=["email"])
        modes = {category.value: Mode.AT_ONCE.value for category in Category} | {Category.OTHER.value: Mode.OFF.value}
        save_wishes(user, modes=modes, one_a_day=one_a_day, fold_over=10, quiet=True, at=at)
        _mailed(user, at - timedelta(hours=1 + place))
    feed.renew(User.objects.get(username="soe-chief"), at=at)
    Notice.objects.filter(waiting=True).update(waiting=False)


def _channel(name: str, via: str, secret: str, by: User, at: datetime) -> Channel:
    """A channel as it stands after somebody stopped it."""
    return Channel.objects.create(
        name=name, via=via, sealed_address=seal(f"https://{HOST}/demo"), sealed_secret=seal(secret), host=HOST,
        categories=[Category.WAITING, Category.URGED, Category.DEADLINE], active=False, made_by=by, made_at=at,
    )  # fmt: skip


def _delivered(channel: Channel, title: str, at: datetime, *, failed_before: int = 0) -> None:
    row = _row(channel, title, at, DeliveryState.SENT, failed_before + 1)
    row.sent_at = at + timedelta(minutes=failed_before)
    row.save()
    for number in range(failed_before):
        Attempt.objects.create(delivery=row, number=number + 1, at=at, well=False, said="对方不可用：timed out")
    said = "机器人已收下" if channel.via != Via.WEBHOOK else "HTTP 200"
    Attempt.objects.create(delivery=row, number=failed_before + 1, at=row.sent_at, well=True, said=said)


def _given_up(channel: Channel, title: str, at: datetime) -> None:
    row = _row(channel, title, at, DeliveryState.DEAD, 1)
    row.error = GONE
    row.save()
    Attempt.objects.create(delivery=row, number=1, at=at, well=False, said=GONE)


def _row(channel: Channel, title: str, at: datetime, status: str, attempts: int) -> Delivery:
    return Delivery(
        via=channel.via, channel=channel, key=f"demo:{channel.pk}:{at.isoformat()}", category=Category.DEADLINE,
        title=title, url="/todo/", status=status, attempts=attempts, created_at=at,
    )  # fmt: skip


def _mailed(user: User, at: datetime) -> None:
    """The newest message of a person as it went to their address."""
    notice = Notice.objects.filter(user=user).order_by("pk").last()
    if notice is None:
        return
    row = Delivery.objects.create(
        via=Via.MAIL, user=user, notice=notice, key=f"mail:{notice.pk}", category=category_of(notice.kind),
        title=notice.title, body=notice.body, url=notice.url, status=DeliveryState.SENT, attempts=1, sent_at=at,
        created_at=at,
    )  # fmt: skip
    Attempt.objects.create(delivery=row, number=1, at=at, well=True, said="邮件服务器已收下")
