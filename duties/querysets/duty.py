"""Filters of messages, rosters and incidents (留言、值班、事件)."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db.models import Q

from newmedia_portal.core.access.querysets import ScopedQuerySet

from ..states.incidents import IncidentState
from ..states.inquiries import WAITING, MessageFlag, MessageState


class DutyQuerySet(ScopedQuerySet):
    """Rows of a unit; the top unit is stored too."""

    root_field = "root"


class MessageQuerySet(DutyQuerySet):
    """Messages by state and by the moment they came in."""

    def waiting(self) -> Self:
        """Return the messages that are still to be answered, passed on or not."""
        return self.filter(state__in=WAITING)

    def received(self, since: datetime, until: datetime) -> Self:
        """Return the messages that came in within a span."""
        return self.filter(received_at__gte=since, received_at__lt=until)

    def overdue(self) -> Self:
        """Return the messages that wait beyond their due day, as the daily job found."""
        return self.waiting().filter(flag=MessageFlag.OVERDUE)

    def in_time(self) -> Self:
        """Return the messages that were answered by the end of their due day."""
        return self.filter(state=MessageState.ANSWERED, late_days=0)


class ShiftQuerySet(DutyQuerySet):
    """Shifts that stand, by span."""

    def standing(self) -> Self:
        """Return the shifts that were not cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def touching(self, since: datetime, until: datetime) -> Self:
        """Return the shifts that share a moment with a span."""
        return self.standing().filter(starts_at__lt=until, ends_at__gt=since)


class IncidentQuerySet(DutyQuerySet):
    """Incidents by state."""

    def running(self) -> Self:
        """Return the incidents that are not over."""
        return self.exclude(state=IncidentState.CLOSED)

    def unreported(self) -> Self:
        """Return the incidents that unit head or department have not been told of."""
        return self.running().filter(Q(head_told_at__isnull=True) | Q(department_told_at__isnull=True))
