"""Scores given by hand (人工评分): many at once, counted at once."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.utils.timezone import localdate

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Conflict, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.uploads import examine

from ...models import AccountEntry, Entry, HandScore, Quarter
from ...quarters.states import QuarterState
from ...scoring.schema import Indicator, Ratio
from .holding import held_in, running
from .scoring import Scored, scored

SCORED_IN = (QuarterState.COLLECTING, QuarterState.SELF_ASSESSMENT, QuarterState.REVIEW)
MOST = Decimal(1000)


class Given(NamedTuple):
    """One score: for a unit or one of its accounts; None takes a score back. Bonus needs its proof.

    `shown` is the score that the person had before their eyes, written as `plain` does; None where nobody looked.
    """

    entry: int
    indicator: str
    value: Decimal | None
    account: int | None = None
    words: str = ""
    proof: UploadedFile | None = None
    shown: str | None = None


def plain(value: Decimal | None) -> str:
    """Return a score as the grid shows it; empty where there is none."""
    return f"{value.normalize():f}" if value is not None else ""


def give_scores(quarter: Quarter, given: Sequence[Given], *, by: User, at: datetime) -> Scored:
    """Store scores and count them at once; what has not changed is not written.

    Raises Conflict outside of collecting, self-assessment and review, Forbidden for anyone but staff of the tree,
    Refused for an indicator that is not scored by hand, a value out of its range, or a bonus without proof.
    """
    running(quarter, by)
    with unit_of_work():
        locked = held_in(quarter, *SCORED_IN, doing="评分")
        changed = put(locked, given, by=by, at=at)
        if not changed:
            return Scored(0, 0)
        done = scored(locked, at=at, changed_only=True)
        record("quarter.hand_scored", by=by, at=at, obj=locked, after={"scores": changed}, unit=locked.root)
    return done


def put(locked: Quarter, given: Sequence[Given], *, by: User, at: datetime) -> int:
    """Write scores inside the caller's transaction; returns how many differ from before."""
    entries = Entry.objects.filter(quarter=locked).in_bulk([one.entry for one in given])
    stored = {
        (row.entry_id, row.indicator, row.account_id): row
        for row in HandScore.objects.filter(quarter=locked, entry__in=list(entries))
    }
    hand = {one.code: one for one in locked.scheme.scheme.indicators if one.source == "hand"}
    touched: set[int] = set()
    for one in given:
        if one.entry not in entries:
            raise Refused("有单位不在本期参评名单中，请刷新页面后重新填写。")
        indicator = _indicator(hand, one)
        _check_account(entries[one.entry], one.account)
        row = stored.get((one.entry, one.indicator, one.account))
        now = plain(row.value if row else None)
        if one.shown is not None and now not in (one.shown, plain(one.value)):
            raise Conflict(
                f"{entries[one.entry].unit_name}“{indicator.label}”刚由{row.by if row else '他人'}改为 {now or '空'}，"
                "您填写的分数还没有保存。请核对后再保存。"
            )
        if _write(locked, row, one, indicator, by=by, at=at):
            touched.add(one.entry)
    Entry.objects.filter(pk__in=touched).update(dirty=True)
    return len(touched)


def limit_of(indicator: Indicator) -> Decimal:
    """Return the highest score that may be given for an indicator."""
    if isinstance(indicator.rule, Ratio) and indicator.rule.target is not None and not indicator.bonus:
        return indicator.rule.target
    return MOST


def _indicator(hand: dict[str, Indicator], one: Given) -> Indicator:
    indicator = hand.get(one.indicator)
    if indicator is None:
        raise Refused(f"指标“{one.indicator}”不是人工评分项，不能填写评分。")
    most = limit_of(indicator)
    if one.value is not None and not Decimal(0) <= one.value <= most:
        raise Refused(f"“{indicator.label}”应在 0 到 {most.normalize():f} 之间，现在是 {one.value}。", field="value")
    return indicator


def _check_account(entry: Entry, account: int | None) -> None:
    if account is not None and not AccountEntry.objects.filter(entry=entry, account=account).exists():
        raise Refused(f"“{entry}”没有这个参评账号，请刷新页面后重新填写。")


def _write(locked: Quarter, row: HandScore | None, one: Given, indicator: Indicator, *, by: User, at: datetime) -> bool:
    if one.value is None:
        if row is None:
            return False
        row.delete()
        return True
    same = row is not None and row.value == one.value and row.words == (one.words or row.words) and one.proof is None
    if same:
        return False
    row = row or HandScore(quarter=locked, entry_id=one.entry, indicator=one.indicator, account_id=one.account)
    row.value, row.by, row.at = one.value, by, at
    row.words = (one.words or row.words)[:500]
    _attach(row, one.proof, localdate(at))
    if indicator.bonus and not row.proof_name:
        raise Refused(f"“{indicator.label}”是加分项，需要上传证明材料后才能计分。", field="proof")
    row.save()
    return True


def _attach(row: HandScore, proof: UploadedFile | None, on: date) -> None:
    if proof is not None:
        examined = examine(proof, field="proof")
        row.proof.save(examined.stored_name, examined.content, save=False)
        row.proof_name, row.proved_on = examined.name, on
