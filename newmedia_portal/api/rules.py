"""What every token may ask (通用): whose it is, the editions of the regulations, the count of terms."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Path, Query, Router, Schema
from pydantic import Field

from newmedia_portal.core.access.scope import posts_of
from newmedia_portal.core.workdays import working_days
from newmedia_portal.regimes.models import EditionRecord

from .calls import Bearer, Call
from .lists import Choosing, one
from .problems import REFUSALS

router = Router(auth=Bearer())


class PostOut(Schema):
    """A post held."""

    unit_id: int
    unit_name: str
    role: str
    role_label: str


class MeOut(Schema):
    """The token and its owner."""

    token: str
    owner: str
    scopes: list[str]
    networks: list[str]
    expires_on: date
    posts: list[PostOut]


class EditionOut(Schema):
    """An edition of a regulation."""

    id: int | None = None
    code: str | None = None
    version: str | None = None
    title: str | None = None
    state: str | None = None
    effective_from: date | None = None
    published_at: datetime | None = None


class EditionDetail(EditionOut):
    """An edition with all that it says."""

    content: dict[str, Any] | None = None


class DueQuery(Schema):
    """A term."""

    start: date = Field(alias="from", description="起算日（第 0 日），如 2026-09-18")
    days: int = Field(ge=0, le=3000, description="期限的数目")
    unit: Literal["wd", "calendar_day", "week", "month"] = Field("wd", description="wd 工作日")


class DueOut(Schema):
    """The due date and how it was counted."""

    due: date
    provisional: bool
    skipped: list[date]
    worked_weekends: list[date]


@router.get("/me/", response={200: MeOut, **REFUSALS}, url_name="me", summary="令牌和使用人")
def me(request: Call) -> Any:
    """令牌的范围和期限，使用人现在的岗位；可用来核对令牌是否有效。"""
    token = request.auth
    posts = [
        {"unit_id": p.unit_id, "unit_name": p.unit.name, "role": p.role, "role_label": p.get_role_display()}
        for p in posts_of(request.user)
    ]
    return {
        "token": token.name, "owner": str(token.user), "scopes": token.scopes, "networks": token.networks,
        "expires_on": token.expires_on, "posts": posts,
    }  # fmt: skip


@router.get(
    "/regimes/", response={200: list[EditionOut], **REFUSALS}, exclude_unset=True, url_name="editions",
    summary="制度版本列表",
)  # fmt: skip
def editions(request: Call) -> Any:
    """列出各项制度的各个版本，新的在前。"""
    rows = EditionRecord.objects.visible_to(request.user).defer("content").order_by("code", "-pk")
    return [_edition(record) for record in rows]


@router.get(
    "/regimes/{int:pk}/", response={200: EditionDetail, **REFUSALS}, exclude_unset=True, url_name="edition",
    summary="单个制度版本",
)  # fmt: skip
def edition(request: Call, pk: Path[int], query: Query[Choosing]) -> Any:
    """读取一个制度版本的全部内容：事项、期限、审签链、材料、依据条款。"""
    found = EditionRecord.objects.visible_to(request.user).filter(pk=pk).first()
    return one(found, query, EditionDetail, _edition_all)


@router.get("/workdays/due/", response={200: DueOut, **REFUSALS}, url_name="due", summary="推算到期日")
def due(request: Call, query: Query[DueQuery]) -> Any:
    """从起算日的次日起数满期限；到期日当天 24 时前办理不算逾期。暂定的，放假安排公布后会变。"""
    found = working_days.due(query.start, query.days, query.unit)
    return {
        "due": found.due, "provisional": found.provisional, "skipped": [day for day, _ in found.skipped],
        "worked_weekends": list(found.worked_weekends),
    }  # fmt: skip


def _edition(record: EditionRecord) -> dict[str, Any]:
    names = ("code", "version", "title", "state", "effective_from", "published_at")
    return {"id": record.pk, **{name: getattr(record, name) for name in names}}


def _edition_all(record: EditionRecord) -> dict[str, Any]:
    return {**_edition(record), "content": record.edition.model_dump(mode="json")}
