"""Passing on what hangs on a person (移交名下事项): all of it in one go, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record, register
from newmedia_portal.core.notices.actions import notify
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.transactions import unit_of_work

from ..models import Handover, HandoverLine
from .holders import Group, candidates, stranded_on

register("handover.moved", "移交名下事项")

Takers = Mapping[str, User | None]


@dataclass(frozen=True)
class Moved:
    """One thing that passed on: its kind and words, and to whom (None: what the kind says of that)."""

    kind: str
    title: str
    to: User | None
    to_words: str


def move_holdings(person: User, *, takers: Takers, by: Any, at: datetime) -> list[Moved]:
    """Pass on everything that hangs on a person without the post for it (一次移交), each kind to its taker.

    The person's row is locked first, so that two who do it at once follow one another. Raises Refused where nothing
    is left, where a kind needs somebody and got nobody, or where a taker does not hold a fitting post.
    """
    with unit_of_work():
        locked = User.objects.select_for_update().get(pk=person.pk)
        groups = stranded_on(locked, at=at)
        if not groups:
            raise Refused(f"{locked}名下已经没有未了事项，可能已由他人移交。请刷新页面查看。")
        moved = _move(locked, groups, takers, by=by, at=at)
        case = Handover.objects.filter(leaver=locked).order_by("state", "-pk").first()
        if case is not None:
            note_lines(case, moved, by=by, at=at)
    return moved


def settle(person: User, *, takers: Takers | None, by: Any, at: datetime) -> list[Moved]:
    """Pass on what a post leaves behind when it ends; inside the caller's transaction.

    Raises Refused, naming what is open, where somebody ends a post without saying who takes what. The system itself
    lets go what may be let go.
    """
    groups = stranded_on(person, at=at)
    if not groups:
        return []
    if takers is None and by is not None:
        words = "、".join(f"{group.holder.label} {len(group.things)} 件" for group in groups)
        raise Refused(f"{person}名下还有{words}。请先选择各由谁接手，再办理离任。")
    return _move(person, groups, takers or {}, by=by, at=at)


def note_lines(case: Handover, moved: Sequence[Moved], *, by: Any, at: datetime) -> None:
    """Write down in the case what passed to whom."""
    HandoverLine.objects.bulk_create(
        HandoverLine(
            handover=case, kind=one.kind, title=one.title[:200], to=one.to, to_words=one.to_words[:60], by=by, at=at
        )
        for one in moved
    )


def _move(person: User, groups: Sequence[Group], takers: Takers, *, by: Any, at: datetime) -> list[Moved]:
    moved: list[Moved] = []
    for group in groups:
        holder = group.holder
        to = None if holder.ends else takers.get(holder.code)
        _check(person, group, to)
        holder.move(group.things, old=person, new=to, by=by, at=at)
        words = str(to) if to is not None else holder.without
        moved += [Moved(holder.label, held.title, to, words) for held in group.things]
    after = {"person": str(person), "things": [f"{one.kind}：{one.title} → {one.to_words}" for one in moved[:200]]}
    record("handover.moved", by=by, at=at, obj=person, after={**after, "count": len(moved)})
    _tell(person, moved, at=at)
    return moved


def _check(person: User, group: Group, to: User | None) -> None:
    holder, field = group.holder, f"take_{group.holder.code}"
    if to is None:
        if not holder.without:
            raise Refused(f"{person}名下还有{holder.label} {len(group.things)} 件，请选择由谁接手。", field=field)
        return
    for unit in {held.unit for held in group.things}:
        if not candidates(holder, unit, without=person.pk).filter(pk=to.pk).exists():
            raise Refused(f"{to}没有接手{holder.label}所需的岗位。请另选在该单位任职的人员。", field=field)


def _tell(person: User, moved: Sequence[Moved], *, at: datetime) -> None:
    for to in {one.to for one in moved if one.to is not None}:
        mine = [one for one in moved if one.to == to]
        body = "；".join(dict.fromkeys(f"{one.kind}：{one.title}" for one in mine[:5]))
        notify(
            [to], kind="handover", title=f"您接手了{person}的 {len(mine)} 件事项", body=body, url="/todo/", at=at,
            key=f"handover:moved:{person.pk}:{to.pk}:{at.isoformat()}",
        )  # fmt: skip
