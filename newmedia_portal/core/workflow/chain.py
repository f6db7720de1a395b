"""Moving a run along its chain (审批链): opening, deciding, returning, withdrawing, transferring, urging.

The chain knows nothing of what is approved; the caller locks its own object first, then calls in here, and moves its
own state by the outcome.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import models

from ..access.models import Post, Unit, User
from ..refusals import Conflict, Forbidden, Refused
from ..transactions import unit_of_work
from .models import Decision, Run, Step
from .states import RunState, StepKind, StepState, Verb


class Outcome(StrEnum):
    """Where a decision left the run."""

    ADVANCED = "advanced"
    COMPLETED = "completed"
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class StepPlan:
    """A step to come, as the edition describes it, with the unit that holds it."""

    code: str
    label: str
    role: str
    unit: Unit
    kind: str
    side: str
    article: str


@dataclass(frozen=True)
class Result:
    """What a decision did: the outcome and the step that now waits, if any."""

    outcome: Outcome
    decision: Decision
    next_step: Step | None = None
    notified: list[Step] = field(default_factory=list)


def open_run(
    subject: models.Model,
    *,
    plan: Sequence[StepPlan],
    edition_ref: str,
    content_hash: str,
    by: User,
    at: datetime,
) -> Result:
    """Start a run at its first step; a second open run on the same object is refused by the database.

    Raises Refused when the plan is empty.
    """
    if not plan:
        raise Refused("本制度没有为该事项配置审批环节,请联系系统管理员检查制度版本。")
    with unit_of_work():
        run = Run.objects.create(
            object_type=subject._meta.label_lower,
            object_id=subject.pk,
            edition_ref=edition_ref,
            content_hash=content_hash,
            started_by=by,
            started_at=at,
        )
        Step.objects.bulk_create(
            Step(
                run=run,
                position=position,
                code=step.code,
                label=step.label,
                kind=step.kind,
                side=step.side,
                role=step.role,
                unit=step.unit,
                article=step.article,
            )
            for position, step in enumerate(plan, start=1)
        )
        decision = _write(run, None, Verb.SUBMIT, by=by, at=at)
        return _advance(run, decision, at=at)


def decide(
    run: Run,
    *,
    step_id: int,
    verb: str,
    by: User,
    at: datetime,
    opinion: str = "",
    reasons: Sequence[str] = (),
) -> Result:
    """Agree, return or refuse at the step that the reader saw; exactly one of several racers wins.

    Raises Conflict when that step is no longer waiting, Forbidden when the person does not hold it or filed the
    object, Refused when a return or refusal gives no reason.
    """
    with unit_of_work():
        run = Run.objects.select_for_update().get(pk=run.pk)
        step = Step.objects.select_for_update().filter(pk=step_id, run=run).first()
        if run.state != RunState.OPEN or step is None or step.state != StepState.ACTIVE:
            raise Conflict(already_decided(run, step))
        if not may_decide(step, by):
            raise Forbidden(f"这一步由{step.unit}的{role_label(step.role)}办理,您当前没有这个岗位。")
        if by.pk == run.started_by_id:
            raise Forbidden("不能审批自己提交的事项,请由其他承办人办理。")
        if verb != Verb.APPROVE and not (opinion.strip() or reasons):
            raise Refused("请写明理由,或选择一条常用理由。", field="opinion")
        decision = _write(run, step, verb, by=by, at=at, opinion=opinion, reasons=reasons)
        step.close(at=at)
        step.save()
        if verb == Verb.APPROVE:
            return _advance(run, decision, at=at)
        ending = {Verb.RETURN: "give_back", Verb.REJECT: "reject"}[Verb(verb)]
        _end(run, ending, at=at)
        outcome = Outcome.RETURNED if verb == Verb.RETURN else Outcome.REJECTED
        return Result(outcome, decision)


def withdraw(run: Run, *, by: User, at: datetime, opinion: str) -> Result:
    """Take the object back (撤回), until the first decision.

    Raises Conflict when somebody has already decided a step or the run is over.
    """
    with unit_of_work():
        run = Run.objects.select_for_update().get(pk=run.pk)
        if run.state != RunState.OPEN:
            raise Conflict("该事项已经办结,不能再撤回。")
        if run.decisions.filter(verb=Verb.APPROVE).exists():
            raise Conflict("已有环节办理,不能再撤回。如需修改,请联系当前承办人退回补正。")
        decision = _write(run, current_step(run), Verb.WITHDRAW, by=by, at=at, opinion=opinion)
        _end(run, "withdraw", at=at)
        return Result(Outcome.WITHDRAWN, decision)


def transfer(run: Run, *, step_id: int, to: User, by: User, at: datetime, opinion: str) -> Step:
    """Hand the waiting step to one other person who holds the same post (转交).

    Raises Refused when the other person does not hold the post, Forbidden when the giver does not hold the step.
    """
    with unit_of_work():
        run = Run.objects.select_for_update().get(pk=run.pk)
        step = Step.objects.select_for_update().filter(pk=step_id, run=run).first()
        if run.state != RunState.OPEN or step is None or step.state != StepState.ACTIVE:
            raise Conflict(already_decided(run, step))
        if not may_decide(step, by):
            raise Forbidden("只有当前承办人可以转交。")
        if to.pk == by.pk or not candidates(step).filter(pk=to.pk).exists():
            raise Refused(f"请选择{step.unit}的另一位{role_label(step.role)}。", field="to")
        step.holder = to
        step.save()
        _write(run, step, Verb.TRANSFER, by=by, at=at, opinion=opinion, for_user=to)
        return step


def urge(run: Run, *, by: User, at: datetime, opinion: str, pause: timedelta) -> Step:
    """Remind those who hold the waiting step (催办), at most once in `pause`.

    Raises Refused when the last reminder is younger than that.
    """
    with unit_of_work():
        run = Run.objects.select_for_update().get(pk=run.pk)
        step = current_step(run)
        if run.state != RunState.OPEN or step is None:
            raise Conflict("该事项已经办结,不需要催办。")
        last = run.decisions.filter(verb=Verb.URGE, step=step).order_by("-at").first()
        if last is not None and at - last.at < pause:
            hours = max(1, round(pause.total_seconds() / 3600))
            raise Refused(f"{hours} 小时内已经催办过,请稍后再催,或直接电话联系承办人。")
        _write(run, step, Verb.URGE, by=by, at=at, opinion=opinion)
        return step


def current_step(run: Run) -> Step | None:
    """Return the step that waits now."""
    return run.steps.filter(state=StepState.ACTIVE).select_related("unit", "holder").first()


def candidates(step: Step) -> models.QuerySet[User]:
    """Return the people who hold the post that the step names."""
    posts = Post.objects.filter(unit=step.unit, role=step.role, until__isnull=True)
    return User.objects.filter(is_active=True, pk__in=posts.values("user"))


def may_decide(step: Step, user: User) -> bool:
    """Whether the person holds the step: by name where it was handed over, else by post."""
    if step.holder_id is not None:
        return step.holder_id == user.pk
    return candidates(step).filter(pk=user.pk).exists()


def waiting_for(user: User) -> models.QuerySet[Step]:
    """Return the steps that wait for this person (待办)."""
    posts = Post.objects.filter(
        user=user, until__isnull=True, unit=models.OuterRef("unit"), role=models.OuterRef("role")
    )
    by_post = models.Q(holder__isnull=True) & models.Exists(posts)
    return Step.objects.filter(by_post | models.Q(holder=user), state=StepState.ACTIVE)


def role_label(role: str) -> str:
    """Return the Chinese word for a role."""
    from ..access.roles import Role

    return Role(role).label


def already_decided(run: Run, step: Step | None) -> str:
    """Return the sentence for a reader who came second."""
    last = run.decisions.filter(step=step).exclude(verb=Verb.URGE).order_by("-at", "-id").first() if step else None
    if last is None:
        return "该事项的办理情况已有变化,请刷新页面。"
    return f"{last.by}已于 {_clock(last.at)} 办理:{last.get_verb_display()}。您的这次操作没有生效。"


def _clock(at: datetime) -> str:
    from django.utils.timezone import localtime

    return localtime(at).strftime("%Y-%m-%d %H:%M")


def _write(run: Run, step: Step | None, verb: str, *, by: Any, at: datetime, **more: Any) -> Decision:
    return Decision.objects.create(
        run=run,
        step=step,
        verb=verb,
        by=by,
        in_role=step.role if step else "",
        at=at,
        content_hash=run.content_hash,
        article=step.article if step else "",
        opinion=str(more.get("opinion", "")).strip(),
        reasons=list(more.get("reasons", ())),
        for_user=more.get("for_user"),
    )


def _advance(run: Run, decision: Decision, *, at: datetime) -> Result:
    """Open the next step; steps that only notify are passed at once and reported."""
    notified: list[Step] = []
    for step in run.steps.filter(state=StepState.WAITING).order_by("position"):
        step.open(at=at)
        step.save()
        if step.kind != StepKind.NOTIFY:
            return Result(Outcome.ADVANCED, decision, step, notified)
        _write(run, step, Verb.NOTIFY, by=None, at=at)
        step.close(at=at)
        step.save()
        notified.append(step)
    run.approve(at=at)
    run.save()
    return Result(Outcome.COMPLETED, decision, None, notified)


def _end(run: Run, ending: str, *, at: datetime) -> None:
    for step in run.steps.filter(state__in=[StepState.WAITING, StepState.ACTIVE]):
        step.cancel(at=at)
        step.save()
    getattr(run, ending)(at=at)
    run.save()


def open_run_of(subject: models.Model) -> Run | None:
    """Return the run of an object that is still open."""
    return runs_of(subject).filter(state=RunState.OPEN).first()


def runs_of(subject: models.Model) -> models.QuerySet[Run]:
    """Return all runs of an object, oldest first."""
    return Run.objects.filter(object_type=subject._meta.label_lower, object_id=subject.pk).order_by("pk")


def last_decider(subject: models.Model) -> int | None:
    """Return the person who decided last on the newest run of an object."""
    last = (
        Decision.objects.filter(run__object_type=subject._meta.label_lower, run__object_id=subject.pk)
        .filter(verb__in=[Verb.APPROVE, Verb.RETURN, Verb.REJECT])
        .order_by("-run_id", "-at", "-id")
        .first()
    )
    return last.by_id if last else None
