"""How a filing is told (备案的字段): the row of the list, and the whole case."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Schema

from filings.casework import current_of, events_of
from filings.clock import clock_of
from filings.content import shown_team
from filings.models import Filing
from filings.problems import problems_of
from filings.states import EDITABLE

from .problems import Fault


class FilingOut(Schema):
    """A filing as it stands in the list."""

    id: int | None = None
    number: str | None = None
    kind: str | None = None
    kind_label: str | None = None
    variant: str | None = None
    title: str | None = None
    unit_id: int | None = None
    unit_name: str | None = None
    account_id: int | None = None
    state: str | None = None
    state_label: str | None = None
    due_on: date | None = None
    due_provisional: bool | None = None
    late_workdays: int | None = None
    created_at: datetime | None = None
    saved_at: datetime | None = None
    first_submitted_at: datetime | None = None
    submitted_at: datetime | None = None
    decided_at: datetime | None = None
    version: int | None = None


class DueOut(Schema):
    """The legal period and how it was counted."""

    on: date
    why: str
    anchor_on: date
    term: str
    provisional: bool
    skipped: list[date]
    worked_weekends: list[date]


class EventOut(Schema):
    """One step of what happened."""

    at: datetime | None
    title: str
    who: str
    note: str
    opinion: str


class PaperOut(Schema):
    """A paper handed in."""

    id: int
    paper: str
    name: str
    size: int
    sha256: str


class FilingDetail(FilingOut):
    """A filing with its answers, its clock and what happened; mobile numbers are masked."""

    edition: str | None = None
    answers: dict[str, Any] | None = None
    team: list[dict[str, Any]] | None = None
    papers: list[PaperOut] | None = None
    due: DueOut | None = None
    holder: str | None = None
    timeline: list[EventOut] | None = None
    missing: list[Fault] | None = None
    certificate_no: str | None = None


def rows_of(request: HttpRequest) -> QuerySet[Filing]:
    """Return the visible filings with what a list shows."""
    return Filing.objects.visible_to(request.user).select_related("unit").defer("data", "team", "before", "facts")


def show(filing: Filing) -> dict[str, Any]:
    """Return the row of the list."""
    own = (
        "number", "kind", "variant", "title", "unit_id", "account_id", "state", "due_on", "due_provisional",
        "late_workdays", "created_at", "saved_at", "first_submitted_at", "submitted_at", "decided_at", "version",
    )  # fmt: skip
    return {
        "id": filing.pk,
        "kind_label": filing.get_kind_display(),
        "unit_name": filing.unit.name,
        "state_label": filing.get_state_display(),
        **{name: getattr(filing, name) for name in own},
    }


def show_all(filing: Filing, at: datetime) -> dict[str, Any]:
    """Return the whole case as it stands at a moment."""
    edition, current = filing.edition.edition, current_of(filing, at)
    certificate = getattr(filing, "certificate", None)
    papers = filing.attachments.filter(removed_at__isnull=True)
    team = [{name: value for name, value in m.items() if name != "mobile_sealed"} for m in shown_team(filing.team)]
    missing = problems_of(filing) if filing.state in EDITABLE else []
    return {
        **show(filing),
        "edition": f"{edition.code}@{edition.version}",
        "answers": filing.data,
        "team": team,
        "papers": [{name: getattr(a, name) for name in ("id", "paper", "name", "size", "sha256")} for a in papers],
        "due": _due(filing),
        "holder": current.who if current else "",
        "timeline": [_event(event) for event in events_of(filing, at)],
        "missing": [{"field": one.field or one.task, "message": one.message} for one in missing],
        "certificate_no": certificate.number if certificate else "",
    }


def _due(filing: Filing) -> dict[str, Any] | None:
    clock = clock_of(filing)
    if clock is None:
        return None
    return {
        "on": clock.due.due, "why": clock.why, "anchor_on": clock.anchor_on, "term": clock.due.term,
        "provisional": clock.due.provisional, "skipped": [day for day, _ in clock.due.skipped],
        "worked_weekends": list(clock.due.worked_weekends),
    }  # fmt: skip


def _event(event: dict[str, Any]) -> dict[str, Any]:
    return {"at": event.get("at"), **{name: str(event.get(name) or "") for name in ("title", "who", "note", "opinion")}}
