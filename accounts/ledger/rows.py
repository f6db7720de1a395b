"""One row of a ledger as values."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .columns import MappedColumn
from .faults import ERRORS, Fault
from .platform_names import GROUPS

if TYPE_CHECKING:
    from .layout import Table


@dataclass(slots=True)
class LedgerRow:
    """A row of data: its place, its values by field, and the columns kept beside them."""

    sheet: str
    number: int
    table: "Table"
    values: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    """Fields whose cell was at fault: nothing more is concluded from them."""
    unit_key: str = ""
    name_key: str = ""
    """Unit and name in the form in which they are compared."""
    faulty: bool = False
    kinds: tuple[str, ...] = ()
    """What has been found at the row, warnings included."""

    def get(self, code: str) -> Any:
        """Return the value of a field, or None."""
        return self.values.get(code)

    @property
    def opened_raw(self) -> str:
        """The opening day as it was written, also under a merge."""
        column = self.table.column_of("opened_on")
        return self.table.written(self.number, column) if column is not None else ""

    @property
    def is_group(self) -> bool:
        """Whether the row is a work group, of which a unit may have several."""
        return self.values.get("platform") in GROUPS

    def blame(
        self,
        faults: list[Fault],
        column: MappedColumn,
        kind: str,
        value: str,
        related: tuple[str, str] | None = None,
    ) -> None:
        """Note a fault at one of the row's cells."""
        faults.append(Fault(self.sheet, self.number, column.column, column.key, column.field, kind, value, related))
        self.kinds += (kind,)
        self.faulty = self.faulty or kind in ERRORS
