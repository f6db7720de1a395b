"""Which signatures count (有效签署): replayed from the record, the last guard before an authorisation."""

from collections.abc import Sequence

from newmedia_portal.core.workflow.chain import StepPlan
from newmedia_portal.core.workflow.models import Decision, Run
from newmedia_portal.core.workflow.states import Verb

Key = tuple[str, str, int]


def key_of(step: StepPlan) -> Key:
    """Name a step by what is asked, of which post, in which unit."""
    return (step.code, step.role, step.unit.pk)


def signed(run: Run, plan: Sequence[StepPlan], *, voids: str) -> dict[Key, Decision]:
    """Return the agreement that counts for each step of the plan.

    An alteration voids every signature (`all`), or those from the altering step on (`later`); a step that an object
    was sent back to and all run again after it lose theirs.
    """
    places = {key_of(step): place for place, step in enumerate(plan)}
    found: dict[Key, Decision] = {}
    rows = run.decisions.exclude(step=None).select_related("step", "by", "for_user").order_by("pk")
    laid_again = _laid_again(run)
    for decision in rows:
        step = decision.step
        if step is None:
            continue
        key = (step.code, step.role, step.unit_id)
        if decision.verb == Verb.APPROVE:
            found[key] = decision
        elif decision.verb == Verb.VOID:
            at = places.get(key, 0)
            keep = [k for k in found if voids == "later" and places.get(k, 0) < at]
            found = {k: found[k] for k in keep}
        elif decision.verb == Verb.RECALL:
            found.pop(key, None)
        elif decision.verb == Verb.SEND_BACK:
            for again in laid_again.get(step.pk, ()):
                found.pop(again, None)
    return found


def _laid_again(run: Run) -> dict[int, list[Key]]:
    """Return, for each step that sent the object back, the steps that were laid anew because of it."""
    steps = list(run.steps.order_by("position"))
    again: dict[int, list[Key]] = {}
    returning = set(run.decisions.filter(verb=Verb.SEND_BACK).values_list("step_id", flat=True))
    for sender in (step for step in steps if step.pk in returning):
        later = [step for step in steps if step.lap == sender.lap + 1 and step.position > sender.position]
        again[sender.pk] = [(step.code, step.role, step.unit_id) for step in later]
    return again


def missing(run: Run, plan: Sequence[StepPlan], *, voids: str) -> list[StepPlan]:
    """Return the steps of the plan without a signature that counts on what is now to be authorised."""
    found = signed(run, plan, voids=voids)
    lacking = []
    for step in plan:
        decision = found.get(key_of(step))
        old = decision is not None and decision.content_hash != run.content_hash and voids != "later"
        if decision is None or old:
            lacking.append(step)
    return lacking
