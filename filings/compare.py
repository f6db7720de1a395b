"""Old beside new (新旧对照): what a filing changes in the register, and what a resubmission changed."""

from dataclasses import dataclass
from typing import Any

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.access.secrets import unseal
from newmedia_portal.regimes.vocabulary import CHOICES, FIELDS, ROLES

from .content import ABOUT_THE_FILING, kind_of, shown_team
from .models import Filing, Submission


@dataclass(frozen=True)
class Change:
    """One answer with its old and its new text."""

    code: str
    label: str
    old: str
    new: str


def changes_of(filing: Filing) -> list[Change]:
    """Return what differs from the register as it stood when the filing was begun."""
    found = [
        Change(use.code, use.text, text_of(use.code, filing.before.get(use.code)), text_of(use.code, value))
        for use in kind_of(filing).fields
        if use.code not in ABOUT_THE_FILING
        and text_of(use.code, value := filing.data.get(use.code)) != text_of(use.code, filing.before.get(use.code))
    ]
    return [*found, *team_changes(filing)]


def team_changes(filing: Filing) -> list[Change]:
    """Return the roles whose people the filing changes, before and after."""
    return people_changes(filing.before.get("team", []), filing.team) if kind_of(filing).asks("team") else []


def people_changes(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[Change]:
    """Return what differs between two teams, role by role; a number that only looks the same when masked is named."""
    changes = []
    for role in dict.fromkeys(member["role"] for member in [*old, *new]):
        before, after = ([m for m in team if m["role"] == role and m.get("name")] for team in (old, new))
        if [_facts(m) for m in before] == [_facts(m) for m in after]:
            continue
        told = (people_text(before), people_text(after))
        mark = "(联系方式已更改)" if told[0] == told[1] else ""
        changes.append(Change(f"team-{role}", ROLES.get(role, role), told[0], f"{told[1]}{mark}"))
    return changes


def _facts(member: dict[str, Any]) -> tuple[str, ...]:
    known = (str(member.get(key) or "") for key in ("name", "title", "office_phone", "email"))
    return (*known, unseal(member.get("mobile_sealed", "")))


def differences(older: Submission, newer: Submission) -> list[Change]:
    """Return what differs between two submissions of one filing (补正改动)."""
    codes = [*dict.fromkeys([*older.data, *newer.data])]
    found = [
        Change(code, label_of(code), text_of(code, older.data.get(code)), text_of(code, newer.data.get(code)))
        for code in codes
        if text_of(code, older.data.get(code)) != text_of(code, newer.data.get(code))
    ]
    found += people_changes(older.team, newer.team)
    old, new = ("、".join(p["name"] for p in s.papers) for s in (older, newer))
    if [p["sha256"] for p in older.papers] != [p["sha256"] for p in newer.papers]:
        found.append(Change("papers", "材料", old, new))
    return found


def label_of(code: str) -> str:
    """Return the catalogue's label of a field."""
    return FIELDS[code].label if code in FIELDS else code


def text_of(code: str, value: Any) -> str:
    """Return an answer in words; empty for no answer."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    spec = FIELDS.get(code)
    if spec is not None and spec.type in ("unit", "accounts"):
        return _names(spec.type, value)
    choices = CHOICES.get(spec.choices, {}) if spec is not None else {}
    if isinstance(value, list):
        return "、".join(choices.get(str(part), str(part)) for part in value)
    return choices.get(str(value), str(value))


def _names(kind: str, value: Any) -> str:
    """Return the names of units or accounts that an answer points to."""
    parts = [str(part) for part in (value if isinstance(value, list) else [value])]
    wanted = [int(part) for part in parts if part.isdecimal() and len(part) < 19]
    rows = Unit.objects.filter(pk__in=wanted) if kind == "unit" else MediaAccount.objects.filter(pk__in=wanted)
    return "、".join(str(row) for row in rows)


def people_text(team: list[dict[str, Any]]) -> str:
    """Return the people of a role in one line, numbers masked."""
    return ";".join(
        " ".join(part for part in (m["name"], m.get("title", ""), m.get("mobile", "")) if part)
        for m in shown_team(team)
        if m.get("name")
    )
