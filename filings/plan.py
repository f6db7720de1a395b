"""Turning the chain of an edition into steps with units (审批链落到单位)."""

from newmedia_portal.core.access.authority import authority_of, unit_for
from newmedia_portal.core.access.models import Post, Unit
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workflow.chain import StepPlan
from newmedia_portal.regimes.schema import Step

from .content import kind_of
from .models import Filing

__all__ = ["authority_of", "plan_of", "unit_for"]


def plan_of(filing: Filing) -> list[StepPlan]:
    """Return the steps of this filing; an optional step is taken when the form asks for it.

    Raises Refused where the unit that should hold a step is not known.
    """
    plan = []
    for step in kind_of(filing).chain:
        unit = unit_for(step.unit, filing.unit)
        if step.optional and not _wanted(step, filing, unit):
            continue
        if unit is None:
            raise Refused(_unknown_unit(step))
        plan.append(
            StepPlan(
                step.code, step.label, step.role, unit, step.kind, step.side, step.article,
                mode=step.mode, percent=step.percent,
            )
        )  # fmt: skip
    return plan


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
