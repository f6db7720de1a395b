"""Entering by hand (手工登记): one item, a correction, an entry taken back, a nil return, followers."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.timezone import localdate, localtime

from accounts.actions.common import require
from accounts.models import MediaAccount
from newmedia_portal.core.audit import record
from newmedia_portal.core.meanwhile import refuse_overtaken
from newmedia_portal.core.refusals import Conflict, Refused
from newmedia_portal.core.transactions import unit_of_work

from ... import facts
from ...models import Coverage, FollowerCount, ItemChange, PublishedItem
from ...states import Source
from ...tallying import Touched
from ...telling import FIGURES, Told, checked
from .tell import CREATED, Covered, Origin, change_of, cover, plain, settle, tell

ENTER = "assessments.enter_items"
EDITABLE = ("title", "link", "published_on", "published_at", "original", *FIGURES, "figures_on")
LONGEST_NIL = timedelta(days=366)


def record_item(told: Told, *, by: Any, at: datetime) -> PublishedItem:
    """Record one item of an account by hand (登记发布). Figures may be left out; empty means "not known".

    Raises Forbidden where the person neither writes for the unit nor supervises it, Conflict where the item is known
    already and nothing is new, Refused for what cannot be true.
    """
    require(by, ENTER, told.account)
    with unit_of_work():
        outcome = tell([told], Origin(Source.FORM, by, at))
        item = outcome.items[0]
        if not (outcome.count(CREATED) or outcome.count("updated")):
            raise Conflict("这条信息已经登记过,内容没有变化。", field="title")
        after = {"title": item.title, "published_on": item.published_on, "link": item.link}
        record("items.recorded", by=by, at=at, obj=item, unit=told.account.unit, after=after)
    return item


def standing(item: PublishedItem) -> dict[str, Any]:
    """Return what stands of an item, by the names of its form."""
    at = localtime(item.published_at) if item.published_at else None
    return {
        "title": item.title,
        "published_on": item.published_on,
        "published_time": f"{at:%H:%M}" if at else "",
        "link": item.link,
        "original": "" if item.original is None else str(int(item.original)),
        "figures_on": item.figures_on,
        **{name: getattr(item, name) for name in FIGURES},
    }


def correct_item(
    item: PublishedItem, told: Told, *, reason: str, by: Any, at: datetime, seen: str = ""
) -> PublishedItem:
    """Correct an item by hand (更正): every field becomes what is told, empty ones too; the former values are kept.

    `seen` is the mark of what the editor began from (`standing`). Raises Overtaken where the item says something else
    meanwhile, Forbidden, Refused without a reason or for what cannot be true, Conflict where the day has such an item.
    """
    require(by, ENTER, item.account)
    if not reason.strip():
        raise Refused("请写明更正原因。", field="reason")
    clean = checked(told, at=at)
    with unit_of_work():
        facts.hold([item.account])
        locked = PublishedItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        refuse_overtaken(seen, standing(locked))
        wanted = {name: getattr(clean, name) for name in EDITABLE if name not in FIGURES}
        wanted |= {name: clean.figures.get(name) for name in FIGURES}
        changed = {name: value for name, value in wanted.items() if getattr(locked, name) != value}
        if not changed:
            raise Conflict("没有改动。", field="title")
        _refuse_day(locked, changed)
        touched = Touched({locked.account_id: {locked.published_on, clean.published_on}})
        before = _apply(locked, changed, Origin(Source.FORM, by, at, reason=reason.strip()[:300]))
        _follow(locked.account, touched)
        record("items.corrected", by=by, at=at, obj=locked, unit=locked.account.unit, before=before,
               after={name: plain(value) for name, value in changed.items()}, reason=reason)  # fmt: skip
    return locked


def withdraw_item(
    item: PublishedItem, *, on: date, reason: str, by: Any, at: datetime, source: str = Source.FORM
) -> PublishedItem:
    """Mark an item as taken down or entered by mistake (撤下): it stays in the list and counts no more.

    Raises Forbidden, Refused without a reason, Conflict where it is marked already.
    """
    if source == Source.FORM:
        require(by, ENTER, item.account)
    if not reason.strip():
        raise Refused("请写明原因。", field="reason")
    if on > localdate(at):
        raise Refused("撤下日期在将来。请核对。", field="on")
    return _mark(item, on, "items.withdrawn", Origin(source, by, at, reason=reason.strip()[:300]))


def restore_item(item: PublishedItem, *, reason: str, by: Any, at: datetime) -> PublishedItem:
    """Let an item count again that was marked by mistake (恢复)."""
    require(by, ENTER, item.account)
    if not reason.strip():
        raise Refused("请写明原因。", field="reason")
    return _mark(item, None, "items.restored", Origin(Source.FORM, by, at, reason=reason.strip()[:300]))


def _mark(item: PublishedItem, on: date | None, action: str, origin: Origin) -> PublishedItem:
    with unit_of_work():
        facts.hold([item.account])
        locked = PublishedItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
        if (locked.withdrawn_on is None) == (on is None):
            raise Conflict("这条信息的状态已经改变,请刷新页面。")
        _apply(locked, {"withdrawn_on": on}, origin)
        _follow(locked.account, Touched({locked.account_id: {locked.published_on}}))
        record(action, by=origin.by, at=origin.at, obj=locked, unit=locked.account.unit,
               after={"withdrawn_on": on}, reason=origin.reason)  # fmt: skip
    return locked


def declare_nil(account: MediaAccount, *, first_on: date, last_on: date, by: Any, at: datetime) -> Coverage:
    """Declare that an account published nothing in these days (本周期无发布): then no item means no post.

    Raises Forbidden; Refused for days in disorder, days that are not over, more than a year at once, or where items
    of these days are known; Conflict where the same was declared already.
    """
    require(by, ENTER, account)
    _refuse_days(first_on, last_on, at)
    with unit_of_work():
        facts.hold([account])
        known = PublishedItem.objects.between(first_on, last_on).filter(account=account, withdrawn_on__isnull=True)
        if count := known.count():
            raise Refused(
                f"该期间已有 {count} 条发布记录,不能申报无发布。请核对日期,或先更正发布记录。", field="first_on"
            )
        told = Coverage.objects.filter(account=account, first_on=first_on, last_on=last_on, source=Source.NIL)
        if told.exists():
            raise Conflict("这段日期已经申报过无发布。", field="first_on")
        cover([Covered(account, first_on, last_on)], Origin(Source.NIL, by, at))
        facts.refresh([account])
        row = told.get()
        record("items.nil", by=by, at=at, obj=account, after={"first_on": first_on, "last_on": last_on})
    return row


def take_back_nil(row: Coverage, *, reason: str, by: Any, at: datetime) -> None:
    """Take a nil return back that was wrong (撤回无发布申报). Raises Forbidden, Refused without a reason."""
    require(by, ENTER, row.account)
    if row.source != Source.NIL:
        raise Refused("只有无发布申报可以撤回;导入的数据请撤销该批导入。")
    if not reason.strip():
        raise Refused("请写明撤回原因。", field="reason")
    with unit_of_work():
        facts.hold([row.account])
        gone, _ = Coverage.objects.filter(pk=row.pk).delete()
        if not gone:
            raise Conflict("这条申报已经撤回,请刷新页面。")
        facts.refresh([row.account])
        before = {"first_on": row.first_on, "last_on": row.last_on}
        record("items.nil_back", by=by, at=at, obj=row.account, before=before, reason=reason)


def record_followers(
    account: MediaAccount, *, count: int, as_of: date, by: Any, at: datetime, source: str = Source.FORM
) -> FollowerCount:
    """Record the followers of an account on a day (粉丝数); a later word on the same day replaces the earlier one.

    Shown, never scored by default (S2-17). Raises Forbidden, Refused for a day to come or a number below zero,
    Conflict where the same figure stands already.
    """
    if source == Source.FORM:
        require(by, ENTER, account)
    if as_of > localdate(at):
        raise Refused("截至日期在将来。请核对。", field="as_of")
    if not 0 <= count < 2**31:
        raise Refused("粉丝数应是不小于 0 的整数。", field="count")
    with unit_of_work():
        facts.hold([account])
        row = FollowerCount.objects.filter(account=account, as_of=as_of).first()
        before = {"count": row.count} if row else {}
        if row is not None and row.count == count:
            raise Conflict("这一天的粉丝数已经登记过,数字相同。", field="as_of")
        row, _ = FollowerCount.objects.update_or_create(
            account=account, as_of=as_of, defaults={"count": count, "source": source, "by": by, "at": at}
        )
        facts.refresh([account])
        record("items.followers", by=by, at=at, obj=account, before=before, after={"count": count, "as_of": as_of})
    return row


def _apply(item: PublishedItem, changed: dict[str, Any], origin: Origin) -> dict[str, Any]:
    """Set fields, keep their former values; returns these."""
    before = {name: plain(getattr(item, name)) for name in changed}
    after = {name: plain(value) for name, value in changed.items()}
    PublishedItem.objects.filter(pk=item.pk, published_on=item.published_on).update(**changed)
    ItemChange.objects.bulk_create([change_of(item, before, after, origin)])
    for name, value in changed.items():
        setattr(item, name, value)
    return before


def _follow(account: MediaAccount, touched: Touched) -> None:
    settle({account.pk: account}, touched)
    facts.refresh([account])


def _refuse_day(item: PublishedItem, changed: dict[str, Any]) -> None:
    """Refuse a day on which the account has this item already, or that the source itself would tell otherwise again."""
    day = changed.get("published_on")
    if day is None:
        return
    if item.source not in (Source.FORM, Source.RECEIPT):
        raise Refused(
            "来自后台导出或接口的发布日期不能手工改,再导入时又会出现。请撤下本条,另行登记。", field="published_on"
        )
    if PublishedItem.objects.filter(Q(key=item.key), account=item.account_id, published_on=day).exists():
        raise Conflict("这一天已有同一条信息。请核对日期。", field="published_on")


def _refuse_days(first_on: date, last_on: date, at: datetime) -> None:
    if last_on < first_on:
        raise Refused("止日早于起日。请核对。", field="last_on")
    if last_on >= localdate(at):
        raise Refused("今天还没有过完,申报最晚到昨天。请改止日。", field="last_on")
    if last_on - first_on > LONGEST_NIL:
        raise Refused("一次最多申报一年。请分次申报。", field="first_on")
