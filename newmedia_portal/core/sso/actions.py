"""Who stands for whom (登记、解除): asked for by one administrator and released by another, or done by oneself."""

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from django.conf import settings

from ..access.models import User
from ..refusals import Conflict, Forbidden, Refused
from ..releases import actions as releases
from ..releases.models import ReleaseRequest
from ..releases.states import What
from ..transactions import unit_of_work
from .kinds import Proved
from .linking import outer_of, put, refuse_taken, take
from .models import OuterIdentity

RIGHT = "core.manage_identities"
LAST = "这是您唯一的登录方式，解除后将无法登录。请先联系安全管理员。"


def ask_link(person: User, *, kind: str, name: str, reason: str, by: User, at: datetime) -> ReleaseRequest:
    """Ask that an outer identity stand for somebody (申请登记、改登记); another administrator releases it.

    Raises Refused for an account of a program and for a name that cannot be one; Conflict where the identity stands
    for somebody; and as `releases.actions.ask`.
    """
    return _asked(person, kind, name, reason, by, at, batch="")


def ask_many(text: str, *, kind: str, reason: str, by: User, at: datetime) -> int:
    """Ask for one person per line, “登录名,外部标识” (批量申请): all, or none with the faults named; returns how many.

    The requests share a mark, by which one decision releases them all.
    """
    faults: list[str] = []
    number, batch = 0, uuid4().hex
    with unit_of_work():
        for line, parts in _lines(text):
            number += 1
            if fault := _try_line(parts, kind, reason, by, at, batch):
                faults.append(f"第 {line} 行：{fault}")
        if not number:
            raise Refused("没有可以登记的行。每行写一位，如“zhangsan,10086”。", field="lines")
        if faults:
            more = f" 另有 {len(faults) - 10} 行有误。" if len(faults) > 10 else ""
            raise Refused("没有提交任何一行。" + " ".join(faults[:10]) + more, field="lines")
        releases.tell_of_batch(batch, at=at)
    return number


def unlink(row: OuterIdentity, *, reason: str, by: User, at: datetime) -> None:
    """Take a link of somebody back at once (解除): it gives nothing to anybody. Raises Refused without a reason,
    Forbidden without the right."""
    if not by.has_perm(RIGHT):
        raise Forbidden("您没有这项权限。")
    if not reason.strip():
        raise Refused("请填写解除的原因。", field="reason")
    take(row, by=by, at=at, reason=reason.strip())


def link_own(person: User, proved: Proved, *, at: datetime, keep: str | None = None) -> OuterIdentity:
    """Let what an outer system has just proved stand for oneself (登记本人的身份), instead of an earlier one.

    That the person has proved the log-in here anew is the caller's duty. Raises Conflict where the identity stands
    for somebody.
    """
    outer = {"kind": proved.kind.value, "issuer": proved.issuer, "name": proved.name}
    return put(person, outer, by=person, at=at, reason="本人登记", keep=keep)


def unlink_own(row: OuterIdentity, *, by: User, at: datetime, keep: str | None = None) -> None:
    """Take one's own link back (本人解除). Raises Forbidden for others', Refused where no other way in is left."""
    if row.user_id != by.pk:
        raise Forbidden("只能解除自己的身份。")
    by_password = by.has_usable_password() and (settings.SSO_LOCAL_LOGIN != "admins" or bool(by.instance_role))
    if not by_password and not OuterIdentity.objects.filter(user=by).exclude(pk=row.pk).exists():
        raise Refused(LAST)
    take(row, by=by, at=at, reason="本人解除", keep=keep)


def _asked(person: User, kind: str, name: str, reason: str, by: User, at: datetime, batch: str) -> ReleaseRequest:
    if not by.has_perm(RIGHT):
        raise Forbidden("您没有这项权限。")
    outer = outer_of(kind, name)
    refuse_taken(person, outer)
    asked = ReleaseRequest.objects.filter(
        what=What.IDENTITY, outcome="waiting", expires_at__gt=at,
        outer_kind=outer["kind"], outer_issuer=outer["issuer"], outer_name=outer["name"],
    )  # fmt: skip
    if asked.exclude(person=person).exists():
        raise Conflict("已有一份为别人登记这个外部标识的申请等待核准。", field="name")
    return releases.ask(person, what=What.IDENTITY, reason=reason, by=by, at=at, outer=outer, batch=batch)


def _lines(text: str) -> Iterable[tuple[int, list[str]]]:
    for line, said in enumerate(text.replace("，", ",").replace("\t", ",").splitlines(), start=1):
        if said.strip():
            yield line, [part.strip() for part in said.split(",", 1)]


def _try_line(parts: list[str], kind: str, reason: str, by: User, at: datetime, batch: str) -> str:
    """Ask for what one line says; return what is wrong with it."""
    if len(parts) < 2:
        return "缺少逗号，应写成“登录名,外部标识”。"
    person = User.objects.filter(username=parts[0]).first()
    if person is None:
        return f"没有登录名为“{parts[0][:40]}”的人员。"
    try:
        _asked(person, kind, parts[1], reason, by, at, batch)
    except Refused as refusal:
        return refusal.message
    return ""
