"""Work whose database went away (中断的工作): its worker gives the lease back as soon as the database answers again.

Without it the work would wait for the end of its lease, as if its worker had died.
"""

import logging
from datetime import datetime, timedelta

from django.db import Error, connection, models

log = logging.getLogger(__name__)

MOMENT = timedelta(seconds=1)
_held: dict[tuple[type[models.Model], int], datetime] = {}


def mend_connection() -> None:
    """Let go of a connection that the server has ended; the next statement opens another."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def remember(row: models.Model, *, leased_until: datetime) -> None:
    """Note a lease of this process that could not be given back; `leased_until` tells it from the lease of another."""
    _held[type(row), row.pk] = leased_until


def give_back(*, at: datetime) -> None:
    """End the leases of this process whose work was cut off; where the database is away still, later."""
    for (model, pk), until in list(_held.items()):
        try:
            model._default_manager.filter(pk=pk, leased_until=until).update(leased_until=at - MOMENT)
        except Error:
            mend_connection()
            log.warning("数据库还没有恢复，中断的工作稍后继续。")
            return
        del _held[model, pk]
