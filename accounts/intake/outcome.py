"""What a check came to (核对结果): counts, faults, changes in words, and the same to be kept sealed."""

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from newmedia_portal.core.access.roles import Role
from newmedia_portal.core.access.secrets import mask_phone

from .columns import TITLES
from .faults import PersonFault
from .plan import CHANGED, CREATED, UNCHANGED, PersonPlan, Plan, PostPlan
from .reading import Roster
from .sight import word_for

EFFECTS = {CREATED: "新增", CHANGED: "变更"}


@dataclass
class Checked:
    """A workbook that was read and held against the portal; nothing is written."""

    roster: Roster
    plan: Plan

    @property
    def digest(self) -> str:
        """A hash of what would be done."""
        return self.plan.digest(self.roster)

    @property
    def errors(self) -> int:
        """How many faults keep rows out."""
        return sum(1 for fault in self.roster.faults if fault.is_error)

    def counts(self) -> dict[str, Any]:
        """Return the counts: rows read and faulty; people new, changed, unchanged and held back; posts."""
        good = list(self.plan.good)
        effects = Counter(person.effect for person in good)
        posts = [post for person in good for post in person.posts]
        return {
            "read": len(self.roster.rows),
            **{effect: effects[effect] for effect in (CREATED, CHANGED, UNCHANGED)},
            "faulty": sum(1 for row in self.roster.rows if row.faulty),
            "held": sum(1 for person in self.plan.people if person.faulty),
            "begins": sum(1 for post in posts if post.begins),
            "ends": sum(1 for post in posts if post.until is not None),
            "errors": self.errors,
            "warnings": len(self.roster.faults) - self.errors,
            "kinds": dict(Counter(fault.kind for fault in self.roster.faults)),
            "whole": self.roster.whole,
        }

    def changes(self) -> list[list[str]]:
        """Return what would be done, a line for each person: log-in name, name, new or changed, in words."""
        return [
            [person.username, _name(person), EFFECTS[person.effect], _words(person)]
            for person in self.plan.good
            if person.effect != UNCHANGED
        ]

    def as_json(self) -> dict[str, Any]:
        """Return the answer of the command; numbers of telephones are not in it, but for those at fault."""
        return self.counts() | {"faults": [fault.as_json() for fault in self.roster.faults]}

    def found(self) -> str:
        """Return faults and changes as text, to be sealed."""
        return json.dumps({"faults": self.roster.faults, "changes": self.changes()}, ensure_ascii=False)


def summary_of(counts: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the lines of the sheet of totals."""
    words = (
        ("read", "读取行数"), (CREATED, "将新增人员"), (CHANGED, "将变更人员"), (UNCHANGED, "无变化人员"),
        ("faulty", "有错误的行"), ("held", "因此不导入的人员"),
    )  # fmt: skip
    return [(label, str(counts[name])) for name, label in words]


def opened(found: str) -> tuple[list[PersonFault], list[list[str]]]:
    """Return the faults and changes that were kept."""
    kept = json.loads(found) if found else {"faults": [], "changes": []}
    faults = [PersonFault._make([*f[:7], tuple(f[7]) if f[7] else None, f[8]]) for f in kept["faults"]]
    return faults, kept["changes"]


def _name(person: PersonPlan) -> str:
    return str(person.facts.get("full_name") or (person.user.full_name if person.user else ""))


def _words(person: PersonPlan) -> str:
    facts = person.facts if person.user else {}
    words = [f"{TITLES[name]}改为“{mask_phone(v) if name == 'phone' else v}”" for name, v in facts.items()]
    return "；".join([*words, *(_post(post) for post in person.posts)]) or "只登记人员资料"


def _post(plan: PostPlan) -> str:
    place = f"{word_for(plan.unit)}{Role(plan.role).label}"
    if plan.begins:
        return f"自 {plan.values['since']} 起任{place}"
    words = [f"{place}的{TITLES[name]}改为“{value}”" for name, value in plan.values.items()]
    if plan.until is not None:
        words.append(f"{plan.until} 离任{place}")
    return "；".join(words)
