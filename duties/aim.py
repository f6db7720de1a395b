"""Whom a task is for (转发账号的选择): official accounts by unit, platform and class, taken down when it is issued."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import MediaAccount
from accounts.states import AccountState
from newmedia_portal.core.access.models import Unit, User

IN_REGISTER = (AccountState.FILED, AccountState.LISTED)
#: Accounts that belong to a person or gather persons: never the aim of a task.
PERSONAL_KINDS = ("staff", "work_group")
PERSONAL_REGISTRANTS = ("person", "person_in_post")
PERSONAL_PLATFORMS = ("wechat_group", "qq_group")


@dataclass(frozen=True)
class Aim:
    """The filter: nothing chosen means all. Units take what lies below them along."""

    units: tuple[Unit, ...] = ()
    platforms: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()

    def stored(self) -> dict[str, Any]:
        """Return the filter as it is kept with the task."""
        return {
            "units": [unit.name for unit in self.units],
            "platforms": list(self.platforms),
            "kinds": list(self.kinds),
            "classes": list(self.classes),
        }


def eligible(root: Unit, by: User) -> QuerySet[MediaAccount]:
    """Return the official accounts of an organisation that the person may see and a task may name."""
    rows = MediaAccount.objects.visible_to(by).filter(root=root, state__in=IN_REGISTER, unit__closed_on__isnull=True)
    personal = Q(kind__in=PERSONAL_KINDS) | Q(registrant_kind__in=PERSONAL_REGISTRANTS)
    return rows.exclude(personal | Q(platform__code__in=PERSONAL_PLATFORMS))


def aimed_at(aim: Aim, root: Unit, by: User) -> list[MediaAccount]:
    """Return the accounts that a filter finds now, by unit and name."""
    rows = eligible(root, by).select_related("unit", "platform")
    if aim.units:
        below = Q(pk__in=[])
        for unit in aim.units:
            below |= Q(pk__in=Unit.objects.below(unit.path).order_by().values("pk"))
        rows = rows.filter(unit__in=Unit.objects.filter(below).order_by().values("pk"))
    for name, chosen in (
        ("platform__code", aim.platforms), ("kind", aim.kinds), ("account_class", aim.classes)
    ):  # fmt: skip
        rows = rows.filter(**{f"{name}__in": chosen}) if chosen else rows
    return list(rows.order_by("unit__path", "name", "pk"))


def print_of(accounts: list[MediaAccount]) -> str:
    """Return a mark of the very accounts that were found, so that what is issued is what was looked at."""
    return hashlib.sha256(",".join(str(pk) for pk in sorted(a.pk for a in accounts)).encode()).hexdigest()[:32]


def by_unit(accounts: list[MediaAccount]) -> list[tuple[Unit, int]]:
    """Return the units with the number of their accounts, in the order of the tree."""
    units = {account.unit_id: account.unit for account in accounts}
    counts = Counter(account.unit_id for account in accounts)
    return [(units[pk], counts[pk]) for pk in sorted(units, key=lambda pk: units[pk].path)]
