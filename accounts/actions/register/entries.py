"""Writing an entry: answers become fields, names keep their history, teams their dates, each change its record."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from newmedia_portal.core.access.secrets import mask_phone
from newmedia_portal.core.audit.actions import register
from newmedia_portal.core.refusals import Refused
from newmedia_portal.regimes.vocabulary import REGISTRANTS, ROLES

from ...hooks import tell_team
from ...models import CustodyRecord, MediaAccount, NameRecord, Platform, TeamMember
from ..common import words_of

for _code, _label in (
    ("account.registered", "登记账号"),
    ("account.filed", "完成备案"),
    ("account.updated", "按备案更新账号"),
    ("account.closed", "注销账号"),
    ("account.merged", "整合账号"),
    ("account.absorbed", "并入账号"),
    ("account.unfiled", "登记未备案账号"),
    ("account.corrected", "更正台账"),
):
    register(_code, _label)

ALIASES = {
    "platform_id": "handle",
    "account_kind": "kind",
    "registrant_name": "registrant",
    "cancelled_on": "closed_on",
}
FIXED = {"id", "unit", "root", "state", "version", "created_at", "updated_at", "merged_into", "extra", "details"}
FIXED |= {"name_key", "handle_key"}
KEEPER = "keeper"


def writable() -> dict[str, models.Field]:
    """Return the fields of an entry that answers may fill, by name."""
    fields = MediaAccount._meta.concrete_fields
    return {field.name: field for field in fields if field.name not in FIXED}


def split(data: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the answers that are fields of an entry, and the rest, which is kept beside them."""
    known, rest, fields = {}, {}, writable()
    data = dict(data)
    if data.get("registrant") in REGISTRANTS:
        data["registrant_kind"] = data.pop("registrant")
    for key, value in data.items():
        name = ALIASES.get(key, key)
        if name in fields:
            known[name] = read_value(fields[name], value)
        elif key not in FIXED and key != "team":
            rest[key] = value.isoformat() if isinstance(value, (date, datetime)) else value
    return known, rest


def read_value(field: models.Field, value: Any) -> Any:
    """Return an answer as the field stores it; platforms may come as rows or as codes."""
    if field.name == "platform":
        return value if isinstance(value, Platform) else platform_of(value)
    if value in (None, ""):
        return None if field.null else field.get_default()
    if isinstance(field, models.CharField) and isinstance(value, str):
        value = value.strip()
        if field.max_length and len(value) > field.max_length:
            raise Refused(f"“{field.verbose_name}”不能超过 {field.max_length} 个字。", field=field.name)
        return value
    try:
        return field.to_python(value)
    except ValidationError as error:
        raise Refused(f"“{field.verbose_name}”看不懂,请核对写法。", field=field.name) from error


def platform_of(code: Any) -> Platform:
    """Return the platform of a code or number; raises Refused when the catalogue does not have it."""
    key = {"pk": code} if isinstance(code, int) else {"code": code}
    platform = Platform.objects.filter(**key).first()
    if platform is None:
        raise Refused("平台目录中没有该平台。请由系统管理员在平台目录中补充。", field="platform")
    return platform


def facts(account: MediaAccount) -> dict[str, Any]:
    """Return an entry as the audit log keeps it."""
    values = {name: words_of(getattr(account, name)) for name in writable()}
    return {**values, **{f"details.{key}": value for key, value in account.details.items()}}


def put_name(account: MediaAccount, *, since: date) -> None:
    """Keep the history of names (更名记录): the present name ends where the new one begins."""
    present = account.names.filter(until__isnull=True).first()
    if present is not None and present.name == account.name:
        return
    if present is not None:
        present.until = max(since, present.since)
        present.save(update_fields=["until"])
    NameRecord.objects.create(account=account, name=account.name, since=since)


def put_team(account: MediaAccount, team: Iterable[Mapping[str, Any]], *, on: date) -> tuple[list[str], list[str]]:
    """Make the team equal to the list: who is gone ends on that day, who is new begins (管理队伍).

    Returns the team before and after in words, telephone numbers masked.
    """
    present = list(account.team.filter(until__isnull=True).order_by("role", "pk"))
    before = [_words(member) for member in present]
    kept: set[int] = set()
    for person in team:
        role, name = str(person.get("role", "")), str(person.get("name", "")).strip()
        if not name:
            continue
        if role not in ROLES:
            raise Refused(f"管理队伍中“{name}”没有选择角色。", field="team")
        same = next((m for m in present if (m.role, m.name) == (role, name) and m.pk not in kept), None)
        member = same or TeamMember(account=account, role=role, name=name, since=on)
        for field in ("title", "office_phone", "mobile", "email"):
            if field in person:
                setattr(member, field, str(person[field] or "").strip())
        member.save()
        kept.add(member.pk)
    account.team.filter(until__isnull=True).exclude(pk__in=kept).update(until=on)
    now = account.team.filter(until__isnull=True).order_by("role", "pk")
    return before, [_words(member) for member in now]


def change_team(
    account: MediaAccount, team: Iterable[Mapping[str, Any]] | None, *, on: date, source: Any, by: Any, at: datetime
) -> tuple[list[str], list[str]]:
    """Make the team equal to the list of a filed change and tell who left it; None leaves it as it is."""
    if team is None:
        return [], []
    stood = list(account.team.filter(until__isnull=True).values_list("pk", flat=True))
    before, now = put_team(account, team, on=on)
    gone = list(account.team.filter(pk__in=stood, until__isnull=False).order_by("pk"))
    tell_team(account, gone=gone, on=on, source=source, by=by, at=at)
    return before, now


def put_keeper(account: MediaAccount, *, on: date, by: Any, at: datetime) -> None:
    """Begin the custody record with the keeper that the filing names, where there is none yet (口令保管)."""
    keeper = account.team.filter(until__isnull=True, role=KEEPER).order_by("pk").first()
    if keeper is None or by is None or account.custody.filter(until__isnull=True).exists():
        return
    CustodyRecord.objects.create(account=account, keeper=keeper.name, since=on, entered_by=by, entered_at=at)


def put_person(account: MediaAccount, before: Mapping[str, Any]) -> None:
    """A staff account with another person, or a post taken up again, has nobody who left."""
    if account.staff_ended_on is not None and account.staff_person != before.get("staff_person"):
        account.staff_ended_on = None
        account.save(update_fields=["staff_ended_on"])


def _words(member: TeamMember) -> str:
    phone = mask_phone(member.mobile)
    parts = [member.role_label, member.name, member.title, member.office_phone, phone, member.email]
    return " ".join(part for part in parts if part)
