"""What another system sends (推送内容): JSON read into tellings, each fault at its item; nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.refusals import Refused

from ..telling import FIGURES, Told

MOST_ITEMS = 500
MOST_DAYS = 200


@dataclass
class Message:
    """The items in their order, each a telling or a refusal; the days told completely."""

    items: list[Told | Refused] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    complete: list[tuple[MediaAccount, date, date]] = field(default_factory=list)


def read_message(content: Any, *, unit: Unit, origin: str) -> Message:
    """Read a message for the accounts of a unit and its subtree. Raises Refused for a message of another shape."""
    if not isinstance(content, dict) or not isinstance(content.get("items", []), list):
        raise Refused("内容应是一个对象,其中 items 是数组。", field="items")
    items, days = content.get("items", []), content.get("complete", [])
    if len(items) > MOST_ITEMS:
        raise Refused(f"一次最多推送 {MOST_ITEMS} 条。请分批推送。", field="items")
    if not isinstance(days, list) or len(days) > MOST_DAYS or not all(isinstance(one, dict) for one in [*items, *days]):
        raise Refused("items 和 complete 的每一项应是对象。", field="items")
    known = _accounts([one.get("account") for one in [*items, *days]], unit)
    message = Message()
    for one in items:
        mark = str(one.get("id", ""))[:60]
        message.ids.append(mark)
        try:
            message.items.append(_told(one, known, f"{origin}:{mark}" if mark else origin))
        except Refused as refused:
            message.items.append(refused)
    for one in days:
        first, last = _day(one.get("from"), "complete"), _day(one.get("until"), "complete")
        account = _account(one.get("account"), known)
        if first is None or last is None or last < first:
            raise Refused("complete 应写明 from 和 until 两个日期,先后不能颠倒。", field="complete")
        message.complete.append((account, first, last))
    return message


def _accounts(named: list[Any], unit: Unit) -> dict[Any, MediaAccount]:
    """Return the accounts in reach, by number and by platform and id."""
    numbers = {one for one in named if type(one) is int and 0 < one < 2**53}
    handles = {str(one.get("handle", ""))[:120] for one in named if isinstance(one, Mapping)} - {""}
    rows = MediaAccount.objects.filter(unit__in=Unit.objects.below(unit.path)).filter(
        Q(pk__in=numbers) | Q(handle__in=handles)
    )
    found: dict[Any, MediaAccount] = {}
    for account in rows.select_related("platform", "unit").order_by("pk"):
        found[account.pk] = found[account.platform.code, account.handle] = account
    return found


def _account(named: Any, known: Mapping[Any, MediaAccount]) -> MediaAccount:
    key = (str(named.get("platform", "")), str(named.get("handle", ""))) if isinstance(named, Mapping) else named
    account = known.get(key) if isinstance(key, (int, tuple)) and not isinstance(key, bool) else None
    if account is None:
        raise Refused("账号不在密钥的单位范围内,或台账中没有。请写台账编号,或平台代码和账号标识。", field="account")
    return account


def _told(one: Mapping[str, Any], known: Mapping[Any, MediaAccount], origin: str) -> Told:
    account = _account(one.get("account"), known)
    at = _moment(one.get("published_at"))
    day = timezone.localtime(at).date() if at else _day(one.get("published_on"), "published_on")
    if day is None:
        raise Refused("没有发布时间。请写 published_at 或 published_on。", field="published_on")
    original = one.get("original")
    if original is not None and not isinstance(original, bool):
        raise Refused("original 应为 true、false 或不写。", field="original")
    for name in FIGURES:
        if one.get(name) is not None and type(one[name]) is not int:
            raise Refused(f"{name} 应为整数;没有数据请不写。", field=name)
    return Told(
        account=account, published_on=day, title=_text(one, "title"), published_at=at, link=_text(one, "link"),
        original=original, figures={name: one.get(name) for name in FIGURES},
        figures_on=_day(one.get("figures_on"), "figures_on"), push=_text(one, "push")[:200], origin=origin,
    )  # fmt: skip


def _text(one: Mapping[str, Any], name: str) -> str:
    value = one.get(name, "")
    if not isinstance(value, str):
        raise Refused(f"{name} 应为文字。", field=name)
    return value


def _day(value: Any, name: str) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise Refused(f"{name} 的日期应写成 2026-09-01。", field=name) from error


def _moment(value: Any) -> datetime | None:
    if value is None:
        return None
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise Refused("published_at 应写成 2026-09-01T18:00:00+08:00。", field="published_at") from error
    return timezone.make_aware(at) if timezone.is_naive(at) else at
