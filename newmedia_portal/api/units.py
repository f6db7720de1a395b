"""Units (单位): list and detail."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from ninja import Path, Query, Router, Schema
from pydantic import Field

from accounts.views.units import UnitFilters
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.tokens.scopes import Scope
from newmedia_portal.regimes.vocabulary import UNIT_KINDS

from .calls import Bearer, Call
from .lists import Choosing, Paging, filtered, one, page
from .problems import REFUSALS

router = Router(auth=Bearer(Scope.READ_REGISTER, "core.view_units"))
BIGGEST = 2**53


class UnitOut(Schema):
    """A unit."""

    id: int | None = None
    code: str | None = None
    name: str | None = None
    kind: str | None = None
    kind_label: str | None = None
    regime: str | None = None
    parent_id: int | None = None
    root_id: int | None = None
    line_department_id: int | None = None
    superior_id: int | None = None
    depth: int | None = None
    is_authority: bool | None = None
    region: str | None = None
    closed_on: date | None = None


class UnitPage(Schema):
    """A page of units."""

    items: list[UnitOut]
    next: str | None = None


class UnitQuery(Paging):
    """The filters of the page 单位."""

    q: str = Field("", max_length=100, description="名称或代码中的字")
    kind: list[str] = Field([], max_length=20, description="单位类别代码")
    below: int | None = Field(None, ge=1, le=BIGGEST, description="所在组织（顶级单位）的编号")
    closed: bool | None = Field(None, description="是否已撤销")


def _rows(request: Call) -> QuerySet[Unit]:
    return Unit.objects.visible_to(request.user).select_related("root")


def _show(unit: Unit) -> dict[str, Any]:
    return {
        "id": unit.pk, "code": unit.code, "name": unit.name, "kind": unit.kind,
        "kind_label": UNIT_KINDS.get(unit.kind, ""), "regime": unit.regime_code, "parent_id": unit.parent_id,
        "root_id": unit.root_id, "line_department_id": unit.line_department_id, "superior_id": unit.superior_id,
        "depth": unit.depth, "is_authority": unit.is_authority, "region": unit.region, "closed_on": unit.closed_on,
    }  # fmt: skip


@router.get("/units/", response={200: UnitPage, **REFUSALS}, exclude_unset=True, url_name="units", summary="单位列表")
def units(request: Call, query: Query[UnitQuery]) -> Any:
    """按单位树的顺序列出使用人能看到的单位。"""
    said = query.model_dump(include={"q", "kind", "below", "closed"})
    return page(filtered(request, UnitFilters, _rows(request), said), query, UnitOut, _show, order="path")


@router.get(
    "/units/{int:pk}/", response={200: UnitOut, **REFUSALS}, exclude_unset=True, url_name="unit", summary="单个单位"
)
def unit(request: Call, pk: Path[int], query: Query[Choosing]) -> Any:
    """读取一个单位。"""
    return one(_rows(request).filter(pk=pk).first(), query, UnitOut, _show)
