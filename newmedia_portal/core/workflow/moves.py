"""Moves beside agreeing, returning and refusing: back to a passed step, 撤回, 转交, 催办, other steps, void."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from ..access.models import User
from ..refusals import Conflict, Forbidden, Refused
from ..transactions import unit_of_work
from .holders import candidates, may_decide, refuse_unfit, represented, role_label, unfit
from .models import Run, Step
from .plans import (
    Outcome,
    Result,
    StepPlan,
    advance,
    again,
    cancel_open_steps,
    current_step,
    end,
    lay,
    locked,
    locked_step,
    planned,
    write,
)
from .seating import clear_seats, seat_of, take_seat
from .states import DECIDING, RunState, Side, StepKind, StepState, Until, Verb

#: As often may one step be urged.
MOST_URGES = 5
#: What a step is known by when a plan changes: its code, role and unit.
Place = tuple[str, str, int]


def send_back(
    run: Run,
    *,
    step_id: int,
    to_code: str,
    straight: bool,
    by: User,
    at: datetime,
    opinion: str,
    asked: Collection[Place] | None = None,
) -> Result:
    """Send the object back to a step that it has passed (退回到已办环节).

    With `straight` it comes straight back to the one who returned it, else every step between is run again. `asked`
    names the steps that the plan still asks for, where it may have changed on the way. Raises Conflict, Forbidden as
    `decide` does, Refused without a reason or for a step that was not passed or is no longer asked for.
    """
    with unit_of_work():
        run = locked(run)
        step = locked_step(run, step_id)
        absent = refuse_unfit(run, step, by, at)
        if not opinion.strip():
            raise Refused("请写明退回的理由。", field="opinion")
        if step.added_by_id is not None:
            raise Refused("加签人和受委派人不能退回环节，请写明意见，由发起人决定。", field="opinion")
        passed = passed_steps(run, step, asked)
        target = next((place for place, other in enumerate(passed) if other.code == to_code), None)
        if target is None:
            raise Refused("只能退回到本次已经办过、现在仍须办理的环节,请重新选择。", field="to_code")
        between = [passed[target]] if straight else passed[target:]
        returner = again(step, holder=None if step.seated else absent or by) if straight else again(step)
        ahead = list(run.steps.filter(state=StepState.WAITING).select_related("unit").order_by("position"))
        decision = write(run, step, Verb.SEND_BACK, by=by, at=at, opinion=opinion, for_user=absent)
        step.close(at=at)
        step.save()
        clear_seats(step, at=at)
        plan = [*planned(between), returner, *planned(ahead, anew=False)]
        cancel_open_steps(run, at=at)
        lay(run, plan, lap=step.lap + 1)
        result = advance(run, decision, at=at)
        return Result(Outcome.SENT_BACK, decision, result.next_step, result.notified)


def passed_steps(run: Run, step: Step, asked: Collection[Place] | None = None) -> list[Step]:
    """Return the steps passed on the way here, each once, in the order of the chain; if given, those `asked` for."""
    done = run.steps.filter(state=StepState.DONE, position__lt=step.position).exclude(code=step.code)
    to_come = run.steps.filter(state=StepState.WAITING).values("code")
    done = done.exclude(kind__in=[StepKind.OPINION, StepKind.NOTIFY]).exclude(code__in=to_come)
    rows = done.select_related("unit").order_by("position")
    wanted = [other for other in rows if asked is None or (other.code, other.role, other.unit_id) in asked]
    latest = {other.code: other for other in wanted}
    first_place = {code: place for place, code in reversed(list(enumerate(run.steps.values_list("code", flat=True))))}
    return sorted(latest.values(), key=lambda other: first_place[other.code])


def replan(run: Run, *, ahead: Sequence[StepPlan], active: bool, by: User, at: datetime, opinion: str) -> Result:
    """Put other steps in place of those to come, with `active` also in place of the one that waits (调整环节).

    The waiting step stays with its holder otherwise. Raises Conflict when the run is over, Refused when nothing
    would be left to do.
    """
    with unit_of_work():
        run = locked(run)
        step = current_step(run)
        if run.state != RunState.OPEN or step is None:
            raise Conflict("该事项已经办结,不能再调整环节。")
        if active and not ahead:
            raise Refused("调整后没有可办理的环节,请联系系统管理员检查制度版本。")
        decision = write(run, step, Verb.REPLAN, by=by, at=at, opinion=opinion)
        cancel_open_steps(run, at=at, active=active)
        lay(run, ahead, lap=step.lap)
        return advance(run, decision, at=at) if active else Result(Outcome.ADVANCED, decision, step)


def renew(run: Run, *, plan: Sequence[StepPlan], content_hash: str, by: User, at: datetime, opinion: str) -> Result:
    """Go on with altered content: what was signed for the old content is void, `plan` is run on the new one.

    A plan that begins with the waiting step lets the earlier signatures stand, where the edition allows that.
    """
    with unit_of_work():
        run = locked(run)
        step = current_step(run)
        if run.state != RunState.OPEN or step is None:
            raise Conflict("该事项已经办结,不能再修改内容。")
        run.content_hash = content_hash
        run.save()
        decision = write(run, step, Verb.VOID, by=by, at=at, opinion=opinion)
        cancel_open_steps(run, at=at)
        lay(run, plan, lap=step.lap + 1)
        return advance(run, decision, at=at)


def void(run: Run, *, by: User | None, at: datetime, opinion: str) -> None:
    """End a run because its content was altered or lapsed: what was signed in it no longer counts (签署失效)."""
    with unit_of_work():
        run = locked(run)
        write(run, current_step(run), Verb.VOID, by=by, at=at, opinion=opinion)
        end(run, "void", at=at)


def withdraw(run: Run, *, by: User, at: datetime, opinion: str, until: str = Until.FIRST, article: str = "") -> Result:
    """Take the object back (撤回): until the first decision, or as long as the edition says with `until`.

    Raises Conflict when that moment has passed or the run is over.
    """
    with unit_of_work():
        run = locked(run)
        if run.state != RunState.OPEN:
            raise Conflict("该事项已经办结，不能再撤回。")
        if too_late := _too_late_to_withdraw(run, until, article):
            raise Conflict(too_late)
        decision = write(run, current_step(run), Verb.WITHDRAW, by=by, at=at, opinion=opinion)
        end(run, "withdraw", at=at)
        return Result(Outcome.WITHDRAWN, decision)


def may_withdraw(run: Run, until: str = Until.FIRST) -> bool:
    """Whether the object may still be taken back."""
    return run.state == RunState.OPEN and not _too_late_to_withdraw(run, until, "")


def _too_late_to_withdraw(run: Run, until: str, article: str) -> str:
    source = f"依据：{article}。" if article else ""
    remedy = f"如需修改，请联系当前承办人退回补正。{source}"
    if until == Until.FIRST and run.decisions.filter(verb__in=DECIDING).exists():
        return f"已有环节办理，不能再撤回。{remedy}"
    reached = run.steps.filter(side=Side.AUTHORITY, opened_at__isnull=False).exclude(kind=StepKind.NOTIFY)
    if until == Until.LODGED and reached.exists():
        return f"已送达备案机关，不能再撤回。{remedy}"
    return ""


def transfer(run: Run, *, step_id: int, to: User, by: User, at: datetime, opinion: str) -> Step:
    """Hand the waiting step, or one's own seat in it, to one other person who holds the same post (转交).

    Raises Refused when the other person does not hold the post or may not speak here, Forbidden when the giver does
    not hold the step.
    """
    with unit_of_work():
        run = locked(run)
        step = locked_step(run, step_id)
        if not may_decide(step, by):
            raise Forbidden("只有当前承办人可以转交。")
        if to.pk == by.pk or not _may_take(step, to):
            raise Refused(f"请选择{step.unit}的另一位{role_label(step.role)}。", field="to")
        if unfit(run, step, {to.pk}):
            raise Refused(f"{to}不能办理这一步（本人提交、本人撰写或已办理其他环节），请另选一位。", field="to")
        absent = represented(step, by, at)
        seat = seat_of(step, {by.pk, absent.pk} if absent else {by.pk})
        if seat is None:
            step.holder = to
            step.save()
        elif not take_seat(step, old=seat.person, new=to, at=at):
            raise Conflict("您的会签席位已经办理，请刷新页面。")
        write(run, step, Verb.TRANSFER, by=by, at=at, opinion=opinion, for_user=to)
        return step


def _may_take(step: Step, to: User) -> bool:
    if step.seated and step.seats.filter(person=to).exists():
        return False
    return bool(step.role) and candidates(step).filter(pk=to.pk).exists()


def urge(run: Run, *, by: User, at: datetime, opinion: str, pause: timedelta, most: int = MOST_URGES) -> Step:
    """Remind those who hold the waiting step (催办), at most once in `pause` and `most` times in all.

    Raises Refused when the last reminder is younger than that, and past the limit.
    """
    with unit_of_work():
        run = locked(run)
        step = current_step(run)
        if run.state != RunState.OPEN or step is None:
            raise Conflict("该事项已经办结,不需要催办。")
        urged = run.decisions.filter(verb=Verb.URGE, step=step)
        last = urged.order_by("-at").first()
        if last is not None and at - last.at < pause:
            hours = max(1, round(pause.total_seconds() / 3600))
            raise Refused(f"{hours} 小时内已经催办过,请稍后再催,或直接电话联系承办人。")
        if urged.count() >= most:
            raise Refused(f"这一环节已经催办 {most} 次，请直接电话联系承办人，或请备案机关协调。")
        write(run, step, Verb.URGE, by=by, at=at, opinion=opinion)
        return step
