"""The case page (案卷): for the unit a task list, for everybody else the matter beside its decision."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.workflow import chain

from ..casework import Current, current_of, events_of, next_waiting, reasons_of
from ..checks import checks_of
from ..clock import clock_of, time_spent
from ..compare import differences, team_changes
from ..content import kind_of
from ..models import Filing
from ..plan import authority_of
from ..states import EDITABLE, IN_PROGRESS
from ..summary import answers_of, split_unchanged, tasks_of
from .common import can_edit, find

VIEW = "filings.list_filings"
URGENT_FIRST = ("fail", "look", "ok")


@guard(VIEW)
@require_http_methods(["GET"])
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the task list to those who fill in, the case to all others."""
    filing = find(request, pk)
    if can_edit(request, filing) and filing.state in EDITABLE:
        return render(request, "filings/tasks.html", _tasks(filing))
    return render(request, "filings/case.html", case_context(request, filing))


def case_context(request: HttpRequest, filing: Filing, **more: Any) -> dict[str, Any]:
    """Return what the case page shows; `more` carries what a refused decision had typed."""
    now = timezone.now()
    current = current_of(filing, now)
    decides = (
        current is not None and chain.may_decide(current.step, request.user) and not _handed_in_by(current, request)
    )
    submissions = list(filing.submissions.order_by("number"))
    corrected = differences(submissions[-2], submissions[-1]) if len(submissions) > 1 else []
    found = checks_of(filing)
    return {
        "filing": filing,
        "kind": kind_of(filing),
        "clock": clock_of(filing),
        "current": current,
        "decides": decides,
        "main_class": "with-bottom-bar" if decides else "",
        "own": can_edit(request, filing),
        "spent": time_spent(filing, filing.decided_at or now) if filing.first_submitted_at else None,
        "checks": [
            {"text": c.label, "ok": {"ok": True, "fail": False}.get(c.status), "article": c.article, "note": c.detail}
            for c in sorted(found, key=lambda check: URGENT_FIRST.index(check.status))
        ],
        "open_checks": sum(c.status != "ok" for c in found),
        **_matter(filing),
        "corrected": {change.code: change for change in corrected},
        "times": len(submissions),
        "papers": filing.attachments.filter(removed_at__isnull=True),
        "events": events_of(filing, now),
        "reasons": reasons_of(filing),
        "others": chain.candidates(current.step).exclude(pk=request.user.pk) if decides and current else [],
        "following": next_waiting(request.user, filing),
        "may_urge": current is not None and not decides and request.user.has_perm("filings.urge_filing", filing),
        "may_withdraw": current is not None and can_edit(request, filing) and not current.decided,
        "late_papers": _late_papers(filing) if can_edit(request, filing) else False,
        "certificate": getattr(filing, "certificate", None),
        **more,
    }


@guard(VIEW)
@require_http_methods(["GET"])
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt: number, what happens next, until when, whom to call; stays at its address."""
    filing = find(request, pk)
    if not filing.number:
        return redirect("filings:detail", pk)
    context = {
        "filing": filing,
        "kind": kind_of(filing),
        "clock": clock_of(filing),
        "current": current_of(filing, timezone.now()),
        "authority": authority_of(filing.unit),
        "steps": list(kind_of(filing).chain),
        "certificate": getattr(filing, "certificate", None),
    }
    return render(request, "filings/receipt.html", context)


def _matter(filing: Filing) -> dict[str, Any]:
    """Return the answers; of a filing for a registered account what it changes, and folded what stays."""
    sections = answers_of(filing)
    if not filing.before or filing.kind not in ("change", "merge"):
        return {"sections": sections, "unchanged": []}
    changed, unchanged = split_unchanged(sections)
    return {"sections": changed, "unchanged": unchanged, "team_changes": team_changes(filing)}


def _tasks(filing: Filing) -> dict[str, Any]:
    tasks = tasks_of(filing)
    return {
        "filing": filing,
        "kind": kind_of(filing),
        "clock": clock_of(filing),
        "tasks": tasks,
        "ready": all(task.done for task in tasks),
        "done": sum(task.done for task in tasks),
        "events": events_of(filing, timezone.now()) if filing.first_submitted_at else [],
        "returned": _last_reason(filing),
    }


def _handed_in_by(current: Current, request: HttpRequest) -> bool:
    """Whether the reader handed it in: then somebody else decides (不能审批自己提交的事项)."""
    return current.step.run.started_by_id == request.user.pk


def _late_papers(filing: Filing) -> bool:
    """Whether papers that are due only at acceptance may still be added."""
    return filing.state in IN_PROGRESS and any(use.by == "acceptance" for use in kind_of(filing).papers)


def _last_reason(filing: Filing) -> Any:
    run = chain.runs_of(filing).last()
    return run.decisions.filter(verb="return").select_related("by", "step").last() if run else None
