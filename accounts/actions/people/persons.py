"""People (人员): adding, changing, the three separated administrators, and the full view of a telephone number."""

import re
from datetime import datetime
from typing import Any

from newmedia_portal.core.access.models import Post, Unit, User
from newmedia_portal.core.access.roles import InstanceRole
from newmedia_portal.core.access.scope import forget
from newmedia_portal.core.access.secrets import mask_phone
from newmedia_portal.core.audit import record, register
from newmedia_portal.core.meanwhile import refuse_overtaken
from newmedia_portal.core.passwords.actions import put_password, refuse_unsound, remember_password
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.releases.deciding import needs_release
from newmedia_portal.core.sessions.keeping import drop_all_of
from newmedia_portal.core.transactions import unit_of_work

from ...models import TeamMember
from ..common import changed, require

for _code, _label in (
    ("person.added", "新增人员"),
    ("person.changed", "修改人员资料"),
    ("person.instance_role", "调整三员角色"),
):
    register(_code, _label)

USERNAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{2,39}$")
PHONE = re.compile(r"^1\d{10}$")
EDITABLE = ("full_name", "email", "office_phone", "phone", "is_active")


def add_person(
    *,
    username: str,
    full_name: str,
    by: Any,
    at: datetime,
    password: str = "",
    phone: str = "",
    office_phone: str = "",
    email: str = "",
) -> User:
    """Add a person with a first password that must be changed at the first log-in.

    Raises Forbidden, or Refused for a log-in name taken or misspelt, a weak password or no mobile number.
    """
    require(by, "core.manage_people")
    with unit_of_work():
        username = username.strip()
        if not USERNAME.match(username):
            raise Refused("登录名须为 3 至 40 位字母、数字、点、横线或下划线,以字母或数字开头。", field="username")
        if User.objects.filter(username__iexact=username).exists():
            raise Refused(f"登录名 {username} 已被使用,请换一个。", field="username")
        person = User(username=username, must_change_password=bool(password))
        _fill(person, full_name=full_name, phone=phone, office_phone=office_phone, email=email)
        _set_password(person, password, at)
        person.save()
        remember_password(person, at=at)
        record("person.added", by=by, at=at, obj=person, after={"username": username, **facts_of(person)})
    return person


def change_person(person: User, *, by: Any, at: datetime, seen: str = "", **values: Any) -> User:
    """Correct name, telephone numbers, e-mail, or switch a log-in off or on.

    `seen` is the mark of what the editor began from. Raises Refused when a person who still holds posts is to be
    switched off, Overtaken where somebody else changed the person meanwhile.
    """
    require(by, "core.manage_people")
    if unknown := set(values) - set(EDITABLE):
        raise TypeError(f"not to be changed here: {sorted(unknown)}")
    with unit_of_work():
        locked = User.objects.select_for_update().get(pk=person.pk)
        refuse_overtaken(seen, facts_of(locked))
        old, old_phone = facts_of(locked), locked.phone
        _fill(locked, **values)
        if locked.is_active and not old["is_active"]:
            locked.reactivated_at = at
        if not locked.is_active and locked.posts.filter(until__isnull=True).exists():
            raise Refused(f"{locked}仍在任。请先办理离任或移交,再停用。", field="is_active")
        if not locked.is_active and by is not None and locked.pk == by.pk:
            raise Refused("不能停用自己的登录。请由另一位管理员办理。", field="is_active")
        locked.save()
        before, after = changed(old, facts_of(locked))
        if locked.phone != old_phone:
            after["phone"] = mask_phone(locked.phone)
            before["phone"] = mask_phone(old_phone)
        if not locked.is_active:
            drop_all_of(locked)
        if after:
            record("person.changed", by=by, at=at, obj=locked, before=before, after=after)
    return locked


def set_password(person: User, *, password: str, by: Any, at: datetime, reason: str = "") -> User:
    """Give a person a new first password, to be changed at the next log-in; all sessions end (重置密码).

    Raises Forbidden, and Refused for a weak password or for whom another administrator has to release it
    (`core.releases`); a command on the server (`by` None) is not held to that.
    """
    require(by, "core.manage_people")
    if by is not None and (by.pk == person.pk or needs_release(person)):
        raise Refused("为此人重置密码须由另一位管理员核准，且不能为自己办理。请在页面上提出申请。")
    with unit_of_work():
        locked = User.objects.select_for_update().get(pk=person.pk)
        refuse_unsound(locked, password)
        put_password(locked, password, at=at)
        locked.must_change_password = True
        locked.save(update_fields=["password", "password_set_at", "must_change_password"])
        remember_password(locked, at=at)
        drop_all_of(locked)
        record("person.password_reset", by=by, at=at, obj=locked, reason=reason)
    return locked


def set_instance_role(person: User, *, role: str, by: Any, at: datetime, reason: str = "") -> User:
    """Make somebody one of the three separated administrators (三员), or nobody of them.

    Only the security administrator does this, not for oneself, not for people with posts, and never so that a kind
    of administrator is left without anybody.
    """
    if by is not None and by.instance_role != InstanceRole.SECURITY:
        raise Forbidden("三员角色由安全管理员设定。")
    with unit_of_work():
        locked = User.objects.select_for_update().get(pk=person.pk)
        if role not in InstanceRole.values:
            raise Refused("请选择三员角色。", field="role")
        if by is not None and locked.pk == by.pk:
            raise Refused("不能调整自己的三员角色。请由另一位安全管理员办理。", field="role")
        if role and locked.posts.filter(until__isnull=True).exists():
            raise Refused(f"{locked}担任业务岗位,不能兼任三员。请先办理离任。", field="role")
        before = locked.instance_role
        alone = not User.objects.filter(instance_role=before, is_active=True).exclude(pk=locked.pk).exists()
        if before and role != before and alone:
            word = InstanceRole(before).label
            raise Refused(f"{locked}是唯一的{word}。请先另外指定一位{word}。", field="role")
        if role != before:
            locked.instance_role = role
            locked.save(update_fields=["instance_role"])
            forget(person)
            sides = {"instance_role": before}, {"instance_role": role}
            record("person.instance_role", by=by, at=at, obj=locked, before=sides[0], after=sides[1], reason=reason)
    return locked


def show_phone(holder: User | TeamMember, *, by: Any, at: datetime) -> str:
    """Return the full mobile number of a person or team member; every view is written to the log (个人信息).

    Raises Forbidden without the right for one of the units in which the person stands.
    """
    unit = _unit_for_phone(holder, by)
    if unit is None:
        raise Forbidden("您没有查看完整手机号的权限。")
    with unit_of_work():
        record("phone.shown", by=by, at=at, obj=holder, unit=unit)
    return holder.phone if isinstance(holder, User) else holder.mobile


def _unit_for_phone(holder: User | TeamMember, by: Any) -> Unit | None:
    """Return the unit through which the viewer may see the number, if any."""
    if isinstance(holder, TeamMember):
        units = [holder.account.unit]
    else:
        posts = Post.objects.filter(user=holder, until__isnull=True).select_related("unit").order_by("pk")
        units = [post.unit for post in posts]
    return next((unit for unit in units if by.has_perm("accounts.show_phone", unit)), None)


def _fill(person: User, **values: Any) -> None:
    for name, value in values.items():
        if isinstance(value, str):
            value = value.strip()
        if name == "full_name" and not value:
            raise Refused("请填写姓名。", field="full_name")
        if name == "phone" and value and not PHONE.match(value):
            raise Refused("手机号应为 11 位数字,以 1 开头。", field="phone")
        setattr(person, name, value)


def _set_password(person: User, password: str, at: datetime) -> None:
    if not password:
        person.set_unusable_password()
        return
    refuse_unsound(person, password)
    put_password(person, password, at=at)


def facts_of(person: User) -> dict[str, Any]:
    """Return what of a person the audit log keeps in the open; the mobile number is not among it."""
    return {name: getattr(person, name) for name in ("full_name", "email", "office_phone", "is_active")}
