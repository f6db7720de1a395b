"""Whether a chain can be staffed (承办人是否齐全): every step held, by distinct people where the edition asks so."""

from collections.abc import Iterable, Sequence

from newmedia_portal.core.access.models import Post as Held
from newmedia_portal.core.access.models import User
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workflow.chain import StepPlan, role_label
from newmedia_portal.core.workflow.holders import asked
from newmedia_portal.core.workflow.models import Run, Step
from newmedia_portal.core.workflow.states import StepState, Verb


def refuse_unstaffed(plan: Sequence[StepPlan], *, barred: Iterable[int], separate: bool) -> None:
    """Refuse a chain that nobody could complete, naming the step at fault and the remedy."""
    away = set(barred)
    held: dict[tuple[int, str], set[int]] = {}
    rows = Held.objects.filter(unit__in={s.unit.pk for s in plan}, until__isnull=True, user__is_active=True)
    for unit_id, role, user_id in rows.values_list("unit_id", "role", "user_id"):
        held.setdefault((unit_id, role), set()).add(user_id)
    people = [held.get((step.unit.pk, step.role), set()) - away for step in plan]
    for step, free in zip(plan, people, strict=True):
        if not free:
            raise Refused(
                f"“{step.label}”目前没有可以办理的{role_label(step.role)}({step.unit},作者本人不能审核自己的稿件)。"
                "请联系系统管理员补齐岗位后再提交。"
            )
    if separate and (stuck := _unmatched(people)) is not None:
        step = plan[stuck]
        raise Refused(
            f"按制度同一人不得兼办两个审次,现有人员不够分派到“{step.label}”。"
            f"请联系系统管理员为{step.unit}增加一位{role_label(step.role)}。"
        )


def refuse_stuck(run: Run, step: Step, by: User) -> None:
    """Refuse an agreement after which a later step would have nobody left, because `by` alone could sign it.

    Holds only where one person signs one step. Raises Refused naming that step.
    """
    if not run.separate:
        return
    ahead = list(run.steps.filter(state=StepState.WAITING).select_related("unit").order_by("position"))
    signed: dict[str, set[int]] = {step.code: {by.pk}}
    for code, person in run.decisions.filter(verb=Verb.APPROVE).values_list("step__code", "by"):
        signed.setdefault(code, set()).add(person)
    people = []
    for later in ahead:
        away = set(run.barred).union(*(who for code, who in signed.items() if code != later.code))
        free = set(asked(later).values_list("pk", flat=True))
        people.append(free - away)
    stuck = _unmatched(people)
    if stuck is not None:
        raise Refused(
            f"您办理这一步之后,“{ahead[stuck].label}”就没有可以办理的人员了。"
            f"请由{step.unit}的其他{role_label(step.role)}办理这一步,或转交。"
        )


def _unmatched(people: Sequence[set[int]]) -> int | None:
    """Return the first step that cannot get a person of its own (matching by augmenting paths)."""
    taken: dict[int, int] = {}

    def place(step: int, tried: set[int]) -> bool:
        for person in sorted(people[step] - tried):
            tried.add(person)
            if person not in taken or place(taken[person], tried):
                taken[person] = step
                return True
        return False

    return next((step for step in range(len(people)) if not place(step, set())), None)
