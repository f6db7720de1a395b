"""Setting up the ways out (外发渠道): by the system administrator; what is secret is written and never read back."""

from collections.abc import Sequence
from datetime import datetime

from ..access.models import Unit, User
from ..access.secrets import seal
from ..audit import record
from ..meanwhile import refuse_overtaken
from ..refusals import Refused
from ..transactions import unit_of_work
from .delivering import queue
from .egress import addresses_of, check
from .models import Channel, Delivery, shown
from .states import Category, Via


def save_channel(
    channel: Channel | None,
    *,
    name: str,
    via: str,
    address: str,
    secret: str,
    unit: Unit | None,
    categories: Sequence[str],
    detailed: bool,
    quiet: bool,
    by: User,
    at: datetime,
    seen: str = "",
) -> Channel:
    """Set up a channel or change one; an empty address or secret of a standing one stays as it is.

    `seen` is the mark of what the person began from (`core.meanwhile`). Raises Refused (AddressRefused) for an address
    inside, and for a receiver of events without a key; Overtaken where somebody else changed the channel meanwhile.
    """
    with unit_of_work():
        row = Channel(made_by=by, made_at=at)
        if channel is not None:
            row = Channel.objects.select_for_update().get(pk=channel.pk)
            refuse_overtaken(seen, shown(row))
        _lay(row, name, via, address, secret, is_new=channel is None)
        row.unit, row.detailed, row.quiet = unit, detailed, quiet
        row.categories = [category for category in Category.values if category in categories]
        row.save()
        after = {"name": name, "via": via, "host": row.host, "categories": row.categories, "detailed": detailed}
        changed = {"address_changed": bool(address), "secret_changed": bool(secret)}
        record("channel.saved", by=by, at=at, obj=row, after={**after, **changed})
    return row


def _lay(row: Channel, name: str, via: str, address: str, secret: str, *, is_new: bool) -> None:
    if address:
        parts = check(address)
        _refuse_inside(str(parts.hostname), parts.port or 443)
        row.sealed_address, row.host = seal(address), str(parts.hostname)
    elif is_new:
        raise Refused("请粘贴机器人或接收端的地址。", field="address")
    if secret:
        row.sealed_secret = seal(secret)
    if via == Via.WEBHOOK and not row.sealed_secret:
        raise Refused("签名回调必须设置签名密钥（至少 16 个字符）。", field="secret")
    row.name, row.via = name, via


def switch(channel: Channel, *, active: bool, by: User, at: datetime) -> None:
    """Stop a channel or start it again; what waits for a stopped one is given up."""
    with unit_of_work():
        Channel.objects.filter(pk=channel.pk).update(active=active)
        record("channel.switched", by=by, at=at, obj=channel, after={"active": active})


def try_out(channel: Channel, *, by: User, at: datetime) -> Delivery:
    """Send a trial message through the same outbox as any other; returns its row in the log."""
    if not channel.active:
        raise Refused("这个渠道已停用，请先启用。")
    with unit_of_work():
        row = Delivery.objects.create(
            via=channel.via, channel=channel, key=f"trial:{channel.pk}:{at.isoformat()}", category=Category.OTHER,
            title="测试消息", body=f"{by}在新媒体平台发出的测试消息。", created_at=at,
        )  # fmt: skip
        record("channel.tried", by=by, at=at, obj=channel)
        queue(row, at=at)
    return row


def _refuse_inside(host: str, port: int) -> None:
    """Look a name up now, so that a wrong one is said on the form; one that cannot be looked up is left to the try."""
    try:
        addresses_of(host, port)
    except OSError as error:
        raise Refused("找不到这个主机名，请核对地址。", field="address") from error
