"""The result of a check (检查结论): the verdict, the second look, and the findings that follow."""

from datetime import datetime
from typing import Any

from newmedia_portal.core.access.models import User
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ...inspecting.people import second_for
from ...inspecting.raising import raise_findings
from ...inspecting.states import Outcome, Verdict
from ...inspecting.telling import tell_assigned
from ...inspecting.template import Item, from_rows
from ...inspecting.verdicts import Given, Result, result_of
from ...models import Answer, Inspected
from .checking import open_row


def finish(row: Inspected, *, by: User, at: datetime) -> Inspected:
    """Close the check of an account: 不合格 where any veto hits.

    A 不合格 and the chosen share go to a second person before they stand; otherwise the findings are raised at once.
    Raises Refused while an item by hand is open, a veto has neither link nor file, or nobody is left for the second
    look, before a time point is set; Forbidden and Conflict as for answers.
    """
    with unit_of_work():
        held = open_row(row, by)
        if held.inspected_at is None:
            raise Refused("还没有检查时点，请先设定检查时点再提交。", field="point")
        items = from_rows(held.campaign.template)
        answers = list(held.answers.prefetch_related("files"))
        _complete(items, answers)
        found = result(items, answers)
        words = "、".join(item.label for item in items if item.code in found.vetoes)
        details = {"verdict": str(found.verdict.label), "points": str(found.points), "vetoes": words}
        common: dict[str, Any] = {
            "by": by,
            "at": at,
            "details": details,
            "verdict": found.verdict,
            "points": found.points,
        }
        if found.verdict == Verdict.FAILED or held.second_wanted:
            second = second_for(held)
            if second is None:
                raise Refused("没有可以复核的人员，请部门在检查人员中增加一人后再提交。")
            done = perform(row, "hand_on", action="inspection.handed_on", second=second, **common)
            tell_assigned(held, second, second=True, at=at)
            return done
        done = perform(row, "finish", action="inspection.finished", **common)
        raise_findings(done, at=at)
    return done


def result(items: list[Item], answers: list[Answer]) -> Result:
    """Return what follows from stored answers."""
    return result_of(items, [Given(one.code, one.outcome, one.hits) for one in answers])


def _complete(items: list[Item], answers: list[Answer]) -> None:
    labels = {item.code: item for item in items}
    missing = [labels[one.code].label for one in answers if one.outcome == Outcome.OPEN]
    if missing:
        raise Refused(f"还有 {len(missing)} 项没有填写：{'、'.join(missing[:5])}。确实无法判断的，请选“未知”。")
    for one in answers:
        item = labels[one.code]
        by_hand = one.suggested != Outcome.PROBLEM
        if one.outcome == Outcome.PROBLEM and item.is_veto and by_hand and not one.link and not one.files.all():
            raise Refused(f"“{item.label}”是单项否决，请上传截图或填写链接作为证据。")
