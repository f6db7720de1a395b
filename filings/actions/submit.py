"""Handing in (提交): complete or not at all; the clock stops, the chain starts."""

from datetime import datetime

from django.utils.timezone import localdate

from newmedia_portal.core.access.models import User
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.door import perform

from ..clock import clock_of, late_workdays
from ..content import content_hash, day, kind_of, papers_of
from ..deadlines.open import meet_obligations
from ..messages import tell_holders, tell_observers
from ..models import Filing, Submission
from ..numbers import filing_number
from ..plan import plan_of
from ..problems import Problem, problems_of
from ..states import EDITABLE
from .annual.follow import follow_hand_in
from .forward import lodge_if_with_authority


class Incomplete(Refused):
    """Something is missing; `problems` says what and where to mend it."""

    def __init__(self, problems: list[Problem]) -> None:
        first = " ".join(problem.message for problem in problems[:3])
        super().__init__(f"还有 {len(problems)} 处需要补充,补齐后再提交。{first}")
        self.problems = problems


def submit(filing: Filing, *, version: int, by: User, at: datetime) -> Filing:
    """Hand in a filing: freeze what it says, give it a number, stop the legal clock, open the chain.

    A second click finds it handed in and is refused aloud. Facts against the rules (未批先开, 逾期) are recorded and
    never refused (readings A01, A43). Raises Incomplete, Conflict or Forbidden.
    """
    with unit_of_work():
        locked = Filing.objects.select_for_update().get(pk=filing.pk)
        _may_submit(locked, version, by)
        if problems := problems_of(locked):
            raise Incomplete(problems)
        submission = _freeze(locked, by=by, at=at)
        plan = plan_of(locked)
        _note_facts(locked, at=at)
        locked.save()
        locked = _hand_in(locked, submission, by=by, at=at)
        meet_obligations(locked, on=localdate(at), by=by, at=at)
        follow_hand_in(locked, by=by, at=at)
        edition = locked.edition.edition
        result = chain.open_run(
            locked,
            plan=plan,
            edition_ref=f"{edition.code}@{edition.version}",
            content_hash=submission.content_hash,
            by=by,
            at=at,
            separate=edition.separate_steps,
        )
        tell_observers(locked, result.notified, at=at)
        if result.next_step is not None:
            lodge_if_with_authority(locked, result.next_step, at=at)
            tell_holders(locked, result.next_step, at=at)
    filing.refresh_from_db()
    return filing


def _may_submit(filing: Filing, version: int, by: User) -> None:
    if not by.has_perm("filings.edit_filing", filing):
        raise Forbidden("只有本单位经办人可以提交。")
    if filing.state not in EDITABLE:
        raise Conflict("该备案已经提交,不需要再次提交。")
    if filing.version != version:
        raise Conflict("内容刚被修改,请核对后再提交。")


def _hand_in(filing: Filing, submission: Submission, *, by: User, at: datetime) -> Filing:
    """Give the filing its number and stop the clock, once."""
    number = filing.number or filing_number(filing.edition.edition.number_prefix, at)
    late = late_workdays(filing, at) if filing.first_submitted_at is None else filing.late_workdays
    details = {"hash": submission.content_hash, "times": submission.number, "late_workdays": late}
    return perform(
        filing,
        "submit",
        by=by,
        at=at,
        action="filing.submitted",
        details=details,
        number=number,
        late_workdays=late,
    )


def _freeze(filing: Filing, *, by: User, at: datetime) -> Submission:
    papers = papers_of(filing)
    return Submission.objects.create(
        filing=filing,
        number=filing.submissions.count() + 1,
        data=filing.data,
        team=filing.team,
        papers=papers,
        content_hash=content_hash(filing.data, filing.team, papers),
        by=by,
        at=at,
    )


def _note_facts(filing: Filing, *, at: datetime) -> None:
    """Write down what stands against the rules; a fact, never a refusal."""
    kind, facts = kind_of(filing), []
    opened, approved = day(filing, "opened_on"), day(filing, "approved_on")
    if kind.kind == "open" and kind.mode == "approve_before" and opened and opened <= localdate(at):
        text = f"未批先开:{opened} 已开通,应先经批准({kind.article})。"
        facts.append({"code": "opened_before_approval", "text": text, "article": kind.article})
    if opened and approved and kind.kind == "open" and kind.mode != "approve_before" and approved > opened:
        text = f"内部批准({approved})晚于开通({opened})。"
        facts.append({"code": "approved_after_opening", "text": text, "article": kind.article})
    clock = clock_of(filing)
    if clock is not None:
        filing.due_on, filing.due_provisional = clock.due.due, clock.due.provisional
        late = late_workdays(filing, at) if filing.first_submitted_at is None else filing.late_workdays
        if late:
            text = f"逾期 {late} 个工作日提交,法定期限 {clock.due.due}({clock.limit.article})。"
            facts.append({"code": "late", "text": text, "article": clock.limit.article})
    filing.facts = facts
