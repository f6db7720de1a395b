"""Linking people with outer identities (登记、解除), by the security administrator; each is on record and told."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from ..access.models import User
from ..audit import record
from ..notices.actions import notify
from ..refusals import Conflict, Forbidden, Refused
from ..sessions.keeping import drop_all_of
from ..transactions import unit_of_work
from .kinds import Kind, issuer_of, plain_name
from .models import OuterIdentity

LONGEST = 255
RIGHT = "core.manage_identities"


def link(person: User, *, kind: str, name: str, by: User, at: datetime) -> OuterIdentity:
    """Let an outer identity stand for a person (登记); the person is told.

    Raises Forbidden without the right; Refused for oneself, for an account of a program and for a name that cannot be
    one; Conflict where the identity, or the person, is linked already.
    """
    _refuse_unfit(person, by)
    plain, issuer = plain_name(kind, name), issuer_of(Kind(kind))
    if not plain or len(plain) > LONGEST or not plain.isprintable():
        raise Refused("外部标识应为 1 至 255 个可见字符。", field="name")
    with unit_of_work():
        _refuse_taken(person, kind, issuer, plain)
        try:
            with transaction.atomic():
                row = OuterIdentity.objects.create(
                    user=person, kind=kind, issuer=issuer, name=plain, set_by=by, set_at=at
                )
        except IntegrityError as error:
            raise Conflict("这个外部标识或这位人员刚刚被登记过。请刷新后核对。") from error
        record("identity.linked", by=by, at=at, obj=person, after=_facts(row))
        _tell(person, "linked", f"已为您登记统一认证身份：{row}", at)
    return row


def link_many(text: str, *, kind: str, by: User, at: datetime) -> int:
    """Link one person per line, “登录名,外部标识” (批量登记): all, or none with the faults named; returns how many."""
    faults: list[str] = []
    number = 0
    with unit_of_work():
        for line, parts in _lines(text):
            number += 1
            if fault := _try_line(parts, kind, by, at):
                faults.append(f"第 {line} 行：{fault}")
        if not number:
            raise Refused("没有可以登记的行。每行写一位，如“zhangsan,10086”。", field="lines")
        if faults:
            more = f" 另有 {len(faults) - 10} 行有误。" if len(faults) > 10 else ""
            raise Refused("没有登记任何一行。" + " ".join(faults[:10]) + more, field="lines")
    return number


def unlink(row: OuterIdentity, *, reason: str, by: User, at: datetime) -> None:
    """Take a link back (解除): the person's sessions end, and the identity comes in no more. Raises Refused without a
    reason, Forbidden without the right."""
    if not by.has_perm(RIGHT):
        raise Forbidden("您没有这项权限。")
    if not reason.strip():
        raise Refused("请填写解除的原因。", field="reason")
    with unit_of_work():
        record("identity.unlinked", by=by, at=at, obj=row.user, before=_facts(row), reason=reason.strip())
        _tell(row.user, "unlinked", f"已解除您的统一认证身份：{row}", at)
        drop_all_of(row.user)
        row.delete()


def _lines(text: str) -> Iterable[tuple[int, list[str]]]:
    for line, said in enumerate(text.replace("，", ",").replace("\t", ",").splitlines(), start=1):
        if said.strip():
            yield line, [part.strip() for part in said.split(",", 1)]


def _try_line(parts: list[str], kind: str, by: User, at: datetime) -> str:
    """Link what one line says; return what is wrong with it."""
    if len(parts) < 2:
        return "缺少逗号，应写成“登录名,外部标识”。"
    person = User.objects.filter(username=parts[0]).first()
    if person is None:
        return f"没有登录名为“{parts[0][:40]}”的人员。"
    try:
        link(person, kind=kind, name=parts[1], by=by, at=at)
    except Refused as refusal:
        return refusal.message
    return ""


def _refuse_unfit(person: User, by: User) -> None:
    if not by.has_perm(RIGHT):
        raise Forbidden("您没有这项权限。")
    if person.pk == by.pk:
        raise Refused("不能为自己登记。请另一位安全管理员办理。", field="username")
    if hasattr(person, "service"):
        raise Refused("服务账号不能登录网页，不用登记。", field="username")


def _refuse_taken(person: User, kind: str, issuer: str, name: str) -> None:
    same = OuterIdentity.objects.filter(kind=kind, issuer=issuer)
    if other := same.filter(name=name).select_related("user").first():
        raise Conflict(f"这个外部标识已登记给{other.user}。须先解除，再登记给别人。", field="name")
    if held := same.filter(user=person).first():
        raise Conflict(f"{person}已登记外部标识“{held.name}”。须先解除，再登记新的。", field="username")


def _facts(row: OuterIdentity) -> dict[str, Any]:
    return {"kind": row.kind, "issuer": row.issuer, "name": row.name}


def _tell(person: User, what: str, title: str, at: datetime) -> None:
    body = "如果这不是您的身份，请立即告知安全管理员。"
    key = f"identity:{what}:{at.isoformat()}"
    notify([person], kind=f"identity.{what}", title=title, body=body, url="/devices/", at=at, key=key)
