"""Asking others beside the chain (委派、前加签、后加签、减签): what is added never takes the place of a post."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ..access.models import User
from ..refusals import Conflict, Forbidden, Refused
from ..transactions import unit_of_work
from .answering import finish, undecided
from .holders import refuse_unfit, unfit
from .models import Decision, Run, Step
from .plans import Result, StepPlan, advance, again, cancel_open_steps, lay, locked, locked_step, planned, write
from .seating import enough
from .states import Mode, SeatState, StepKind, StepState, Verb

#: As many people may be added at one time.
MOST_PEOPLE = 20


@dataclass(frozen=True)
class Asked:
    """Who is asked beside the post, and how several of them decide."""

    people: Sequence[User]
    mode: str = Mode.ALL
    percent: int | None = None


def delegate(run: Run, *, step_id: int, to: User, by: User, at: datetime, opinion: str) -> Result:
    """Ask one person for an opinion; afterwards the step comes back to whoever delegated it (委派).

    Raises Conflict and Forbidden as `decide` does, Refused for a step that several hold and for an unfit person.
    """
    with unit_of_work():
        run, step, absent = _open(run, step_id, by, at)
        _refuse_people(run, StepKind.OPINION, [to], by)
        asked = _plan_of(run, step, Asked([to]), StepKind.OPINION, f"{to}提意见", by)
        decision = write(run, step, Verb.DELEGATE, by=by, at=at, opinion=opinion, for_user=to)
        return _ask_first(run, step, asked, decision, owner=absent or by, at=at)


def add_before(run: Run, *, step_id: int, asked: Asked, by: User, at: datetime, opinion: str) -> Result:
    """Let others sign before one's own decision (前加签); then the step comes back.

    Raises as `delegate` does.
    """
    with unit_of_work():
        run, step, absent = _open(run, step_id, by, at)
        _refuse_asked(run, asked, by)
        plan = _plan_of(run, step, asked, StepKind.APPROVE, f"{step.label}·前加签", by)
        decision = write(run, step, Verb.ADD_BEFORE, by=by, at=at, opinion=opinion, reasons=_names(asked))
        return _ask_first(run, step, plan, decision, owner=absent or by, at=at)


def add_after(run: Run, *, step_id: int, asked: Asked, by: User, at: datetime, opinion: str) -> Step:
    """Let others sign after one's own decision, before the next step of the chain (后加签); returns the own step."""
    with unit_of_work():
        run, step, _ = _open(run, step_id, by, at, seated=True)
        _refuse_asked(run, asked, by)
        plan = _plan_of(run, step, asked, StepKind.APPROVE, f"{step.label}·后加签", by)
        ahead = planned(_ahead(run), anew=False)
        write(run, step, Verb.ADD_AFTER, by=by, at=at, opinion=opinion, reasons=_names(asked))
        cancel_open_steps(run, at=at, active=False)
        lay(run, [plan, *ahead], lap=step.lap)
        return step


def remove(run: Run, *, step_id: int, person: User | None, by: User, at: datetime, opinion: str) -> Result | None:
    """Take out what one added and nobody has acted on (减签): one person, or with None the whole added step.

    Returns the result where the run moved on because of it. Raises Conflict for what is over, Forbidden for a
    stranger, Refused for a step of the chain itself or a person who has spoken.
    """
    with unit_of_work():
        run = locked(run)
        step = Step.objects.select_for_update().filter(pk=step_id, run=run).first()
        if step is None or step.state not in (StepState.WAITING, StepState.ACTIVE):
            raise Conflict("该加签已经办结或取消，请刷新页面。")
        if step.added_by_id is None:
            raise Refused("只能减去加签的环节，制度规定的环节不能减。")
        if step.added_by_id != by.pk:
            raise Forbidden(f"只有加签人{step.added_by}可以减签。")
        seats = list(step.seats.select_for_update().exclude(state=SeatState.GONE))
        gone = [seat for seat in seats if person is None or seat.person_id == person.pk]
        if not gone or any(seat.state != SeatState.OPEN for seat in gone):
            raise Refused("该加签人已经办理或不在加签名单中，不能减签。", field="person")
        for seat in gone:
            seat.leave(at=at)
            seat.save()
        row = write(run, step, Verb.REMOVE, by=by, at=at, opinion=opinion, reasons=[str(s.person) for s in gone])
        if len(gone) == len(seats):
            return _drop(run, step, row, at=at)
        return _settle(run, step, row, at=at)


def added_by(run: Run, user: User) -> list[Step]:
    """Return the added steps that this person may still take out."""
    states = [StepState.WAITING, StepState.ACTIVE]
    return list(run.steps.filter(added_by=user, state__in=states).order_by("position"))


def _drop(run: Run, step: Step, row: Decision, *, at: datetime) -> Result | None:
    was_active = step.state == StepState.ACTIVE
    step.cancel(at=at)
    step.save()
    return advance(run, row, at=at) if was_active else None


def _settle(run: Run, step: Step, row: Decision, *, at: datetime) -> Result | None:
    """Close the step where those who are left have all spoken already."""
    if step.state != StepState.ACTIVE or (not enough(step) and undecided(step)):
        return None
    return finish(run, step, row, at=at)


def _open(run: Run, step_id: int, by: User, at: datetime, *, seated: bool = False) -> tuple[Run, Step, User | None]:
    run = locked(run)
    step = locked_step(run, step_id)
    absent = refuse_unfit(run, step, by, at)
    if step.added_by_id is not None:
        raise Refused("加签人和受委派人不能再加签或委派，请写明意见后交回。")
    if step.seated and not seated:
        raise Refused("多人会签的环节不能委派或前加签，请各自写明意见，或转交自己的一席。")
    return run, step, absent


def _ask_first(run: Run, step: Step, asked: StepPlan, decision: Decision, *, owner: User, at: datetime) -> Result:
    ahead = planned(_ahead(run), anew=False)
    back = again(step, holder=owner)
    step.suspend(at=at)
    step.save()
    cancel_open_steps(run, at=at)
    lay(run, [asked, back, *ahead], lap=step.lap)
    return advance(run, decision, at=at)


def _ahead(run: Run) -> list[Step]:
    return list(
        run.steps.filter(state=StepState.WAITING).select_related("unit", "holder", "added_by").order_by("position")
    )


def _plan_of(run: Run, step: Step, asked: Asked, kind: str, label: str, by: User) -> StepPlan:
    number = run.steps.filter(added_by__isnull=False).values("code").distinct().count() + 1
    return StepPlan(
        code=f"added_{number}", label=label[:60], role="", unit=step.unit, kind=kind, side=step.side,
        article=step.article, mode=asked.mode, percent=asked.percent, people=tuple(p.pk for p in asked.people),
        added_by=by, back_to=step.code,
    )  # fmt: skip


def _refuse_asked(run: Run, asked: Asked, by: User) -> None:
    if asked.mode not in Mode.values:
        raise Refused("请选择多人办理方式。", field="mode")
    if asked.mode == Mode.RATIO and not 1 <= (asked.percent or 0) <= 100:
        raise Refused("请填写 1 至 100 之间的同意比例。", field="percent")
    _refuse_people(run, StepKind.APPROVE, asked.people, by)


def _refuse_people(run: Run, kind: str, people: Sequence[User], by: User) -> None:
    if not people:
        raise Refused("请选择至少一位人员。", field="people")
    if len({person.pk for person in people}) != len(people) or len(people) > MOST_PEOPLE:
        raise Refused(f"人员不能重复，一次最多 {MOST_PEOPLE} 位。", field="people")
    nowhere = Step(run_id=run.pk, code="", kind=kind)
    for person in people:
        if person.pk == by.pk:
            raise Refused("不能选择自己，请选择其他人员。", field="people")
        if not person.is_active or person.instance_role:
            raise Refused(f"{person}不是在用的业务人员账号，请另选一位。", field="people")
        if unfit(run, nowhere, {person.pk}):
            raise Refused(f"{person}是提交人、作者或已在其他环节签署，按制度须回避，请另选一位。", field="people")


def _names(asked: Asked) -> list[str]:
    word = Mode(asked.mode).label if len(asked.people) > 1 else ""
    share = f"{asked.percent}%" if asked.mode == Mode.RATIO and asked.percent else ""
    return [*(str(person) for person in asked.people), *([word + share] if word else [])]
