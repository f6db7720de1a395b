"""Keeping, renaming, sharing and removing views (保存、改名、共享、删除视图)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ..access.models import Unit, User
from ..access.scope import posts_of
from ..audit.actions import record, register
from ..refusals import Forbidden, Refused
from ..transactions import unit_of_work
from .models import DefaultView, SavedView

MOST = 50
LONGEST_NAME = 40
LONGEST_QUERY = 2000

for _code, _label in (
    ("view.saved", "保存视图"),
    ("view.changed", "修改视图"),
    ("view.removed", "删除视图"),
):
    register(_code, _label)


def save_view(
    *, path: str, name: str, query: str, columns: Sequence[str] | None, shared_with: Unit | None, by: User, at: datetime
) -> SavedView:
    """Keep how a list is looked at under a name; one's own view of that name is replaced.

    Raises Refused without a name, for a filter that is too long, beyond the most views of a person, and for a unit in
    which the person holds no post.
    """
    name = _clean(name)
    if len(query) > LONGEST_QUERY:
        raise Refused("筛选条件太多，不能保存。请减少一些条件。", field="name")
    _check_unit(shared_with, by)
    with unit_of_work():
        mine = SavedView.objects.select_for_update().filter(owner=by, path=path)
        known = mine.filter(name=name).first()
        if known is None and mine.count() >= MOST:
            raise Refused(f"这个列表最多保存 {MOST} 个视图。请先删除不用的。", field="name")
        view = known or SavedView(owner=by, path=path, name=name)
        view.query, view.columns, view.shared_with, view.saved_at = query, _list(columns), shared_with, at
        view.save()
        record("view.saved", by=by, at=at, obj=view, unit=shared_with, after=_facts(view))
    return view


def change_view(view: SavedView, *, name: str, shared_with: Unit | None, by: User, at: datetime) -> SavedView:
    """Rename one's view or share it otherwise; raises Forbidden for one of somebody else, Refused for a taken name."""
    name = _clean(name)
    _check_unit(shared_with, by, known=view.shared_with_id)
    with unit_of_work():
        locked = _own(view, by)
        if SavedView.objects.filter(owner=by, path=locked.path, name=name).exclude(pk=locked.pk).exists():
            raise Refused("您在这个列表已有同名的视图。请换一个名称。", field="name")
        before = _facts(locked)
        locked.name, locked.shared_with, locked.saved_at = name, shared_with, at
        locked.save()
        record("view.changed", by=by, at=at, obj=locked, unit=shared_with, before=before, after=_facts(locked))
    return locked


def remove_view(view: SavedView, *, by: User, at: datetime) -> None:
    """Remove one's view, also from those whose list opened with it; raises Forbidden for a view of somebody else."""
    with unit_of_work():
        locked = _own(view, by)
        record("view.removed", by=by, at=at, obj=locked, before=_facts(locked))
        locked.delete()


def open_with(view: SavedView | None, *, path: str, by: User) -> None:
    """Let the person's list open with a view, or with None as it is; it concerns nobody else and is not logged."""
    with unit_of_work():
        DefaultView.objects.filter(user=by, path=path).delete()
        if view is not None:
            DefaultView.objects.create(user=by, path=path, view=view)


def _own(view: SavedView, by: User) -> SavedView:
    locked = SavedView.objects.select_for_update(of=("self",)).get(pk=view.pk)
    if locked.owner_id != by.pk:
        raise Forbidden("只能修改自己保存的视图。可以另存为自己的视图。")
    return locked


def _clean(name: str) -> str:
    name = " ".join(name.replace("\x00", " ").split())
    if not name:
        raise Refused("请填写视图名称。", field="name")
    if len(name) > LONGEST_NAME:
        raise Refused(f"视图名称不能超过 {LONGEST_NAME} 个字。", field="name")
    return name


def _check_unit(unit: Unit | None, by: User, known: int | None = None) -> None:
    if unit is not None and unit.pk != known and unit.pk not in {post.unit_id for post in posts_of(by)}:
        raise Refused("只能共享给您任职的单位。", field="shared_with")


def _list(columns: Sequence[str] | None) -> list[str] | None:
    return list(columns) if columns is not None else None


def _facts(view: SavedView) -> dict[str, Any]:
    shared = str(view.shared_with) if view.shared_with else ""
    return {"name": view.name, "query": view.query, "columns": view.columns or [], "shared_with": shared}
