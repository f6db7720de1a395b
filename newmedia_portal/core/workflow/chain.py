"""Moving a run along its chain (审批链): opening and deciding; further moves stand in `moves`.

The chain knows nothing of what is approved; the caller locks its own object first, then calls in here, and moves its
own state by the outcome.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import models

from ..access.models import User
from ..refusals import Refused
from ..transactions import unit_of_work
from .answering import answer
from .holders import candidates, holders, may_decide, refuse_unfit, represented, role_label, waiting_for
from .models import Decision, Run, Step
from .moves import may_withdraw, passed_steps, renew, replan, send_back, transfer, urge, void, withdraw
from .plans import (
    Outcome,
    Result,
    StepPlan,
    advance,
    already_decided,
    current_step,
    end,
    lay,
    locked,
    locked_step,
    write,
)
from .seating import clear_seats, enough, hopeless, seat_of
from .states import DECIDING, Mode, RunState, StepKind, Verb

__all__ = [
    "Outcome",
    "Result",
    "StepPlan",
    "already_decided",
    "candidates",
    "current_step",
    "decide",
    "holders",
    "last_decider",
    "may_decide",
    "may_withdraw",
    "open_run",
    "open_run_of",
    "passed_steps",
    "renew",
    "replan",
    "represented",
    "role_label",
    "runs_of",
    "send_back",
    "transfer",
    "urge",
    "void",
    "waiting_for",
    "was_decided",
    "withdraw",
]


def open_run(
    subject: models.Model,
    *,
    plan: Sequence[StepPlan],
    edition_ref: str,
    content_hash: str,
    by: User,
    at: datetime,
    separate: bool = False,
    barred: Iterable[int] = (),
) -> Result:
    """Start a run at its first step; a second open run on the same object is refused by the database.

    `separate` lets one person agree to one step only, `barred` names those who may not decide at all. Raises Refused
    when the plan is empty.
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
            separate=separate,
            barred=sorted(set(barred)),
        )
        lay(run, plan)
        decision = write(run, None, Verb.SUBMIT, by=by, at=at)
        return advance(run, decision, at=at)


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
    """Agree, return, refuse or give an opinion at the step that the reader saw; exactly one of several racers wins.

    Where several hold the step, it waits until as many have agreed as it asks for (会签、或签、按比例). Raises Conflict
    when that step is no longer waiting, Forbidden when the person does not hold it, made the content or signed another
    step, Refused when a return, refusal or opinion gives no reason or the verb does not belong to the step.
    """
    with unit_of_work():
        run = locked(run)
        step = locked_step(run, step_id)
        absent = refuse_unfit(run, step, by, at)
        _refuse_verb(step, verb)
        if verb != Verb.APPROVE and not (opinion.strip() or reasons):
            raise Refused("请写明理由,或选择一条常用理由。", field="opinion")
        said: dict[str, Any] = {"by": by, "at": at, "opinion": opinion, "reasons": reasons, "for_user": absent}
        people = {by.pk, absent.pk} if absent else {by.pk}
        if step.added_by_id is not None and step.kind != StepKind.OPINION:
            return answer(run, step, agrees=verb == Verb.APPROVE, people=people, **said)
        waits = _vote(step, verb, people, at=at)
        if waits:
            return Result(Outcome.JOINED, write(run, step, waits, **said), step)
        decision = write(run, step, verb, **said)
        step.close(at=at)
        step.save()
        clear_seats(step, at=at)
        if verb in (Verb.APPROVE, Verb.OPINE):
            return advance(run, decision, at=at)
        ending = {Verb.RETURN: "give_back", Verb.REJECT: "reject"}[Verb(verb)]
        end(run, ending, at=at)
        outcome = Outcome.RETURNED if verb == Verb.RETURN else Outcome.REJECTED
        return Result(outcome, decision)


def _refuse_verb(step: Step, verb: str) -> None:
    """An opinion is asked of whom a step was delegated to; who was added agrees or sends back, and ends nothing."""
    if step.kind == StepKind.OPINION and verb != Verb.OPINE:
        raise Refused("这一步请您提出意见，办完后交回委派人，由委派人作出决定。", field="opinion")
    if step.kind != StepKind.OPINION and verb not in (Verb.APPROVE, Verb.RETURN, Verb.REJECT):
        raise Refused("这一步须作出决定：同意、退回或不同意。", field="opinion")
    if step.added_by_id is not None and verb == Verb.RETURN:
        said = "加签人不能直接退回填报人，请选择同意或不同意并写明意见，由加签发起人决定。"
        raise Refused(said, field="opinion")


def _vote(step: Step, verb: str, people: set[int], *, at: datetime) -> Verb | None:
    """Let one of several holders speak; returns under which verb it is kept while the step still waits for others."""
    seat = seat_of(step, people)
    if seat is None or verb == Verb.RETURN:
        return None
    if verb in (Verb.APPROVE, Verb.OPINE):
        seat.agree(at=at)
        seat.save()
        return None if verb == Verb.OPINE or enough(step) else Verb.COSIGN
    if step.mode != Mode.RATIO:
        return None
    seat.refuse(at=at)
    seat.save()
    return None if hopeless(step) else Verb.DISSENT


def open_run_of(subject: models.Model) -> Run | None:
    """Return the run of an object that is still open."""
    return runs_of(subject).filter(state=RunState.OPEN).first()


def runs_of(subject: models.Model) -> models.QuerySet[Run]:
    """Return all runs of an object, oldest first."""
    return Run.objects.filter(object_type=subject._meta.label_lower, object_id=subject.pk).order_by("pk")


def last_decider(subject: models.Model) -> int | None:
    """Return the person whose word moved the newest run of an object last."""
    moving = [Verb.APPROVE, Verb.RETURN, Verb.REJECT, Verb.OPINE, Verb.REMOVE, Verb.RECALL]
    last = _decisions_of(subject).filter(verb__in=moving).order_by("-run_id", "-at", "-id").first()
    return last.by_id if last else None


def was_decided(subject: models.Model) -> bool:
    """Whether anybody ever decided on an object (办理过)."""
    return _decisions_of(subject).filter(verb__in=DECIDING).exists()


def _decisions_of(subject: models.Model) -> models.QuerySet[Decision]:
    return Decision.objects.filter(run__object_type=subject._meta.label_lower, run__object_id=subject.pk)
