"""Published items and followers (发布数据、粉丝数): reading, and reporting many at once with a result for each."""

from datetime import date, datetime
from typing import Any, Literal

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from ninja import Header, Path, Query, Router, Schema
from pydantic import AwareDatetime, Field

from assessments.actions.items.push import push_items
from assessments.actions.items.record import record_followers
from assessments.models import FollowerCount, PublishedItem
from assessments.reach import enterable
from assessments.telling import FIGURES, Told
from assessments.views.items.lists import ItemFilters, ItemList
from newmedia_portal.core.refusals import Conflict, Refused
from newmedia_portal.core.tokens.scopes import Scope

from .calls import Bearer, Call, write
from .lists import Choosing, Paging, filtered, one, page
from .naming import AccountRef, named_accounts
from .problems import REFUSALS
from .units import BIGGEST

router = Router()
reads = Bearer(Scope.READ_METRICS, "assessments.list_activity")
writes = Bearer(Scope.WRITE_METRICS, "assessments.enter_any_items")
MOST_ITEMS = 500
NO_ACCOUNT = Refused("没有找到这个账号，或使用人不能为它登记数据。请核对编号，或平台代码和账号标识。", field="account")
Figure = Field(None, ge=0, le=2**31 - 1)


class ItemOut(Schema):
    """A published item."""

    id: int | None = None
    account_id: int | None = None
    account_name: str | None = None
    platform_name: str | None = None
    unit_name: str | None = None
    published_on: date | None = None
    published_at: datetime | None = None
    title: str | None = None
    link: str | None = None
    original: bool | None = None
    reads: int | None = None
    likes: int | None = None
    wows: int | None = None
    forwards: int | None = None
    comments: int | None = None
    figures_on: date | None = None
    source: str | None = None
    withdrawn_on: date | None = None


class ItemPage(Schema):
    """A page of items."""

    items: list[ItemOut]
    next: str | None = None


class ItemQuery(Paging):
    """The filters of the page 发布数据."""

    q: str = Field("", max_length=100, description="标题、链接或账号中的字")
    unit: str = Field("", max_length=120, description="单位代码或全称，含其下级")
    platform: list[str] = Field([], max_length=40)
    account: int | None = Field(None, ge=1, le=BIGGEST, description="账号编号")
    since: date | None = Field(None, description="发布日期起")
    until: date | None = Field(None, description="发布日期止")


class ItemIn(Schema):
    """One item as the sender knows it."""

    id: str = Field("", max_length=60, description="发送方的标识，原样写进结果")
    account: AccountRef
    title: str = Field(max_length=1000)
    published_on: date | None = Field(None, description="发布日期；写了 published_at 的可以不写")
    published_at: AwareDatetime | None = None
    link: str = Field("", max_length=1000)
    original: bool | None = None
    reads: int | None = Figure
    likes: int | None = Figure
    wows: int | None = Figure
    forwards: int | None = Figure
    comments: int | None = Figure
    figures_on: date | None = Field(None, description="各项数字截至哪天")


class ItemsIn(Schema):
    """Up to 500 items."""

    items: list[ItemIn] = Field(max_length=MOST_ITEMS)


class FollowersIn(Schema):
    """The followers of one account on a day."""

    id: str = Field("", max_length=60)
    account: AccountRef
    as_of: date
    count: int = Field(ge=0, le=2**31 - 1)


class FollowerList(Schema):
    """Up to 500 counts."""

    items: list[FollowersIn] = Field(max_length=MOST_ITEMS)


class Result(Schema):
    """What became of one entry."""

    id: str
    verdict: Literal["created", "updated", "unchanged", "refused"]
    item: int | None = None
    field: str = ""
    message: str = ""


class Results(Schema):
    """A result for each entry, in their order, and how many of each kind."""

    items: list[Result]
    counts: dict[str, int]


def _rows(request: Call) -> QuerySet[PublishedItem]:
    return ItemList().rows(request)


def _show(item: PublishedItem) -> dict[str, Any]:
    own = (
        "account_id", "published_on", "published_at", "title", "link", "original", *FIGURES, "figures_on", "source",
        "withdrawn_on",
    )  # fmt: skip
    account = item.account
    names = {"account_name": account.name, "platform_name": account.platform.name, "unit_name": account.unit.name}
    return {"id": item.pk, **names, **{name: getattr(item, name) for name in own}}


@router.get(
    "/published-items/", auth=reads, response={200: ItemPage, **REFUSALS}, exclude_unset=True, url_name="items",
    summary="发布数据列表",
)  # fmt: skip
def items(request: Call, query: Query[ItemQuery]) -> Any:
    """列出使用人能看到的发布数据，新发布的在前。"""
    said = query.model_dump(exclude={"cursor", "limit", "fields"})
    return page(filtered(request, ItemFilters, _rows(request), said), query, ItemOut, _show, order="-published_on")


@router.get(
    "/published-items/{int:pk}/", auth=reads, response={200: ItemOut, **REFUSALS}, exclude_unset=True,
    url_name="item", summary="单条发布数据",
)  # fmt: skip
def item(request: Call, pk: Path[int], query: Query[Choosing]) -> Any:
    """读取一条发布数据。"""
    return one(_rows(request).filter(pk=pk).first(), query, ItemOut, _show)


@router.post(
    "/published-items/", auth=writes, response={200: Results, **REFUSALS}, url_name="items-report",
    summary="批量报送发布数据",
)  # fmt: skip
def report_items(
    request: Call, response: HttpResponse, body: ItemsIn,
    key: str = Header("", alias="Idempotency-Key", max_length=80),
) -> Any:  # fmt: skip
    """报送至多 500 条发布数据，逐条给出结果；有错的不影响其他的，同一条重复报送只更新数字。"""

    def act() -> tuple[int, Any]:
        known = named_accounts(enterable(request.user), [sent.account for sent in body.items])
        told: list[Told | Refused] = []
        for sent in body.items:
            account = known.get(sent.account.key)
            told.append(NO_ACCOUNT if account is None else _told(account, sent, request.auth.pk))
        good = [what for what in told if isinstance(what, Told)]
        pushed = iter(push_items(good, origin=f"token:{request.auth.pk}", by=request.user, at=timezone.now()))
        found = []
        for sent, what in zip(body.items, told, strict=True):
            if isinstance(what, Refused):
                found.append(_refused(sent.id, what))
                continue
            it = next(pushed)
            found.append(
                {"id": sent.id, "verdict": it.verdict, "item": it.item, "field": it.field, "message": it.message}
            )
        return 200, _results(found)

    return write(request, key, body.model_dump(mode="json"), act, response)


@router.post(
    "/follower-counts/", auth=writes, response={200: Results, **REFUSALS}, url_name="followers-report",
    summary="批量报送粉丝数",
)  # fmt: skip
def report_followers(
    request: Call, response: HttpResponse, body: FollowerList,
    key: str = Header("", alias="Idempotency-Key", max_length=80),
) -> Any:  # fmt: skip
    """报送至多 500 个粉丝数，逐个给出结果。粉丝数只展示，不用于考核。"""

    def act() -> tuple[int, Any]:
        known = named_accounts(enterable(request.user), [sent.account for sent in body.items])
        found: dict[int, dict[str, Any]] = {}
        # In the order of the accounts, so that two reports at a time wait for one another in one direction only.
        places = sorted(
            range(len(body.items)), key=lambda place: getattr(known.get(body.items[place].account.key), "pk", 0)
        )
        for place in places:
            sent = body.items[place]
            found[place] = _follow(known.get(sent.account.key), sent, request.user)
        return 200, _results([found[place] for place in range(len(body.items))])

    return write(request, key, body.model_dump(mode="json"), act, response)


def _follow(account: Any, one: FollowersIn, by: Any) -> dict[str, Any]:
    if account is None:
        return _refused(one.id, NO_ACCOUNT)
    stood = FollowerCount.objects.filter(account=account, as_of=one.as_of).exists()
    try:
        record_followers(account, count=one.count, as_of=one.as_of, by=by, at=timezone.now())
    except Conflict:
        return {"id": one.id, "verdict": "unchanged", "item": account.pk, "field": "", "message": ""}
    except Refused as refused:
        return _refused(one.id, refused)
    verdict = "updated" if stood else "created"
    return {"id": one.id, "verdict": verdict, "item": account.pk, "field": "", "message": ""}


def _told(account: Any, one: ItemIn, token: int) -> Told | Refused:
    at = one.published_at
    day = timezone.localtime(at).date() if at else one.published_on
    if day is None:
        return Refused("没有发布时间。请写 published_at 或 published_on。", field="published_on")
    figures = {name: getattr(one, name) for name in FIGURES}
    return Told(
        account=account, published_on=day, title=one.title, published_at=at, link=one.link, original=one.original,
        figures=figures, figures_on=one.figures_on, origin=f"token:{token}:{one.id}" if one.id else f"token:{token}",
    )  # fmt: skip


def _refused(mark: str, refused: Refused) -> dict[str, Any]:
    return {"id": mark, "verdict": "refused", "item": None, "field": refused.field, "message": refused.message}


def _results(found: list[dict[str, Any]]) -> dict[str, Any]:
    verdicts = [row["verdict"] for row in found]
    return {"items": found, "counts": {word: verdicts.count(word) for word in dict.fromkeys(verdicts)}}
