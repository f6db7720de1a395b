"""Closing and publishing a period (锁定、公布): one transaction that locks, proves, stores the digest and freezes."""

from datetime import datetime

from newmedia_portal import __version__
from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ...models import Quarter
from ...quarters.checking import Checked, check, hash_of
from ...quarters.states import QuarterState
from ...quarters.told import tell_units
from ...quarters.years import quarters_of
from .holding import held, running


class NotFinal(Conflict):
    """The results are not final yet, or do not follow from their stored figures."""


def close_quarter(quarter: Quarter, *, by: User | None, at: datetime) -> Quarter:
    """Close a final period: its rows are computed again from the stored figures, their digest is kept, all is frozen.

    Everything happens in one transaction; of two closers one wins. Raises NotFinal before the results are final or
    where they do not follow from what is stored, Conflict where it is closed already or, for a year, where one of its
    periods is not; Forbidden for anyone but staff of the tree.
    """
    with unit_of_work():
        locked = held(quarter)
        running(locked, by)
        if locked.state != QuarterState.SETTLED:
            raise NotFinal(f"{locked.words}考核当前为“{locked.get_state_display()}”，请先定稿，再锁定。")
        _periods_closed(locked)
        found = check(locked)
        if found.differing:
            raise NotFinal(f"{len(found.differing)} 个单位的结果与计分数据不一致，请退回复核并重新计分后再锁定。")
        digest = hash_of(locked)
        details = {"hash": digest, "units": found.units, "scheme": locked.scheme.digest, "edition": str(locked.edition)}
        perform(
            locked, "close", by=by, at=at, action="quarter.closed", details=details, by_whom=by, digest=digest,
            portal=__version__,
        )  # fmt: skip
        tell_units(locked, "closed", f"{locked.words}考核结果已锁定", at=at)
    quarter.refresh_from_db()
    return quarter


def publish_quarter(quarter: Quarter, *, by: User | None, at: datetime) -> Quarter:
    """Publish a closed period: the results become open to all units of the tree. Raises Conflict before closing."""
    with unit_of_work():
        if by is not None and not by.has_perm("assessments.run_quarter", quarter):
            raise Forbidden("只有监管整个考核范围的宣传部门可以公布考核结果。")
        published = perform(quarter, "publish", by=by, at=at, action="quarter.published", by_whom=by)
        tell_units(published, "published", f"{published.words}考核结果已公布", at=at)
    return published


def check_quarter(quarter: Quarter, *, by: User | None, at: datetime) -> Checked:
    """Compute a period again from its stored figures and scheme, compare, and note that this was done."""
    found = check(quarter)
    after = {"units": found.units, "differing": len(found.differing), "hash": found.hash, "equal": found.equal}
    record("quarter.checked", by=by, at=at, obj=quarter, after=after, unit=quarter.root)
    return found


def _periods_closed(year: Quarter) -> None:
    if not year.of_year:
        return
    left = [one.words for one in quarters_of(year).values() if one is not None and not one.is_closed]
    if left:
        raise Conflict(f"{'、'.join(left)}的考核还没有锁定，请先锁定各期，再锁定年度结果。")
