"""Posts (任职): appointing, ending, handing over; grants of oversight follow the posts."""

from datetime import date, datetime
from typing import Any

from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.access.roles import Role
from newmedia_portal.core.access.scope import forget
from newmedia_portal.core.audit import record, register
from newmedia_portal.core.notices.actions import notify
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.regimes.schema import Edition
from newmedia_portal.regimes.schema.filing import RoleRequirement

from ...handover.concluding import conclude
from ...handover.moving import Takers
from ...hooks import tell_trained
from ..common import day_of, edition_of, require
from ..custody import ask_for_new_passwords
from .gaps import most_allowed, training_rule
from .oversight import refresh_oversight

for _code, _label in (
    ("post.appointed", "任职"),
    ("post.ended", "离任"),
    ("post.handed_over", "离任移交"),
    ("post.trained", "登记培训"),
):
    register(_code, _label)


def appoint(
    user: User,
    *,
    unit: Unit,
    role: str,
    since: date,
    by: Any,
    at: datetime,
    title: str = "",
    trained_on: date | None = None,
) -> Post:
    """Give a person a post in a unit from a day on; oversight of the tree follows from the post.

    Raises Forbidden, or Refused: an administrator of the three, a closed unit, the post is held already, the
    edition's number for the role is full, or the training before the post is missing (先培训后上岗).
    """
    require(by, "core.manage_people")
    with unit_of_work():
        unit = Unit.objects.select_for_update().get(pk=unit.pk)
        person = User.objects.select_for_update().get(pk=user.pk)
        edition = edition_of(unit, day_of(at))
        if since > day_of(at):
            raise Refused("任职日期不能晚于今天。请在到任当日办理。", field="since")
        _check_person(person, unit, role)
        _check_room(edition, unit, role)
        _check_training(edition, person, role, since=since, trained_on=trained_on)
        post = Post.objects.create(user=person, unit=unit, role=role, title=title, since=since, trained_on=trained_on)
        refresh_oversight(person, on=day_of(at))
        record("post.appointed", by=by, at=at, obj=post, after=facts_of_post(post))
    forget(user)
    return post


def end_post(post: Post, *, until: date, by: Any, at: datetime, reason: str = "", takers: Takers | None = None) -> Post:
    """End a post (离任): open approval steps held by name go back to the post, oversight ends, passwords are due.

    What else hangs on the person passes to the `takers`, by kind; the case of the hand-over opens. Raises Refused when
    the post has ended already, would end before it began, or leaves behind what nobody takes.
    """
    require(by, "core.manage_people")
    with unit_of_work():
        locked = _lock(post)
        _end(locked, until=until, at=at)
        ask_for_new_passwords(locked, on=until, by=by, at=at)
        moved = conclude(locked, successor=None, takers=takers, by=by, at=at)
        after = {**facts_of_post(locked), "steps": moved}
        record("post.ended", by=by, at=at, obj=locked, before={"until": None}, after=after, reason=reason)
    forget(post.user)
    return locked


def hand_over(
    post: Post,
    *,
    to: User,
    on: date,
    by: Any,
    at: datetime,
    title: str = "",
    reason: str = "",
    trained_on: date | None = None,
    takers: Takers | None = None,
) -> Post:
    """End one person's post and open another's in the same place on the same day (离任移交).

    Open approval steps held by name pass to the successor, who is told; so does what else hangs on the person, unless
    `takers` names somebody else for a kind. Returns the new post; refusals as in `appoint` and `end_post`.
    """
    require(by, "core.manage_people")
    with unit_of_work():
        locked = _lock(post)
        if to.pk == locked.user_id:
            raise Refused("接任人与离任人是同一人,请另选接任人。", field="to")
        _end(locked, until=on, at=at)
        successor = _successor(locked, to, on=on, title=title, trained_on=trained_on, by=by, at=at)
        ask_for_new_passwords(locked, on=on, by=by, at=at)
        moved = conclude(locked, successor=successor, takers=takers, by=by, at=at)
        after = {**facts_of_post(successor), "steps": moved}
        record("post.handed_over", by=by, at=at, obj=locked, before=facts_of_post(locked), after=after, reason=reason)
        _tell(successor, old=locked.user, moved=moved, at=at)
    forget(post.user)
    forget(to)
    return successor


def record_training(post: Post, *, trained_on: date, by: Any, at: datetime) -> Post:
    """Enter when the holder of a post was trained (培训记录)."""
    require(by, "core.manage_people")
    with unit_of_work():
        locked = _lock(post)
        if trained_on > day_of(at):
            raise Refused("培训日期不能晚于今天。", field="trained_on")
        before, locked.trained_on = locked.trained_on, trained_on
        locked.save(update_fields=["trained_on"])
        after = {"trained_on": trained_on}
        record("post.trained", by=by, at=at, obj=locked, before={"trained_on": before}, after=after)
        tell_trained(locked, by=by, at=at)
    return locked


def _lock(post: Post) -> Post:
    Unit.objects.select_for_update().get(pk=post.unit_id)
    locked = Post.objects.select_for_update(of=("self",)).select_related("unit__root", "user").get(pk=post.pk)
    if locked.until is not None:
        raise Refused(f"{locked.user}已于 {locked.until} 离任。")
    return locked


def _end(post: Post, *, until: date, at: datetime) -> None:
    if until < post.since:
        raise Refused(f"离任日期不能早于任职日期 {post.since}。", field="until")
    if until > day_of(at):
        raise Refused("离任日期不能晚于今天。请在离任当日办理。", field="until")
    post.until = until
    post.save(update_fields=["until"])
    refresh_oversight(post.user, on=day_of(at))


def _successor(post: Post, to: User, *, on: date, title: str, trained_on: date | None, by: Any, at: datetime) -> Post:
    return appoint(
        to,
        unit=post.unit,
        role=post.role,
        since=on,
        by=by,
        at=at,
        title=title or post.title,
        trained_on=trained_on,
    )


def _check_person(person: User, unit: Unit, role: str) -> None:
    if role not in Role.values:
        raise Refused("请选择角色。", field="role")
    if unit.closed_on is not None:
        raise Refused(f"{unit}已经撤销,不能在其中任职。", field="unit")
    if not person.is_active:
        raise Refused(f"{person}的登录已停用。请先启用,再办理任职。", field="user")
    if person.instance_role:
        word = person.get_instance_role_display()
        raise Refused(f"{person}是{word},三员不担任业务岗位。请另选人员。", field="user")
    if person.posts.filter(unit=unit, role=role, until__isnull=True).exists():
        raise Refused(f"{person}已在{unit}担任{Role(role).label}。", field="user")


def _check_room(edition: Edition, unit: Unit, role: str) -> None:
    rule = most_allowed(edition, unit, role)
    held = Post.objects.filter(unit=unit, role=role, until__isnull=True).select_related("user").order_by("pk")
    if rule is None or rule.max is None or len(held) < rule.max:
        return
    names = "、".join(str(post.user) for post in held)
    raise Refused(f"{words_of_full(rule, unit, names)}请改为办理离任移交。", field="role")


def words_of_full(rule: RoleRequirement, unit: Unit, names: str) -> str:
    """Return in words that a role is taken in a unit, and by whom."""
    return f"{rule.article}:{rule.label}每个单位 {rule.max} 人,{unit}现由{names}担任。"


def _check_training(edition: Edition, person: User, role: str, *, since: date, trained_on: date | None) -> None:
    rule = training_rule(edition, role)
    if trained_on is not None and trained_on > since:
        raise Refused(f"培训日期 {trained_on} 晚于任职日期 {since}。请先培训,再上岗。", field="trained_on")
    if rule is None or not rule.strict or trained_on is not None:
        return
    raise Refused(f"{rule.article}:先培训后上岗。请填写{person}的培训日期。", field="trained_on")


def _tell(post: Post, *, old: User, moved: int, at: datetime) -> None:
    words = f"接替{old}的岗位" + (f",并接手 {moved} 件待办事项" if moved else "")
    notify(
        [post.user_id],
        kind="post",
        title=f"您自 {post.since} 起担任{post}",
        body=f"{words}。",
        url="/",
        at=at,
        key=f"post:{post.pk}",
    )


def facts_of_post(post: Post) -> dict[str, Any]:
    """Return a post as the audit log keeps it."""
    return {
        "user": str(post.user),
        "unit": str(post.unit),
        "role": Role(post.role).label,
        "title": post.title,
        "since": post.since,
        "until": post.until,
        "trained_on": post.trained_on,
    }
