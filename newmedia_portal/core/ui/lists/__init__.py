"""List pages: declared columns and filters, keyset paging, chips, column choice, batch bar, export (列表)."""

from .columns import Column
from .filters import PortalFilterSet
from .page import BatchAction, ListPage
from .paging import Keyset, Order

__all__ = ["BatchAction", "Column", "Keyset", "ListPage", "Order", "PortalFilterSet"]
