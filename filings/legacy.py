"""How far existing accounts have been filed (存量补备进度): counted per unit, without a due day and never late."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from accounts.models import MediaAccount
from accounts.states import ENDED, AccountState

from .models import Filing
from .states import EDITABLE, UNDECIDED

MOST = 5000


@dataclass
class Progress:
    """One unit: its existing accounts by how far they are."""

    unit: str
    unit_id: int
    filed: int = 0
    under_way: list[Any] = field(default_factory=list)
    drafted: list[Any] = field(default_factory=list)
    open: list[Any] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Every existing account of the unit."""
        return self.filed + len(self.under_way) + len(self.drafted) + len(self.open)

    @property
    def percent(self) -> int:
        """The share that is filed, rounded down, so that a hundred means all."""
        return self.filed * 100 // self.total if self.total else 0


def progress_of(user: Any) -> list[Progress]:
    """Return the units with existing accounts that the person may see; those with the most left come first."""
    existing = MediaAccount.objects.visible_to(user).filter(Q(is_legacy=True) | Q(state=AccountState.LISTED))
    accounts = existing.exclude(state__in=ENDED).select_related("unit").order_by("unit__path", "pk")[:MOST]
    filings = Filing.objects.visible_to(user).filter(kind="legacy", state__in=UNDECIDED).select_related("unit")
    by_account = {one.account_id: one for one in filings if one.account_id}
    rows: dict[int, Progress] = {}

    def row(unit: Any) -> Progress:
        return rows.setdefault(unit.pk, Progress(unit.name, unit.pk))

    for account in accounts:
        filing = by_account.get(account.pk)
        if account.state == AccountState.FILED:
            row(account.unit).filed += 1
        elif filing is None:
            row(account.unit).open.append(account)
        else:
            _place(row(account.unit), filing)
    for filing in filings:
        if filing.account_id is None:
            _place(row(filing.unit), filing)
    return sorted(rows.values(), key=lambda one: (-(one.total - one.filed), one.unit_id))


def _place(row: Progress, filing: Filing) -> None:
    (row.drafted if filing.state in EDITABLE else row.under_way).append(filing)


def totals_of(rows: list[Progress]) -> dict[str, int]:
    """Return the sums over the units."""
    sums: dict[str, int] = defaultdict(int)
    for row in rows:
        sums["total"] += row.total
        sums["filed"] += row.filed
        sums["under_way"] += len(row.under_way)
        sums["drafted"] += len(row.drafted)
        sums["open"] += len(row.open)
    sums["left"] = sums["drafted"] + sums["open"]
    return dict(sums)
