"""Messages of a filing to those concerned (站内消息); each once, in the transaction of its cause."""

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.access.roles import WRITERS, Role
from newmedia_portal.core.notices.actions import notify
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.models import Copy, Step
from newmedia_portal.core.workflow.stuck import stuck_for

from .models import Filing, Obligation, UpwardReceipt

OUTCOMES = {"approved": "准予备案", "returned": "退回补正", "rejected": "不予备案"}


def tell_holders(filing: Filing, step: Step, *, at: datetime) -> None:
    """Tell those who hold the step that it waits; where nobody does, tell the authority instead of staying silent."""
    holders = [] if stuck_for(step) else list(chain.holders(step).values_list("pk", flat=True))
    if holders:
        title = f"待办:{filing}({step.label})"
        notify(holders, kind="filing.todo", title=title, url=_url(filing), at=at, key=f"todo:{step.pk}")
        return
    title = f"无人办理:{filing}停在“{step.label}”"
    body = f"{step.unit}目前没有{chain.role_label(step.role)},请联系系统管理员补齐岗位。"
    people = {*_holders(filing, Role.REGISTRAR), *_system_admins()}
    notify(people, kind="filing.stuck", title=title, body=body, url=_url(filing), at=at, key=f"stuck:{step.pk}")


def tell_observers(filing: Filing, steps: Iterable[Step], *, at: datetime) -> None:
    """Tell the recipients of steps that only inform (知会, 报上级备案)."""
    for step in steps:
        title = f"知会:{filing}({step.label})"
        people = set(chain.candidates(step).values_list("pk", flat=True))
        if step.role == Role.OBSERVER:
            people |= set(_holders(filing, Role.OBSERVER))
        notify(people, kind="filing.notice", title=title, url=_url(filing), at=at, key=f"notify:{step.pk}")


def tell_owner(filing: Filing, outcome: str, reason: str, *, at: datetime) -> None:
    """Tell the unit's writers how it ended."""
    times = filing.submissions.count()
    title = f"{OUTCOMES[outcome]}:{filing}"
    key = f"{outcome}:{filing.pk}:{times}"
    notify(_writers(filing), kind=f"filing.{outcome}", title=title, body=reason, url=_url(filing), at=at, key=key)


def tell_handed_over(filing: Filing, step: Step, to: User, *, at: datetime) -> None:
    """Tell the person who was handed the step."""
    key = f"handed:{step.pk}:{to.pk}:{at.isoformat()}"
    notify([to], kind="filing.todo", title=f"转交给您:{filing}", url=_url(filing), at=at, key=key)


def tell_urged(filing: Filing, step: Step, by: User, *, at: datetime) -> None:
    """Remind those who hold the step."""
    people = list(chain.holders(step).values_list("pk", flat=True))
    key = f"urged:{step.pk}:{at.isoformat()}"
    notify(people, kind="filing.urged", title=f"催办:{filing}", body=f"{by}催办。", url=_url(filing), at=at, key=key)


def tell_asked_in(filing: Filing, people: Iterable[User], by: User, *, at: datetime) -> None:
    """Tell people that they will be asked to sign after somebody (后加签)."""
    key = f"asked-in:{filing.pk}:{at.isoformat()}"
    title = f"请您加签:{filing}"
    body = f"{by}请您在其办理之后签署意见，轮到您时会再提醒。"
    notify(people, kind="filing.notice", title=title, body=body, url=_url(filing), at=at, key=key)


def tell_copied(filing: Filing, copies: Iterable[Copy], *, at: datetime) -> None:
    """Tell the readers of copies."""
    for row in copies:
        title = f"{row.get_kind_display()}:{filing}"
        key = f"copy:{row.pk}"
        notify([row.person], kind="filing.copy", title=title, body=row.note, url=_url(filing), at=at, key=key)


def tell_taken_back(filing: Filing, reason: str, *, run_id: int, at: datetime) -> None:
    """Tell the unit's writers that a result no longer stands."""
    title, key = f"收回办理结果:{filing}", f"taken-back:{run_id}"
    notify(_writers(filing), kind="filing.taken_back", title=title, body=reason, url=_url(filing), at=at, key=key)


def tell_terminated(filing: Filing, reason: str, *, at: datetime) -> None:
    """Tell the unit's writers and the department that it was ended without a decision."""
    people = _writers(filing) | set(_holders(filing, Role.REGISTRAR))
    key = f"terminated:{filing.pk}"
    notify(people, kind="filing.terminated", title=f"已终止:{filing}", body=reason, url=_url(filing), at=at, key=key)


def tell_moved(obligation: Obligation, before: date | None, *, at: datetime) -> None:
    """Tell the unit that a due date moved with the calendar."""
    people = Post.objects.filter(unit=obligation.unit, role__in=WRITERS, until__isnull=True).values_list(
        "user", flat=True
    )
    title = f"期限调整:{obligation.label}"
    body = f"工作日历已更新,法定期限由 {before} 调整为 {obligation.due_on}。"
    url = reverse("filings:detail", args=[obligation.filing_id]) if obligation.filing_id else reverse("todo")
    key = f"moved:{obligation.pk}:{obligation.due_on}:{int(obligation.provisional)}"
    notify(people, kind="deadline.moved", title=title, body=body, url=url, at=at, key=key)


def tell_asked(obligation: Obligation, by: User, *, key: str, at: datetime) -> int:
    """Ask the writers of a unit for what it owes; returns how many were told."""
    posts = Post.objects.filter(unit=obligation.unit, role__in=WRITERS, until__isnull=True, user__is_active=True)
    people = set(posts.values_list("user", flat=True))
    until = f",法定期限 {obligation.due_on}({obligation.article})" if obligation.due_on else ""
    url = reverse("filings:detail", args=[obligation.filing_id]) if obligation.filing_id else reverse("filings:new")
    body = f"{by}催报:请办理“{obligation.label}”{until}。"
    notify(people, kind="deadline.asked", title=f"催报:{obligation.label}", body=body, url=url, at=at, key=key)
    return len(people)


def tell_duty(account: MediaAccount, title: str, body: str, *, on: date, at: datetime) -> None:
    """Tell the unit's writers and leaders what has become due for an account."""
    posts = Post.objects.filter(unit=account.unit, role__in=(*WRITERS, Role.DEPUTY, Role.CHIEF), until__isnull=True)
    key = f"duty:{account.pk}:{on}"
    url = reverse("accounts:detail", args=[account.pk])
    notify(posts.values_list("user", flat=True), kind="filing.duty", title=title, body=body, url=url, at=at, key=key)


def tell_upward(receipt: UpwardReceipt, said: str, body: str, *, key: str, at: datetime, up: bool = False) -> None:
    """Tell unit and department what came from above; with `up` tell the department above what was answered."""
    filing = receipt.filing
    if up:
        posts = Post.objects.filter(unit=receipt.unit, role=Role.SUPERIOR, until__isnull=True)
        people = set(posts.values_list("user", flat=True))
    else:
        people = {*_writers(filing), *_holders(filing, Role.REGISTRAR)}
    notify(people, kind="filing.upward", title=f"{said}:{filing}", body=body, url=_url(filing), at=at, key=key)


def _writers(filing: Filing) -> set[int]:
    posts = Post.objects.filter(unit=filing.unit, role__in=WRITERS, until__isnull=True)
    return {filing.created_by_id, *posts.values_list("user", flat=True)}


def _holders(filing: Filing, role: str) -> list[int]:
    """Return who holds a role anywhere in the organisation, e.g. 指导单位 as observers."""
    posts = Post.objects.filter(unit__root=filing.root, role=role, until__isnull=True)
    return list(posts.values_list("user", flat=True))


def _system_admins() -> list[int]:
    return list(User.objects.filter(instance_role="sysadmin", is_active=True).values_list("pk", flat=True))


def _url(filing: Filing) -> str:
    return reverse("filings:detail", args=[filing.pk])
