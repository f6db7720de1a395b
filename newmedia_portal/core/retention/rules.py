"""The rules (保存期限): what is cleared away by itself, after how many days, by which setting."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from newmedia_portal.settings.keeping import LEAST

from ..audit.checkpoints import lived

Old = Callable[[datetime], QuerySet]


@dataclass(frozen=True)
class Rule:
    """One kind of rows; `old` gives those from before a moment, None where something else clears them away."""

    code: str
    label: str
    setting: str
    says: str
    old: Old | None = None
    fixed: int = 0

    @property
    def days(self) -> int:
        """How long, in days."""
        return self.fixed or int(getattr(settings, self.setting))


_rules: dict[str, Rule] = {}


def add_rule(rule: Rule) -> None:
    """Make a rule known, once."""
    if _rules.setdefault(rule.code, rule) != rule:
        raise ValueError(f"保存期限 {rule.code} 已登记")


def rules() -> list[Rule]:
    """Return all rules in the order in which they were made known."""
    return list(_rules.values())


def limit(days: int, *, at: datetime) -> datetime | None:
    """Return the moment before which rows are old: by the clock, and only what has seen six months go by.

    None while the instance has not lived six months: nothing goes. A clock that is set ahead clears nothing away, one
    that is set back neither.
    """
    seen = lived(LEAST, at=at)
    return min(seen, at - timedelta(days=days)) if seen else None
