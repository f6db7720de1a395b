"""Changes of the unit tree by the system administrator."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.ui.meanwhile import on_newest

from ..actions import organisation
from ..actions.common import edition_of
from ..forms.units import ChangeUnitForm, CloseUnitForm, MoveForm, RenameForm, TargetForm, UnitForm
from .common import form_page, run

MANAGE = "core.manage_units"
METHODS = ["GET", "POST"]


def _unit(request: HttpRequest, pk: int | str | None) -> Unit:
    units = Unit.objects.visible_to(request.user).select_related("root", "parent", "line_department", "superior")
    return get_object_or_404(units, pk=pk)


def _show(request: HttpRequest, form: Any, unit: Unit, *, title: str, button: str, **more: Any) -> HttpResponse:
    back = reverse("units:detail", args=[unit.pk])
    return form_page(request, form, title=title, button=button, back=back, crumbs=(unit.name, back), **more)


def _done(request: HttpRequest, unit: Unit, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("units:detail", unit.pk)


@guard(MANAGE)
@require_http_methods(METHODS)
def add(request: HttpRequest) -> HttpResponse:
    """Add a unit below the one named in the address."""
    above = request.GET.get("parent", "")
    parent = _unit(request, above if above.isdecimal() and above.isascii() and len(above) < 19 else None)
    form = UnitForm(request.POST or None, edition=edition_of(parent, timezone.localdate()))
    made: list[Unit] = []

    def act(data: dict[str, Any]) -> None:
        made.append(organisation.add_unit(parent=parent, by=request.user, at=timezone.now(), **data))

    if request.method == "POST" and run(form, act):
        return _done(request, made[0], f"已新增单位“{made[0]}”。请接着为它任命人员。")
    lead = f"新单位归“{parent}”管理。"
    return _show(request, form, parent, title=f"在“{parent}”下新增单位", button="新增单位", lead=lead)


@guard(MANAGE)
@require_http_methods(METHODS)
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a unit another name."""
    unit = _unit(request, pk)
    form = RenameForm(request.POST or None, initial={"name": unit.name})

    def act(data: dict[str, Any]) -> None:
        organisation.rename_unit(unit, by=request.user, at=timezone.now(), **data)

    if request.method == "POST" and run(form, act):
        return _done(request, unit, "单位已更名,原名称保留在变更记录中。")
    form, differences = on_newest(
        request, form, lambda data: RenameForm(data, initial={"name": _unit(request, pk).name})
    )
    return _show(request, form, unit, title="单位更名", button="保存新名称", differences=differences)


@guard(MANAGE)
@require_http_methods(METHODS)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the facts of a unit."""
    unit = _unit(request, pk)
    form = _change_form(unit, request.POST or None)

    def act(data: dict[str, Any]) -> None:
        organisation.change_unit(unit, by=request.user, at=timezone.now(), **data)

    if request.method == "POST" and run(form, act):
        return _done(request, unit, "单位资料已保存。")
    form, differences = on_newest(request, form, lambda data: _change_form(_unit(request, pk), data))
    return _show(request, form, unit, title="修改单位资料", button="保存单位资料", differences=differences)


def _change_form(unit: Unit, data: Any) -> ChangeUnitForm:
    names = ("code", "kind", "region", "contact_phone", "is_authority")
    initial = {name: getattr(unit, name) for name in names}
    return ChangeUnitForm(data, initial=initial, edition=edition_of(unit, timezone.localdate()))


@guard(MANAGE)
@require_http_methods(METHODS)
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a unit under another one."""
    unit = _unit(request, pk)
    form = MoveForm(request.POST or None, unit=unit, initial={"parent": unit.parent})

    def act(data: dict[str, Any]) -> None:
        organisation.move_unit(unit, by=request.user, at=timezone.now(), **data)

    if request.method == "POST" and run(form, act):
        return _done(request, unit, f"“{unit}”连同下级单位已调整到新的上级之下。")
    lead = "下级单位、人员和账号随单位一起移动,上级单位的可见范围随之变化。"
    return _show(request, form, unit, title="调整上级单位", button="调整上级单位", lead=lead)


@guard(MANAGE)
@require_http_methods(METHODS)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Dissolve a unit."""
    unit = _unit(request, pk)
    form = CloseUnitForm(request.POST or None)

    def act(data: dict[str, Any]) -> None:
        organisation.close_unit(unit, by=request.user, at=timezone.now(), **data)

    if request.method == "POST" and run(form, act):
        return _done(request, unit, f"“{unit}”已撤销,历史记录保留。")
    lead = "撤销前,下级单位、在任人员和在册账号须先处理完毕。撤销后记录仍可查阅。"
    return _show(request, form, unit, title="撤销单位", button="撤销单位", lead=lead, danger=True)


@guard(MANAGE)
@require_http_methods(METHODS)
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the line department of a unit."""
    return _target(request, pk, "line_department", "主管部门", organisation.set_line_department)


@guard(MANAGE)
@require_http_methods(METHODS)
def superior(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the propaganda department one level up."""
    return _target(request, pk, "superior", "上级宣传部门", organisation.set_superior)


def _target(request: HttpRequest, pk: int, field: str, label: str, action: Any) -> HttpResponse:
    unit = _unit(request, pk)
    initial = {field: getattr(unit, field)}
    form = TargetForm(request.POST or None, unit=unit, field=field, label=label, initial=initial)

    def act(data: dict[str, Any]) -> None:
        action(unit, data[field], by=request.user, at=timezone.now())

    if request.method == "POST" and run(form, act):
        return _done(request, unit, f"{label}已保存。")
    return _show(request, form, unit, title=f"指定{label}", button=f"保存{label}")
