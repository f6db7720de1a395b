"""Putting an outer identity into the table, and taking it out; whoever calls has looked at right and reason."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from ..access.models import User
from ..audit import record
from ..notices.actions import notify
from ..refusals import Conflict, Refused
from ..sessions.keeping import drop_all_of
from ..transactions import unit_of_work
from .kinds import Kind, issuer_of, plain_name
from .models import OuterIdentity

LONGEST = 255
ADDRESS = "/second-factor/"


def outer_of(kind: str, name: str) -> dict[str, str]:
    """Return an outer identity as it is kept: kind, issuer, name. Raises Refused for what cannot be a name."""
    plain = plain_name(kind, name)
    if not plain or len(plain) > LONGEST or not plain.isprintable():
        raise Refused("外部标识应为 1 至 255 个可见字符。", field="name")
    return {"kind": Kind(kind).value, "issuer": issuer_of(Kind(kind)), "name": plain}


def refuse_taken(person: User, outer: dict[str, str]) -> OuterIdentity | None:
    """Return the link of this kind that the person holds; it would be replaced.

    Raises Refused for an account of a program, Conflict where the identity stands for somebody already.
    """
    if hasattr(person, "service"):
        raise Refused("服务账号不能登录网页，不用登记。", field="username")
    if other := OuterIdentity.objects.filter(**outer).select_related("user").first():
        if other.user_id == person.pk:
            raise Conflict(f"{person}已登记这个外部标识，不用再登记。", field="name")
        raise Conflict("这个外部标识已登记给别人。须先解除，再登记。", field="name")
    return OuterIdentity.objects.filter(user=person, kind=outer["kind"], issuer=outer["issuer"]).first()


def put(
    person: User, outer: dict[str, str], *, by: User, at: datetime, reason: str = "", asked_by: User | None = None,
    keep: str | None = None,
) -> OuterIdentity:  # fmt: skip
    """Let an outer identity stand for a person, instead of another of the same kind (登记、改登记).

    A replaced identity goes as `take` says. The person is told. Raises as `refuse_taken`.
    """
    with unit_of_work():
        held = refuse_taken(person, outer)
        if held is not None:
            take(held, by=by, at=at, reason=reason or "改登记", keep=keep)
        try:
            with transaction.atomic():
                row = OuterIdentity.objects.create(user=person, **outer, set_by=by, set_at=at)
        except IntegrityError as error:
            raise Conflict("这个外部标识或这位人员刚刚被登记过。请刷新后核对。") from error
        after = facts_of(row) | ({"asked_by": str(asked_by)} if asked_by else {})
        record("identity.linked", by=by, at=at, obj=person, after=after, reason=reason)
        _tell(person, "linked", f"已为您登记统一认证身份：{row}", at)
    return row


def take(row: OuterIdentity, *, by: User, at: datetime, reason: str, keep: str | None = None) -> None:
    """Take a link out (解除): the person's sessions end, but for the one with the key to keep; the person is told."""
    with unit_of_work():
        record("identity.unlinked", by=by, at=at, obj=row.user, before=facts_of(row), reason=reason)
        _tell(row.user, "unlinked", f"已解除您的统一认证身份：{row}", at)
        drop_all_of(row.user, keep=keep)
        row.delete()


def facts_of(row: OuterIdentity) -> dict[str, Any]:
    """Return what is on record of a link."""
    return {"kind": row.kind, "issuer": row.issuer, "name": row.name}


def _tell(person: User, what: str, title: str, at: datetime) -> None:
    body = "如果不是您本人的要求，请立即告知安全管理员。"
    key = f"identity:{what}:{at.isoformat()}"
    notify([person], kind=f"identity.{what}", title=title, body=body, url=ADDRESS, at=at, key=key)
