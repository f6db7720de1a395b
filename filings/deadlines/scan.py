"""The daily job over obligations (每日期限检查): flags, clears and tells, in sets; safe to run again from any point.

The work grows with what has changed since yesterday, not with history: partial indexes hold only what is open and
not yet flagged. Flags and messages of one day are written in one transaction, so a killed run leaves nothing behind;
a second run at the same time waits for the first and finds nothing left to do.
"""

from collections import defaultdict
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Min, Q

from newmedia_portal.core.access.models import Post
from newmedia_portal.core.access.roles import Role
from newmedia_portal.core.audit import record
from newmedia_portal.core.jobs.alone import alone
from newmedia_portal.core.jobs.schedule import Counts, daily
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workdays import working_days
from newmedia_portal.regimes.models import EditionRecord

from ..models import Obligation
from ..states import Flag, ObligationState
from .open import RESUBMIT, rung_day

JOB = "scan_overdue"
UNIT_ROLES = (Role.OPERATOR, Role.LIAISON, Role.DEPUTY, Role.CHIEF)


@daily(JOB, label="备案期限检查", not_before=time(6, 0))
def scan_overdue(*, on: date, at: datetime) -> Counts:
    """Flag what is due soon or overdue on a day, clear what no longer is, and tell those concerned once.

    The due day itself is in time until midnight (reading A45). Nothing but flags and messages: no sanction (A43).
    """
    with unit_of_work():
        alone(JOB)
        late = _flag_overdue(on)
        soon = _flag_due_soon(on)
        cleared = _clear(on)
        _tell(on, at)
        looked_at = late + soon + cleared
        if looked_at:
            after = {"on": on, "overdue": late, "due_soon": soon, "cleared": cleared}
            record("obligation.flagged", by=None, at=at, after=after)
    return Counts(looked_at=looked_at, flagged=late + soon, cleared=cleared)


def _flag_overdue(on: date) -> int:
    waiting = Obligation.objects.filter(~Q(flag=Flag.OVERDUE), state=ObligationState.OPEN, due_on__lt=on)
    return waiting.update(flag=Flag.OVERDUE, flagged_on=on, remind_on=None)


def _flag_due_soon(on: date) -> int:
    """Flag the rungs reached today and set the next rung, grouped by due date and length."""
    reached = Obligation.objects.filter(state=ObligationState.OPEN, remind_on__lte=on, due_on__gte=on)
    groups = list(reached.order_by().values("edition", "due_on", "number").distinct())
    if not groups:
        return 0
    calendar, flagged = working_days.current(), 0
    editions = EditionRecord.objects.in_bulk({group["edition"] for group in groups})
    for group in groups:
        leads = editions[group["edition"]].edition.clocks.lead_days_for(group["number"] or 0)
        days = sorted(rung_day(group["due_on"], lead, calendar) for lead in leads)
        following = next((day for day in days if day > on), group["due_on"] if group["due_on"] > on else None)
        rows = reached.filter(edition=group["edition"], due_on=group["due_on"], number=group["number"])
        flagged += rows.update(flag=Flag.DUE_SOON, flagged_on=on, remind_on=following)
    return flagged


def _clear(on: date) -> int:
    """Take the flag off what was met or voided, and off what a new calendar has moved back."""
    over = Obligation.objects.filter(~Q(flag=""), state__in=[ObligationState.MET, ObligationState.VOID])
    moved = Obligation.objects.filter(flag=Flag.OVERDUE, state=ObligationState.OPEN, due_on__gte=on)
    return over.update(flag="", flagged_on=None) + moved.update(flag="", flagged_on=None)


def _tell(on: date, at: datetime) -> None:
    """Send each person concerned one message a day for each flag, with the number of items; arrives once by its key.

    Writers and leaders hear of their units, the authority's registrars of the whole organisation.
    """
    told = _flagged(on)
    if not told:
        return
    of_unit = Q(unit__in={row["unit"] for row in told}, role__in=UNIT_ROLES)
    of_root = Q(unit__root__in={row["root"] for row in told}, role=Role.REGISTRAR)
    people = Post.objects.filter(of_unit | of_root, until__isnull=True, user__is_active=True)
    units, roots = defaultdict(set), defaultdict(set)
    for user, unit, root, role in people.order_by().values_list("user", "unit", "unit__root", "role"):
        if role == Role.REGISTRAR:
            roots[root].add(user)
        else:
            units[unit].add(user)
    concerned: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    for row in told:
        for user in units[row["unit"]] | roots[row["root"]]:
            concerned[row["flag"], user].append(row)
    notices = [_message(user, flag, rows, on, at) for (flag, user), rows in sorted(concerned.items())]
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=500)


def _flagged(on: date) -> list[dict[str, Any]]:
    """Return what was flagged on a day, counted by flag and unit; the desk's own period for correction is not told."""
    flagged = Obligation.objects.filter(state=ObligationState.OPEN, flagged_on=on).exclude(kind=RESUBMIT)
    counted = flagged.order_by().values("flag", "unit", "root").annotate(count=Count("pk"), first=Min("due_on"))
    return list(counted)


def _message(user: int, flag: str, rows: list[dict[str, Any]], on: date, at: datetime) -> Notice:
    word = "已逾期" if flag == Flag.OVERDUE else "即将到期"
    return Notice(
        user_id=user,
        kind=f"deadline.{flag}",
        title=f"{sum(row['count'] for row in rows)} 件备案{word}",
        body=f"最早的法定期限是 {min(row['first'] for row in rows)},请尽快办理。",
        url=f"/todo/?tab=deadlines&flag={flag}",
        key=f"{JOB}:{flag}:{on}",
        created_at=at,
    )
