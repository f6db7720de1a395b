"""The unit tree (单位): adding, renaming, moving, closing, and who guides whom."""

from datetime import date, datetime
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.audit import record, register
from newmedia_portal.core.meanwhile import refuse_overtaken
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.regimes.vocabulary import REGIME_CODES, UNIT_KINDS

from .common import changed, day_of, edition_of, require, words_of

for _code, _label in (
    ("unit.added", "新增单位"),
    ("unit.changed", "修改单位资料"),
    ("unit.renamed", "单位更名"),
    ("unit.moved", "调整上级单位"),
    ("unit.closed", "撤销单位"),
    ("unit.line_set", "指定主管部门"),
    ("unit.superior_set", "指定上级宣传部门"),
):
    register(_code, _label)

EDITABLE = ("code", "kind", "is_authority", "region", "contact_phone")


def add_unit(
    *,
    name: str,
    code: str,
    kind: str,
    parent: Unit | None,
    by: Any,
    at: datetime,
    regime: str = "",
    is_authority: bool = False,
    line_department: Unit | None = None,
    region: str = "",
    contact_phone: str = "",
) -> Unit:
    """Add a unit below another one, or a top unit bound to a regime.

    Raises Forbidden, or Refused for a closed parent, a name or code taken, or a kind the regime does not know.
    """
    require(by, "core.manage_units")
    with unit_of_work():
        parent = _lock_tree(parent)[0] if parent is not None else None
        if parent is None and regime not in REGIME_CODES:
            raise Refused("顶级单位须选择适用制度。", field="regime")
        if parent is not None and parent.closed_on is not None:
            raise Refused(f"{parent}已经撤销,不能在其下新增单位。", field="parent")
        unit = Unit(
            name=_clean_name(name),
            code=code.strip(),
            kind=kind,
            parent=parent,
            root=parent.root or parent if parent else None,
            regime="" if parent else regime,
            is_authority=is_authority,
            region=region,
            contact_phone=contact_phone,
        )
        _check_kind(unit, kind, day_of(at))
        _check_free(unit)
        unit.save()
        record("unit.added", by=by, at=at, obj=unit, unit=unit, after=_facts(unit))
        if line_department is not None:
            set_line_department(unit, line_department, by=by, at=at)
    return unit


def rename_unit(unit: Unit, *, name: str, by: Any, at: datetime, reason: str = "", seen: str = "") -> Unit:
    """Give a unit another name (更名); its siblings' names must differ. Raises Overtaken as `change_unit`."""
    require(by, "core.manage_units")
    with unit_of_work():
        (locked,) = _lock_tree(unit)
        before = locked.name
        refuse_overtaken(seen, {"name": before})
        locked.name = _clean_name(name)
        if locked.name == before:
            raise Refused("新名称与现名称相同,没有需要保存的改动。", field="name")
        _check_free(locked)
        locked.save(update_fields=["name"])
        record(
            "unit.renamed",
            by=by,
            at=at,
            obj=locked,
            unit=locked,
            reason=reason,
            before={"name": before},
            after={"name": locked.name},
        )
    return locked


def change_unit(unit: Unit, *, by: Any, at: datetime, seen: str = "", **values: Any) -> Unit:
    """Correct code, kind, region, telephone or the mark 备案机关 of a unit.

    `seen` is the mark of what the editor began from; raises Overtaken where somebody else changed it meanwhile.
    """
    require(by, "core.manage_units")
    unknown = set(values) - set(EDITABLE)
    if unknown:
        raise TypeError(f"not to be changed here: {sorted(unknown)}")
    with unit_of_work():
        (locked,) = _lock_tree(unit)
        old = {name: getattr(locked, name) for name in values}
        refuse_overtaken(seen, old)
        for name, value in values.items():
            setattr(locked, name, value)
        if "kind" in values:
            _check_kind(locked, locked.kind, day_of(at))
        _check_free(locked)
        before, after = changed(old, values)
        if after:
            locked.save(update_fields=list(after))
            record("unit.changed", by=by, at=at, obj=locked, unit=locked, before=before, after=after)
    return locked


def move_unit(unit: Unit, *, parent: Unit, by: Any, at: datetime, reason: str = "") -> Unit:
    """Put a unit with all its subtree under another unit of the same organisation (调整隶属关系).

    Paths and depths of the whole subtree are rewritten under the lock of the tree. Raises Refused for a top unit,
    another organisation, a closed parent, or a parent inside the moved subtree.
    """
    require(by, "core.manage_units")
    with unit_of_work():
        locked, above = _lock_tree(unit, parent)
        if locked.parent_id is None or locked.root_id != above.root_id:
            raise Refused("只能在同一组织之内调整上级单位;顶级单位不能移动。", field="parent")
        if above.path.startswith(locked.path):
            raise Refused(f"{above}是{locked}本身或其下级,不能作为它的上级。请另选上级单位。", field="parent")
        if above.closed_on is not None:
            raise Refused(f"{above}已经撤销,请另选上级单位。", field="parent")
        if above.pk == locked.parent_id:
            raise Refused(f"{locked}现在就在{above}之下,没有需要保存的改动。", field="parent")
        old_parent, old_path = locked.parent, locked.path
        locked.parent = above
        _check_free(locked)
        locked.save(update_fields=["parent"])
        new_path = f"{above.path}{locked.pk:06d}/"
        Unit.objects.below(old_path).update(
            path=Concat(Value(new_path), Substr("path", len(old_path) + 1)),
            depth=F("depth") + (above.depth + 1 - locked.depth),
        )
        before, after = {"parent": str(old_parent)}, {"parent": str(above)}
        record("unit.moved", by=by, at=at, obj=locked, unit=locked, before=before, after=after, reason=reason)
        locked.refresh_from_db()
    return locked


def close_unit(unit: Unit, *, on: date, by: Any, at: datetime, reason: str = "") -> Unit:
    """Dissolve a unit (撤销单位); it stays visible with its history.

    Raises Refused while it still has running subunits, people in post or running accounts.
    """
    require(by, "core.manage_units")
    with unit_of_work():
        (locked,) = _lock_tree(unit)
        if locked.closed_on is not None:
            raise Refused(f"{locked}已于 {locked.closed_on} 撤销。")
        if on > day_of(at):
            raise Refused("撤销日期不能晚于今天。", field="on")
        _check_empty(locked)
        locked.closed_on = on
        locked.save(update_fields=["closed_on"])
        record("unit.closed", by=by, at=at, obj=locked, unit=locked, after={"closed_on": on}, reason=reason)
    return locked


def set_line_department(unit: Unit, department: Unit | None, *, by: Any, at: datetime) -> Unit:
    """Name the line department that guides a unit (主管部门), or none."""
    return _point(unit, "line_department", department, "unit.line_set", by=by, at=at)


def set_superior(unit: Unit, superior: Unit | None, *, by: Any, at: datetime) -> Unit:
    """Name the propaganda department one level up to which records go (上级宣传部门), or none."""
    return _point(unit, "superior", superior, "unit.superior_set", by=by, at=at)


def _point(unit: Unit, field: str, target: Unit | None, action: str, *, by: Any, at: datetime) -> Unit:
    require(by, "core.manage_units")
    with unit_of_work():
        (locked,) = _lock_tree(unit)
        if target is not None:
            target = Unit.objects.get(pk=target.pk)
            if target.pk == locked.pk:
                raise Refused("不能指定单位自己。", field=field)
            if target.root_id != locked.root_id:
                raise Refused(f"{target}不属于同一组织,请另选。", field=field)
            if target.closed_on is not None:
                raise Refused(f"{target}已经撤销,请另选。", field=field)
        before = {field: words_of(getattr(locked, field))}
        setattr(locked, field, target)
        locked.save(update_fields=[field])
        after = {field: words_of(target)}
        if before != after:
            record(action, by=by, at=at, obj=locked, unit=locked, before=before, after=after)
    return locked


def _lock_tree(*units: Unit) -> list[Unit]:
    """Lock the top units concerned, in the order of their numbers, and return fresh rows of the units."""
    roots = sorted({unit.root_id or unit.pk for unit in units})
    list(Unit.objects.select_for_update().filter(pk__in=roots).order_by("pk"))
    fresh = Unit.objects.select_related("parent", "root").in_bulk([unit.pk for unit in units])
    return [fresh[unit.pk] for unit in units]


def _clean_name(name: str) -> str:
    cleaned = " ".join(name.split())
    if not cleaned:
        raise Refused("请填写单位名称。", field="name")
    return cleaned


def _check_kind(unit: Unit, kind: str, on: date) -> None:
    edition = edition_of(unit, on)
    if kind not in edition.unit_kinds:
        names = "、".join(UNIT_KINDS[code] for code in edition.unit_kinds)
        raise Refused(f"单位类别应为以下之一:{names}。", field="kind")


def _check_free(unit: Unit) -> None:
    if not unit.code:
        raise Refused("请填写单位代码。", field="code")
    others = Unit.objects.exclude(pk=unit.pk)
    if others.filter(code=unit.code).exists():
        raise Refused(f"单位代码 {unit.code} 已被使用,请换一个。", field="code")
    if others.filter(parent=unit.parent, name=unit.name).exists():
        raise Refused(f"同一上级之下已有名为“{unit.name}”的单位,请换一个名称。", field="name")


def _check_empty(unit: Unit) -> None:
    below = Unit.objects.below(unit.path)
    left = [
        (below.running().exclude(pk=unit.pk).count(), "个下级单位未撤销"),
        (unit.posts.filter(until__isnull=True).count(), "个岗位未办离任"),
        (unit.media_accounts.running().count(), "个账号未注销或整合"),
    ]
    words = "、".join(f"还有 {number} {what}" for number, what in left if number)
    if words:
        raise Refused(f"{unit}{words}。请先处理完毕,再撤销单位。")


def _facts(unit: Unit) -> dict[str, Any]:
    names = ("code", "name", "kind", "parent", "regime", "is_authority", "region")
    return {name: words_of(getattr(unit, name)) for name in names}
