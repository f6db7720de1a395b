"""Opening a period of assessment (启动考核)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.regimes.editions import NoEdition, edition_for
from newmedia_portal.regimes.models import EditionRecord
from newmedia_portal.regimes.vocabulary import PERIODS

from ...models import Quarter
from ...quarters.codes import days_of
from ...quarters.lengths import fits, lengths_of, sums_up
from .schemes import scheme_in_force
from .scoring import score_quarter


def open_quarter(root: Unit, period: str, *, by: User | None, at: datetime) -> Quarter:
    """Open a period of a tree with the edition and the scheme in force, and collect its figures at once.

    The edition is the one in force on the last day of the period, or today where that day is still to come. Raises
    BadPeriod for a code that names none, Refused where the regulation does not assess by it or the period has not
    begun, Conflict where it is open already, Forbidden for anyone but staff whose scope covers the tree.
    """
    if by is not None and not by.has_perm("assessments.run_quarter", Quarter(root=root)):
        raise Forbidden("只有监管整个考核范围的宣传部门可以启动考核。")
    first, last = days_of(period)
    today = localdate(at)
    if first > today:
        raise Refused(f"{period} 从 {first} 开始，现在还不能启动。请到期再办。", field="period")
    with unit_of_work():
        edition = _edition(root, period, min(last, today))
        quarter = Quarter(
            root=root,
            period=period,
            start_on=first,
            end_on=last,
            of_year=sums_up(edition.edition, period),
            edition=edition,
            scheme=scheme_in_force(root, edition, at=at),
            opened_by=by,
            opened_at=at,
        )
        try:
            with transaction.atomic():
                quarter.save()
        except IntegrityError as error:
            raise Conflict(f"{root.name}的 {period} 考核已经启动，请在考核列表中打开。", field="period") from error
        after = {"period": period, "scheme": str(quarter.scheme), "edition": str(edition)}
        record("quarter.opened", by=by, at=at, obj=quarter, after=after, unit=root)
        score_quarter(quarter, by=by, at=at)
    return quarter


def _edition(root: Unit, period: str, on: object) -> EditionRecord:
    try:
        edition = edition_for(root.regime_code, on)  # type: ignore[arg-type]
    except NoEdition as error:
        raise Refused(f"{root.name}没有适用的制度版本，不能启动考核。请先发布制度版本。") from error
    if not fits(edition.edition, period):
        lengths = "、".join(PERIODS[length] for length in lengths_of(edition.edition))
        told = f"按{lengths}考核" if lengths else "没有考核条款"
        raise Refused(f"{root.name}适用的《{edition.title}》{told}，不能启动 {period}。", field="period")
    return edition
