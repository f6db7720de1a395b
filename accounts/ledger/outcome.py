"""What a check or an import came to (结果): counts, faults, new units, and the same in words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .faults import Fault
from .plan import CREATED, UNCHANGED, UPDATED, Plan
from .reading import Ledger


@dataclass
class Outcome:
    """Counts of rows; `faulty` are the rows with errors, which are never imported."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    faulty: int = 0
    faults: list[Fault] = field(default_factory=list)
    new_units: list[str] = field(default_factory=list)

    @property
    def has_errors(self) -> bool:
        """Whether anything must be put right."""
        return any(fault.is_error for fault in self.faults)

    def counts(self) -> dict[str, Any]:
        """Return the counts as the batch keeps them."""
        errors = sum(1 for fault in self.faults if fault.is_error)
        return {
            "read": self.read,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "faulty": self.faulty,
            "errors": errors,
            "warnings": len(self.faults) - errors,
            "kinds": dict(Counter(fault.kind for fault in self.faults)),
            "new_units": len(self.new_units),
        }

    def as_json(self) -> dict[str, Any]:
        """Return the answer of the command."""
        counts = self.counts()
        return {name: counts[name] for name in ("read", "created", "updated", "unchanged", "faulty")} | {
            "faults": [fault.as_json() for fault in self.faults],
            "new_units": self.new_units,
        }

    def summary(self) -> list[tuple[str, str]]:
        """Return the lines of the sheet of totals."""
        return [
            ("读取行数", str(self.read)),
            ("将新增", str(self.created)),
            ("将更新", str(self.updated)),
            ("无变化", str(self.unchanged)),
            ("有错误的行", str(self.faulty)),
            ("将新建单位", str(len(self.new_units))),
        ]


def outcome_of(ledger: Ledger, plan: Plan) -> Outcome:
    """Put a reading and its plan together; faults stand in the order of the workbook."""
    order = {table.sheet.name: number for number, table in enumerate(ledger.tables)}
    faults: Sequence[Fault] = [*ledger.faults, *plan.faults]
    return Outcome(
        read=len(ledger.rows),
        created=plan.count(CREATED),
        updated=plan.count(UPDATED),
        unchanged=plan.count(UNCHANGED),
        faulty=sum(1 for row in ledger.rows if row.faulty),
        faults=sorted(faults, key=lambda f: (order.get(f.sheet, 0), f.row, f.column)),
        new_units=list(plan.new_units.values()),
    )
