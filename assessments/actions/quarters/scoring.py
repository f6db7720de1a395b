"""Scoring a period (计分): facts gathered, units scored, what differs stored, ranks brought into line."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.utils.timezone import localdate

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.transactions import unit_of_work

from ...models import Entry, Quarter
from ...quarters.changes import changed_units
from ...quarters.gathering import Frame, read
from ...quarters.outcomes import Outcome, outcomes_of, without_accounts
from ...quarters.places import rank_all
from ...quarters.states import QuarterState
from ...quarters.storing import store
from ...quarters.years import year_outcomes
from ...scoring import plan_of
from .holding import held, running


class Scored(NamedTuple):
    """How many units were looked at and how many came out differently."""

    looked_at: int
    changed: int


def score_quarter(quarter: Quarter, *, by: User | None, at: datetime, changed_only: bool = False) -> Scored:
    """Gather the figures of a period and score its units; the same figures change nothing.

    With `changed_only` only the units of which something was written since the last time are looked at. Raises
    Conflict for a closed quarter and for one that is final (go back to review first), Forbidden for anyone but staff
    of the tree, UnknownTable where a unit's class is not in the scheme.
    """
    running(quarter, by)
    with unit_of_work():
        locked = held(quarter)
        done = scored(locked, at=at, changed_only=changed_only)
        if done.changed or not changed_only:
            record("quarter.scored", by=by, at=at, obj=locked, after=done._asdict(), unit=locked.root)
    quarter.refresh_from_db()
    return done


def scored(locked: Quarter, *, at: datetime, changed_only: bool = False, all_anew: bool = False) -> Scored:
    """Score a locked quarter inside the caller's transaction; a final one stands as it is.

    With `all_anew` every row is written, also where only a name has changed.
    """
    if locked.state == QuarterState.SETTLED:
        return Scored(0, 0)
    only = changed_units(locked, at=at) if changed_only and not locked.of_year else None
    stored = digests(locked, only)
    until = locked.last_day(localdate(at))
    if locked.of_year:
        outcomes = year_outcomes(locked)
    else:
        outcomes = _all(locked, read(locked, on=localdate(at), only=only), stored)
    differing = [one for one in outcomes if all_anew or stored.get(one.pk, ("",))[0] != one.digest]
    store(locked, differing)
    if only is None:
        Entry.objects.filter(quarter=locked, dirty=True).update(dirty=False)
    elif only:
        Entry.objects.filter(quarter=locked, dirty=True, unit__in=only).update(dirty=False)
    if differing:
        rank_all(locked)
    locked.scored_at, locked.scored_until = at, until
    locked.save(update_fields=["scored_at", "scored_until"])
    return Scored(len(outcomes), len(differing))


def digests(quarter: Quarter, only: set[int] | None = None) -> dict[int, tuple[str, str, str]]:
    """Return digest, name and class of the stored units."""
    rows = Entry.objects.filter(quarter=quarter).order_by()
    rows = rows if only is None else rows.filter(unit__in=only)
    return {unit: rest for unit, *rest in rows.values_list("unit", "digest", "unit_name", "unit_class")}  # type: ignore[misc]


def _all(quarter: Quarter, frame: Frame, stored: Mapping[int, tuple[str, str, str]]) -> list[Outcome]:
    """Return the results of all gathered units; those that took part and have no account left stay, without a score."""
    plan = plan_of(quarter.scheme.scheme)
    found = outcomes_of(frame, plan)
    here = {one.pk for one in found}
    return found + [without_accounts(plan, pk, row[1], row[2]) for pk, row in stored.items() if pk not in here]
