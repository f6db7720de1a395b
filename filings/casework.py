"""What a case page needs beside the filing: who holds it, what happened, what comes next (办理情况)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.timezone import localdate

from newmedia_portal.core.access.models import User
from newmedia_portal.core.access.roles import Role
from newmedia_portal.core.audit.timeline import merged, timeline_of
from newmedia_portal.core.workdays import working_days
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.holders import asked
from newmedia_portal.core.workflow.models import Decision, Step
from newmedia_portal.core.workflow.sheets import holders_of
from newmedia_portal.core.workflow.standing import names_words
from newmedia_portal.core.workflow.states import Verb
from newmedia_portal.core.workflow.stuck import stuck_for
from newmedia_portal.core.workflow.telling import NAMING, note_of, who_of

from .models import Filing
from .states import IN_PROGRESS

BAD = (Verb.RETURN, Verb.REJECT, Verb.SEND_BACK, Verb.DISSENT, Verb.TERMINATE)

#: What the audit log tells beside the decisions: turns of the case, and what people and the system did in between.
TURNS = frozenset({"filing.started", "filing.lodged", "filing.approved", "filing.terminated"})
RECORDED = frozenset(
    f"filing.{what}" for what in ("urged", "copied", "told_upward", "noted_above", "asked_above", "answered_above")
)


@dataclass(frozen=True)
class Current:
    """The step that waits: who holds it and for how many working days."""

    step: Step
    holders: list[User]
    workdays: int
    withdrawable: bool
    stuck: bool
    seats: list[dict[str, Any]]

    @property
    def who(self) -> str:
        """Names, unit and role, e.g. 张某一（示例市委宣传部网信科 宣传部门经办）."""
        names = names_words([str(person) for person in self.holders])
        return f"{names}（{self.step.unit} {chain.role_label(self.step.role)}）"

    @property
    def since(self) -> str:
        """For how long it has been there."""
        return f"已 {self.workdays} 个工作日" if self.workdays else "今日收到"


def current_of(filing: Filing, at: datetime) -> Current | None:
    """Return who holds the filing now; None when nothing waits."""
    if filing.state not in IN_PROGRESS:
        return None
    run = chain.open_run_of(filing)
    step = chain.current_step(run) if run else None
    if run is None or step is None or step.opened_at is None:
        return None
    holders = list(asked(step).order_by("full_name", "pk")[:6])
    days = working_days.current().workdays_between(localdate(step.opened_at), localdate(at))
    rule = filing.edition.edition.withdrawal(filing.kind)
    seats = holders_of(step) if step.seated else []
    return Current(step, holders, days, chain.may_withdraw(run, rule.until), stuck_for(step), seats)


def events_of(filing: Filing, at: datetime) -> list[dict[str, Any]]:
    """Return the timeline, newest first: what was decided, and on top who holds it now."""
    decisions = Decision.objects.filter(
        run__object_type=filing._meta.label_lower, run__object_id=filing.pk
    ).select_related("by", "step", "step__unit", "for_user")
    decided = [_event(decision) for decision in decisions.order_by("-at", "-pk")]
    moments = {event["at"] for event in decided}
    recorded = timeline_of(filing, only=RECORDED | TURNS)
    beside = [one for one in recorded if one["at"] not in moments or one["action"] in TURNS]
    events = merged(beside, decided)
    current = current_of(filing, at)
    if current is not None:
        waiting = {"title": f"{current.step.label} 办理中", "who": current.who, "at": current.step.opened_at}
        events.insert(
            0,
            {**waiting, "waiting": True, "note": current.since},
        )
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
    title = "提交" if decision.verb == Verb.SUBMIT or not step else f"{step} · {decision.get_verb_display()}"
    title = decision.get_verb_display() if decision.verb != Verb.SUBMIT and not step else title
    return {
        "title": title,
        "who": who_of(decision),
        "unit": f"{decision.step.unit} {role}" if decision.step else "",
        "at": decision.at,
        "note": note_of(decision),
        "opinion": decision.opinion or ("" if decision.verb in NAMING else "、".join(decision.reasons)),
        "bad": decision.verb in BAD,
    }
