"""Figures of duty work, filings and inspections (值守、备案、检查数据): what fell due and was done in time."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from duties.models import PublicMessage, RepostTarget
from duties.states import OWED, MessageState, TargetState
from filings.models import AnnualCheck, Obligation
from filings.states import AnnualState, ObligationState

from ...inspecting.states import FindingState, InspectedState
from ...models import Finding, Inspected
from ...scoring import Row
from .. import refs
from .subjects import Frame

Seen = tuple[int | None, int, int, bool]


def _share(frame: Frame, measure: str, kind: str, rows: Iterable[Seen]) -> None:
    """Note for each account, or for its unit where no account is named, how much of what fell due was in time."""
    found: dict[tuple[int | None, int], list[Any]] = {}
    for account, unit, pk, good in rows:
        entry = found.setdefault((account if account in frame.subjects else None, unit), [0, 0, []])
        entry[0] += good
        entry[1] += 1
        entry[2].append(refs.ref(kind, pk))
    of_units = {unit for account, unit in found if account is None}
    for (account, unit), (value, whole, ids) in found.items():
        row = Row(measure, value, whole, tuple(ids))
        if account is None:
            frame.of_unit(unit, row)
        else:
            frame.of_account(account, row)
    for unit in {subject.unit for subject in frame.subjects.values()} - of_units:
        frame.of_unit(unit, Row(measure, 0, 0))


def read_messages(frame: Frame) -> None:
    """Read the messages whose answer was due in the period, and what of them was answered in time."""
    if "reply_in_time" not in frame.measures:
        return
    rows = PublicMessage.objects.filter(due_on__gte=frame.first, due_on__lte=frame.quarter.end_on)
    rows = rows.filter(
        Q(state=MessageState.ANSWERED) | Q(state__in=MessageState.within("waiting"), due_on__lt=frame.until)
    )
    values = frame.mine(rows, "").order_by("pk").values_list("account_id", "unit_id", "pk", "late_days")
    _share(frame, "reply_in_time", refs.MESSAGE, ((a, u, pk, late == 0) for a, u, pk, late in values))


def read_reposts(frame: Frame) -> None:
    """Read the institutional repost tasks due in the period; what individuals forward is no part of it."""
    if "reposts_done" not in frame.measures:
        return
    rows = RepostTarget.objects.filter(
        state__in=OWED, task__due_on__gte=frame.first, task__due_on__lte=min(frame.until, frame.quarter.end_on)
    )
    values = frame.mine(rows, "").order_by("pk").values_list("account_id", "unit_id", "pk", "state")
    done = ((a, u, pk, state == TargetState.DONE) for a, u, pk, state in values)
    _share(frame, "reposts_done", refs.REPOST, done)


def read_obligations(frame: Frame) -> None:
    """Read the filings due in the period and how many were handed in by then."""
    if "filings_in_time" not in frame.measures:
        return
    rows = Obligation.objects.filter(due_on__gte=frame.first, due_on__lte=min(frame.until, frame.quarter.end_on))
    rows = frame.mine(rows.exclude(state=ObligationState.VOID), "").order_by("pk")
    values = rows.values_list("account_id", "unit_id", "pk", "met_on", "due_on")
    met = ((a, u, pk, done is not None and done <= due) for a, u, pk, done, due in values)
    _share(frame, "filings_in_time", refs.OBLIGATION, met)


def read_annual(frame: Frame) -> None:
    """Read the annual checks (年度检查) whose window ended in the period: passed, or failed and not handed in.

    A report that waits for its result is not known yet. Where no window ended in the period, the annual filings that
    fell due in it count: handed in or not.
    """
    if "annual_result" not in frame.measures:
        return
    last = min(frame.until, frame.quarter.end_on)
    rows = AnnualCheck.objects.filter(campaign__closes_on__gte=frame.first, campaign__closes_on__lte=last)
    if not rows.filter(root=frame.quarter.root_id).exists():
        _annual_filings(frame)
        return
    checks = frame.mine(rows.exclude(state=AnnualState.VOID), "").order_by("pk")
    values = list(checks.values_list("account_id", "unit_id", "pk", "state"))
    told = ((a, u, pk, state == AnnualState.PASSED) for a, u, pk, state in values if state != AnnualState.REVIEW)
    _share(frame, "annual_result", refs.CHECK, told)
    for account, unit, pk, state in values:
        if state == AnnualState.REVIEW:
            unknown = Row("annual_result", None, None, (refs.ref(refs.CHECK, pk),))
            if account in frame.subjects:
                frame.of_account(account, unknown)
            else:
                frame.of_unit(unit, unknown)


def _annual_filings(frame: Frame) -> None:
    rows = Obligation.objects.filter(
        kind="annual", due_on__gte=frame.first, due_on__lte=min(frame.until, frame.quarter.end_on)
    )
    rows = frame.mine(rows.exclude(state=ObligationState.VOID), "").order_by("pk")
    values = rows.values_list("account_id", "unit_id", "pk", "met_on")
    _share(frame, "annual_result", refs.ANNUAL, ((a, u, pk, done is not None) for a, u, pk, done in values))


def read_findings(frame: Frame) -> None:
    """Read the findings of the period by the figure they count for; an account that was checked and clean has 0."""
    wanted = frame.measures & {"text_errors", "problems"}
    if not wanted:
        return
    spread = {"found_at__date__gte": frame.first, "found_at__date__lte": frame.quarter.end_on}
    rows = frame.mine(Finding.objects.filter(**spread).exclude(state=FindingState.WITHDRAWN), "").order_by("pk")
    dirty: set[tuple[str, int]] = set()
    for account, pk, metric, kind in rows.values_list("account_id", "pk", "metric", "kind"):
        for measure in {metric, "problems"} & wanted:
            frame.of_account(account, Row(measure, 1, None, (refs.ref(refs.FINDING, pk),), kind))
            dirty.add((measure, account))
    checked = Inspected.objects.filter(state=InspectedState.DONE)
    checked = checked.filter(inspected_at__date__gte=frame.first, inspected_at__date__lte=frame.quarter.end_on)
    for account, pk in frame.mine(checked, "").order_by("pk").values_list("account_id", "pk"):
        for measure in wanted:
            if (measure, account) not in dirty:
                dirty.add((measure, account))
                frame.of_account(account, Row(measure, 0, None, (refs.ref(refs.CHECKED, pk),)))


def read_rectified(frame: Frame) -> None:
    """Read the findings whose rectification was due in the period and came in time."""
    if "rectified" not in frame.measures:
        return
    rows = Finding.objects.filter(due_on__gte=frame.first, due_on__lte=min(frame.until, frame.quarter.end_on))
    rows = frame.mine(rows.exclude(state=FindingState.WITHDRAWN), "").order_by("pk")
    values = rows.values_list("account_id", "unit_id", "pk", "overdue_on")
    _share(frame, "rectified", refs.FINDING, ((a, u, pk, late is None) for a, u, pk, late in values))
