"""What a case page needs beside the filing: who holds it, what happened, what comes next (办理情况)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.timezone import localdate

from newmedia_portal.core.access.models import User
from newmedia_portal.core.access.roles import Role
from newmedia_portal.core.workdays import working_days
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.models import Decision, Step
from newmedia_portal.core.workflow.states import Verb

from .models import Filing
from .states import IN_PROGRESS

BAD = (Verb.RETURN, Verb.REJECT)


@dataclass(frozen=True)
class Current:
    """The step that waits: who holds it and for how many working days."""

    step: Step
    holders: list[User]
    workdays: int
    decided: bool

    @property
    def who(self) -> str:
        """Unit, role and names, e.g. 示例市委宣传部网信科 宣传部门经办(张某一)."""
        names = "、".join(str(person) for person in self.holders) or "暂无人员"
        return f"{self.step.unit} {chain.role_label(self.step.role)}({names})"


def current_of(filing: Filing, at: datetime) -> Current | None:
    """Return who holds the filing now; None when nothing waits."""
    if filing.state not in IN_PROGRESS:
        return None
    run = chain.open_run_of(filing)
    step = chain.current_step(run) if run else None
    if run is None or step is None or step.opened_at is None:
        return None
    holders = [step.holder] if step.holder else list(chain.candidates(step).order_by("full_name")[:5])
    days = working_days.current().workdays_between(localdate(step.opened_at), localdate(at))
    return Current(step, holders, days, run.decisions.filter(verb=Verb.APPROVE).exists())


def events_of(filing: Filing, at: datetime) -> list[dict[str, Any]]:
    """Return the timeline, newest first: what was decided, and on top who holds it now."""
    decisions = Decision.objects.filter(
        run__object_type=filing._meta.label_lower, run__object_id=filing.pk
    ).select_related("by", "step", "step__unit", "for_user")
    events = [_event(decision) for decision in decisions.order_by("-at", "-pk")]
    current = current_of(filing, at)
    if current is not None:
        waiting = {"title": f"{current.step.label} 办理中", "who": current.who, "at": current.step.opened_at}
        events.insert(0, {**waiting, "waiting": True, "note": f"已 {current.workdays} 个工作日"})
    return events


def reasons_of(filing: Filing) -> list[str]:
    """Return the typical reasons that the edition offers (常用理由)."""
    return [reason.text for reason in filing.edition.edition.return_reasons]


def next_waiting(user: User, filing: Filing) -> Filing | None:
    """Return the next filing that waits for the person, the nearest due date first, without going back to the list."""
    steps = chain.waiting_for(user).filter(run__object_type=filing._meta.label_lower)
    waiting = Filing.objects.filter(pk__in=steps.order_by().values("run__object_id")).exclude(pk=filing.pk)
    return waiting.select_related("unit").order_by(F("due_on").asc(nulls_last=True), "pk").first()


def _event(decision: Decision) -> dict[str, Any]:
    role = Role(decision.in_role).label if decision.in_role in Role.values else ""
    step = decision.step.label if decision.step else ""
    title = "提交" if decision.verb == Verb.SUBMIT else f"{step} · {decision.get_verb_display()}"
    note = f"转交给 {decision.for_user}" if decision.for_user else decision.article
    return {
        "title": title,
        "who": str(decision.by) if decision.by else "系统",
        "unit": f"{decision.step.unit} {role}" if decision.step else "",
        "at": decision.at,
        "note": note,
        "opinion": decision.opinion or "、".join(decision.reasons),
        "bad": decision.verb in BAD,
    }
