"""Turning the chain of an edition into steps with units (审批链落到单位)."""

from newmedia_portal.core.access.models import Post, Unit
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workflow.chain import StepPlan
from newmedia_portal.regimes.schema import Step

from .content import kind_of
from .models import Filing


def plan_of(filing: Filing) -> list[StepPlan]:
    """Return the steps of this filing; an optional step is taken when the form asks for it.

    Raises Refused where the unit that should hold a step is not known.
    """
    plan = []
    for step in kind_of(filing).chain:
        unit = unit_for(step, filing.unit)
        if step.optional and not _wanted(step, filing, unit):
            continue
        if unit is None:
            raise Refused(_unknown_unit(step))
        plan.append(StepPlan(step.code, step.label, step.role, unit, step.kind, step.side, step.article))
    return plan


def unit_for(step: Step, owner: Unit) -> Unit | None:
    """Return the unit whose post holder takes the step: the owner, its line department, authority or the superior."""
    if step.unit == "owner":
        return owner
    if step.unit == "line":
        return owner.line_department
    authority = authority_of(owner)
    return authority if step.unit == "authority" or authority is None else authority.superior


def authority_of(unit: Unit) -> Unit | None:
    """Return the filing authority that is nearest above a unit: on its own level first, then further up (备案机关)."""
    chain_of_parents = [int(part) for part in unit.path.strip("/").split("/")]
    found = {
        authority.parent_id or authority.pk: authority
        for authority in Unit.objects.filter(root=unit.root_id or unit.pk, is_authority=True, closed_on__isnull=True)
    }
    return next((found[pk] for pk in reversed(chain_of_parents) if pk in found), None)


def _wanted(step: Step, filing: Filing, unit: Unit | None) -> bool:
    if unit is None:
        return False
    if step.code.startswith("collective"):
        return bool(filing.data.get("collective_decision"))
    return Post.objects.filter(unit=unit, role=step.role, until__isnull=True).exists()


def _unknown_unit(step: Step) -> str:
    if step.unit == "line":
        return "本单位尚未设定主管部门,无法送主管部门办理。请联系系统管理员在单位信息中设定。"
    return f"没有找到“{step.label}”的办理单位,请联系系统管理员检查单位设置。"
