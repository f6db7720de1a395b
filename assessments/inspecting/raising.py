"""Findings that follow from a result (形成问题): one for each item with a problem, repeated ones recognised."""

import calendar
from datetime import date, datetime

from django.utils.timezone import localdate

from ..models import Answer, Campaign, Finding, Inspected
from .states import FindingState, Outcome
from .template import Item, from_rows, problems

#: Kinds of items whose problems are findings; what is only recorded, or was found before, is not found anew.
RAISING = ("veto", "deduct")
FOUND_BEFORE = "earlier"


def raise_findings(row: Inspected, *, at: datetime) -> list[Finding]:
    """Raise the findings of an account whose result stands, inside the caller's transaction."""
    campaign = Campaign.objects.select_related("edition").get(pk=row.campaign_id)
    items = {item.code: item for item in from_rows(campaign.template)}
    answers = row.answers.filter(outcome=Outcome.PROBLEM).order_by("number")
    raised = []
    for answer in answers:
        item = items[answer.code]
        if item.kind in RAISING and item.source != FOUND_BEFORE:
            raised.append(_raise(row, campaign, item, answer, at))
    return raised


def _raise(row: Inspected, campaign: Campaign, item: Item, answer: Answer, at: datetime) -> Finding:
    code = item.problem
    if answer.suggested == Outcome.PROBLEM and answer.facts.get("problem"):
        code = str(answer.facts["problem"])
    problem = problems()[code]
    found_at = row.inspected_at or at
    return Finding.objects.create(
        account_id=row.account_id,
        unit_id=row.unit_id,
        root_id=row.root_id,
        edition=campaign.edition,
        campaign=campaign,
        inspected=row,
        answer=answer,
        kind=problem.code,
        label=problem.label,
        metric=problem.metric,
        is_veto=item.is_veto,
        found_at=found_at,
        finder_id=row.inspector_id,
        words=answer.words or item.label,
        link=answer.link,
        facts=answer.facts,
        article=item.article,
        repeats=earlier_of(row.account_id, problem.code, found_at, campaign.repeat_months),
        number=campaign.rectify_number,
        unit_of_time=campaign.rectify_unit,
        objection_days=campaign.objection_days,
    )


def earlier_of(account: int, kind: str, before: datetime, months: int) -> Finding | None:
    """Return the last finding of the same kind of an account within so many months before (重复问题)."""
    rows = Finding.objects.filter(account=account, kind=kind, found_at__lt=before).exclude(state=FindingState.WITHDRAWN)
    last = rows.order_by("-found_at", "-pk").first()
    if last is None or localdate(last.found_at) < months_before(localdate(before), months):
        return None
    return last


def months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier, or the last of that month."""
    index = day.year * 12 + day.month - 1 - months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
