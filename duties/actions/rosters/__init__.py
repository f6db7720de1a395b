"""Every write of a duty roster (值班)."""

from .keep import create_roster, end_roster
from .sheets import import_rows, undo_import
from .shifts import Turn, add_shift, cancel_shift, copy_shifts, swap_shift
from .watch import hand_over, log_monitoring

__all__ = [
    "Turn",
    "add_shift",
    "cancel_shift",
    "copy_shifts",
    "create_roster",
    "end_roster",
    "hand_over",
    "import_rows",
    "log_monitoring",
    "swap_shift",
    "undo_import",
]
