"""The case of a hand-over (离任移交): opened, done item by item with evidence, confirmed by every side."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.audit import record, register
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workdays import working_days
from newmedia_portal.core.workflow.door import perform
from newmedia_portal.regimes.editions import edition_for

from ..actions.common import day_of
from ..models import CustodyRecord, Handover, HandoverItem, HandoverSign, MediaAccount
from ..states import HandoverSide, HandoverState
from .holders import stranded_on
from .items import FILING, PASSWORD, PRODUCT, TRAINING, count_due, items_of_account, items_of_post, lines_of
from .moving import Moved, note_lines

for _code, _label in (
    ("handover.opened", "开立离任移交"),
    ("handover.ticked", "登记移交事项"),
    ("handover.signed", "确认离任移交"),
    ("handover.finished", "离任移交办结"),
):
    register(_code, _label)


def open_for_post(post: Post, *, successor: Post | None, moved: Sequence[Moved], by: Any, at: datetime) -> Handover:
    """Open the case of a post that has ended, with what passed to whom; inside the caller's transaction."""
    unit, until = post.unit, post.until or day_of(at)
    case = Handover.objects.create(
        unit=unit, root=unit.root or unit, edition=edition_for(unit.regime_code, day_of(at)), post=post,
        leaver=post.user, person=str(post.user), left_on=until, opened_at=at,
        successor=successor.user if successor else None, successor_name=str(successor.user) if successor else "",
    )  # fmt: skip
    trained_on = successor.trained_on if successor else None
    _fill(case, items_of_post(case, case.edition.edition, trained_on=trained_on), by=by, at=at)
    note_lines(case, moved, by=by, at=at)
    return case


def open_for_account(
    account: MediaAccount, *, person: str, successors: Sequence[str], on: date, by: Any, at: datetime
) -> Handover:
    """Open the case of an account that got another manager by an approved change; inside the caller's transaction."""
    unit = account.unit
    case, is_new = Handover.objects.get_or_create(
        account=account, person=person, left_on=on, post=None,
        defaults={
            "unit": unit, "root": unit.root or unit, "edition": edition_for(unit.regime_code, day_of(at)),
            "opened_at": at, "successor_name": "、".join(successors)[:120],
        },
    )  # fmt: skip
    if is_new:
        _fill(case, items_of_account(case, account, case.edition.edition), by=by, at=at)
    return case


def tick(item: HandoverItem, *, on: date, evidence: str, waived: bool = False, by: User, at: datetime) -> HandoverItem:
    """Enter that an item was done, on which day and on what evidence, or that there is nothing to do and why.

    Raises Forbidden for the leaver and for strangers, Conflict when it is done, Refused without evidence, for a day
    outside, for a password (its new keeper is entered in the register), and where the regulation asks for it.
    """
    with unit_of_work():
        rows = HandoverItem.objects.select_for_update(of=("self",)).select_related("handover__post", "handover__unit")
        held = rows.get(pk=item.pk)
        case = held.handover
        if not by.has_perm("accounts.settle_handover", case):
            raise Forbidden("由单位经办人、领导、密码专管人员或主管部门登记；移交人不登记自己的事项。")
        if held.done_on is not None:
            raise Conflict("这一项已经登记。")
        if held.code == PASSWORD:
            raise Refused("请在账号的口令保管中登记改密日期和新保管人，这一项随之办结。")
        since = case.post.since if case.post else case.left_on
        if not since <= on <= day_of(at):
            raise Refused(f"办理日期应在 {since} 和今天之间。", field="on")
        if waived and held.basis != PRODUCT:
            raise Refused(f"{held.article}要求办理，不能登记为不涉及。", field="waived")
        if not evidence.strip():
            raise Refused("请写明凭据：文号、交接单、存放处；不涉及的，写明原因。", field="evidence")
        _do(held, on=on, evidence=evidence, waived=waived, by=by, at=at)
    item.refresh_from_db()
    return item


def sign(case: Handover, side: str, *, note: str = "", by: User, at: datetime) -> Handover:
    """Confirm for one side that the hand-over is complete; the third confirmation ends the case.

    The leaver and the successor confirm themselves; where that is impossible, somebody of the unit enters the signed
    list and says so in the note. Raises Forbidden for others, Conflict when the side has confirmed, Refused while
    something is open, and for whoever has confirmed another side.
    """
    with unit_of_work():
        held = Handover.objects.select_for_update(of=("self",)).select_related("unit", "leaver", "post").get(pk=case.pk)
        if not may_sign(held, side, by):
            raise Forbidden("您不能代表这一方确认。")
        if held.signs.filter(side=side).exists():
            raise Conflict("这一方已经确认。")
        if held.signs.filter(by=by).exists():
            raise Refused("您已代表另一方确认，请由其他人员确认。")
        if open_words := what_is_open(held, at=at):
            raise Refused(f"还有没办完的事项：{'、'.join(open_words[:5])}。全部办完后再确认。")
        if not note.strip() and not is_own(held, side, by):
            raise Refused("代为登记的，请写明依据，例如：本人已在纸质清单上签字。", field="note")
        HandoverSign.objects.create(handover=held, side=side, by=by, note=note.strip()[:200], at=at)
        record("handover.signed", by=by, at=at, obj=held, after={"side": HandoverSide(side).label}, reason=note)
        if held.signs.count() == len(HandoverSide):
            perform(held, "finish", by=None, at=at, action="handover.finished")
    case.refresh_from_db()
    return case


def may_sign(case: Handover, side: str, user: Any) -> bool:
    """Whether somebody may confirm for a side."""
    if case.state != HandoverState.OPEN or side not in HandoverSide.values:
        return False
    if side == HandoverSide.DEPARTMENT:
        return user.pk != case.leaver_id and bool(user.has_perm("accounts.confirm_department", case))
    return is_own(case, side, user) or bool(user.has_perm("accounts.settle_handover", case))


def what_is_open(case: Handover, *, at: datetime) -> list[str]:
    """Return in words what is not done: own items, lines of other lists, and what still hangs on the leaver."""
    words = [item.label for item in case.items.filter(done_on__isnull=True)]
    words += [line.label for line in lines_of(case) if line.done_on is None]
    if case.leaver is not None:
        words += [f"{group.holder.label} {len(group.things)} 件" for group in stranded_on(case.leaver, at=at)]
    return words


def password_changed(entry: CustodyRecord, *, by: Any, at: datetime) -> None:
    """Tick the password of an account that was changed since its manager went."""
    changed = entry.password_changed_on
    waiting = _waiting(PASSWORD).filter(account=entry.account_id, handover__left_on__lte=changed or date.min)
    for item in waiting:
        _do(item, on=changed or entry.since, evidence=f"新保管人：{entry.keeper}", by=by, at=at)


def team_changed(account: MediaAccount, *, names: set[str], filing: Any, by: Any, at: datetime) -> None:
    """Tick the change filing of those who no longer stand in the team (变更备案办结)."""
    for item in _waiting(FILING).filter(account=account).exclude(handover__person__in=names):
        _do(item, on=day_of(at), evidence=f"变更备案 {getattr(filing, 'number', '') or '已登记'}", by=by, at=at)


def trained(post: Post, *, by: Any, at: datetime) -> None:
    """Tick the training of a successor once it is entered with the post."""
    place = Q(handover__successor=post.user_id, handover__post__unit=post.unit_id, handover__post__role=post.role)
    for item in _waiting(TRAINING).filter(place):
        _do(item, on=post.trained_on or day_of(at), evidence="任职记录中的培训日期", by=by, at=at)


def _waiting(code: str) -> Any:
    rows = HandoverItem.objects.select_for_update(of=("self",)).filter(code=code, done_on__isnull=True)
    return rows.select_related("handover__unit").order_by("pk")


def is_own(case: Handover, side: str, user: Any) -> bool:
    """Whether somebody confirms for themselves: as the leaver, as the successor, or for the department."""
    own = {HandoverSide.LEAVER: case.leaver_id, HandoverSide.SUCCESSOR: case.successor_id}
    return side == HandoverSide.DEPARTMENT or own.get(HandoverSide(side)) == user.pk


def _fill(case: Handover, items: Sequence[HandoverItem], *, by: Any, at: datetime) -> None:
    calendar = working_days.current()
    for item in items:
        count_due(item, case.left_on, calendar)
    HandoverItem.objects.bulk_create(items)
    record("handover.opened", by=by, at=at, obj=case, after={"items": [item.label for item in items]})


def _do(item: HandoverItem, *, on: date, evidence: str, waived: bool = False, by: Any, at: datetime) -> None:
    item.done_on, item.done_by, item.entered_at = on, by, at
    item.evidence, item.waived = evidence.strip()[:300], waived
    item.save(update_fields=["done_on", "done_by", "entered_at", "evidence", "waived"])
    after = {"item": item.label, "on": on, "waived": waived}
    record("handover.ticked", by=by, at=at, obj=item.handover, after=after, reason=item.evidence)
