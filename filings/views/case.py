"""The case page (案卷): for the unit a task list, for everybody else the matter beside its decision."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.access.scope import scope_of
from newmedia_portal.core.following.bell import bell_of
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.copies import copies_of
from newmedia_portal.core.workflow.holders import holds_itself
from newmedia_portal.core.workflow.sheets import Case, sheets_of

from ..actions.consult import may_copy
from ..actions.papers import papers_still_due
from ..actions.recall import refusal_of
from ..casework import Current, current_of, events_of, next_waiting, reasons_of
from ..checks import checks_of
from ..clock import clock_of, time_spent
from ..compare import differences, team_changes
from ..content import kind_of
from ..letters import printed_of
from ..models import Filing, UpwardReceipt
from ..plan import authority_of
from ..states import EDITABLE
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
        return render(request, "filings/tasks.html", _tasks(filing, request.user))
    return render(request, "filings/case.html", case_context(request, filing))


def case_context(
    request: HttpRequest, filing: Filing, *, bound: dict[str, Any] | None = None, opened: str = "", **more: Any
) -> dict[str, Any]:
    """Return what the case page shows; `more` carries what a refused decision had typed, `bound` a refused sheet."""
    now = timezone.now()
    current = current_of(filing, now)
    decides = (
        current is not None and chain.may_decide(current.step, request.user) and not _handed_in_by(current, request)
    )
    submissions = list(filing.submissions.order_by("number"))
    corrected = differences(submissions[-2], submissions[-1]) if len(submissions) > 1 else []
    own = can_edit(request, filing)
    return {
        "filing": filing,
        "kind": kind_of(filing),
        "clock": clock_of(filing),
        "own": own,
        "spent": time_spent(filing, filing.decided_at or now) if filing.first_submitted_at else None,
        **_checked(filing),
        **_matter(filing),
        "corrected": {change.code: change for change in corrected},
        "times": len(submissions),
        "papers": filing.attachments.filter(removed_at__isnull=True),
        "events": events_of(filing, now),
        "bell": bell_of(request.user, filing),
        "reasons": reasons_of(filing),
        "sheets": sheets_of(case_of(request, filing, current, decides=decides), bound=bound, opened=opened),
        "copies": copies_of(filing._meta.label_lower, filing.pk) if filing.number else [],
        **_standing(request, filing, current, decides=decides),
        "following": next_waiting(request.user, filing),
        "printed": printed_of(filing, request.user),
        "late_papers": _late_papers(filing) if own else False,
        "certificate": getattr(filing, "certificate", None),
        "sees_register": scope_of(request.user).covers(filing.unit),
        **upward_of(filing, request.user),
        **more,
    }


def _checked(filing: Filing) -> dict[str, Any]:
    """Return what the system looked at, the urgent first, and how much of it needs a look."""
    found = checks_of(filing)
    rows = [
        {"text": c.label, "ok": {"ok": True, "fail": False}.get(c.status), "article": c.article, "note": c.detail}
        for c in sorted(found, key=lambda check: URGENT_FIRST.index(check.status))
    ]
    return {"checks": rows, "open_checks": sum(c.status != "ok" for c in found)}


def _standing(request: HttpRequest, filing: Filing, current: Current | None, *, decides: bool) -> dict[str, Any]:
    """Return where the filing stands and what of the ordinary moves is open to the reader."""
    waits = current is not None and not decides
    return {
        "current": current,
        "decides": decides,
        "main_class": "with-bottom-bar" if decides else "",
        "stands_in": represented_by(current, request) if decides else None,
        "opines": decides and current is not None and current.step.kind == "opinion",
        "added": decides and current is not None and current.step.added_by_id is not None,
        "may_urge": waits and request.user.has_perm("filings.urge_filing", filing),
        "may_withdraw": current is not None and can_edit(request, filing) and current.withdrawable,
    }


def represented_by(current: Current | None, request: HttpRequest) -> Any:
    """Return in whose place the reader would decide (代谁办理)."""
    if current is None or holds_itself(current.step, request.user):
        return None
    return chain.represented(current.step, request.user)


def case_of(request: HttpRequest, filing: Filing, current: Current | None, *, decides: bool) -> Case:
    """Return what the sheets behind 更多办理方式 are made of."""
    run = chain.runs_of(filing).last()
    taken = run is not None and current is None and refusal_of(filing, run, request.user, timezone.now()) is None
    return Case(
        run, current.step if current else None, request.user, decides=decides,
        copies=run is not None and (decides or may_copy(filing, request.user)), takes_back=taken,
    )  # fmt: skip


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


def handed_on(filing: Filing) -> Any:
    """Return the consent of the line department, which hands the filing to the authority (主管部门同意并报备)."""
    codes = [step.code for step in kind_of(filing).chain if step.unit == "line"]
    run = chain.runs_of(filing).last() if codes else None
    found = run.decisions.filter(step__code__in=codes, verb="approve") if run else None
    return found.select_related("step__unit", "by").last() if found is not None else None


def upward_of(filing: Filing, user: Any) -> dict[str, Any]:
    """Return the receipt from above, and what this person may do about it."""
    receipt = UpwardReceipt.objects.filter(filing=filing).select_related("unit", "filing__unit").first()
    if receipt is None:
        return {"upward": None, "handed_on": handed_on(filing)}
    return {
        "handed_on": handed_on(filing),
        "upward": receipt,
        "takes_note": receipt.acknowledged_at is None and user.has_perm("filings.receive_upward", receipt),
        "answers_above": receipt.is_asked and user.has_perm("filings.answer_above", filing),
    }


def _matter(filing: Filing) -> dict[str, Any]:
    """Return the answers; of a filing for a registered account what it changes, and folded what stays."""
    sections = answers_of(filing)
    if not filing.before or filing.kind not in ("change", "merge"):
        return {"sections": sections, "unchanged": []}
    changed, unchanged = split_unchanged(sections)
    return {"sections": changed, "unchanged": unchanged, "team_changes": team_changes(filing)}


def _tasks(filing: Filing, user: Any) -> dict[str, Any]:
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
        "printed": printed_of(filing, user),
    }


def _handed_in_by(current: Current, request: HttpRequest) -> bool:
    """Whether the reader handed it in: then somebody else decides (不能审批自己提交的事项)."""
    return current.step.run.started_by_id == request.user.pk


def _late_papers(filing: Filing) -> bool:
    """Whether papers that are due only at acceptance, or the sealed form after it, may still be added."""
    return bool(papers_still_due(filing))


def _last_reason(filing: Filing) -> Any:
    run = chain.runs_of(filing).last()
    return run.decisions.filter(verb="return").select_related("by", "step").last() if run else None
