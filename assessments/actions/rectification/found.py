"""Findings that come from elsewhere (上级通报、日常发现), and those that are not pursued."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils.timezone import localdate

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform
from newmedia_portal.regimes.editions import edition_for

from ...inspecting.raising import earlier_of
from ...inspecting.revising import revise
from ...inspecting.states import FoundBy
from ...inspecting.template import defaults, problems
from ...models import Finding
from ..inspections.evidence import attach


@dataclass(frozen=True)
class Found:
    """What was found, by whose inspection, and when; the term is that of the notice."""

    kind: str
    words: str
    found_at: datetime
    found_by: str = FoundBy.LOCAL
    is_veto: bool = False
    article: str = ""
    link: str = ""
    number: int = 0
    unit_of_time: str = ""
    files: Sequence[UploadedFile] = field(default_factory=tuple)


def enter_finding(account: MediaAccount, found: Found, *, by: User, at: datetime) -> Finding:
    """Enter a finding of another inspection or of daily work (S3-11.0c, S0-19.3); the unit is told by a notice.

    A repeated one is recognised. Raises Forbidden for anybody but the department, Refused for an unknown kind, missing
    words or a moment still to come.
    """
    if found.kind not in problems():
        raise Refused("请选择问题类别。", field="kind")
    if not found.words.strip():
        raise Refused("请写明问题的情况。", field="words")
    if found.found_at > at:
        raise Refused("发现时间不能晚于现在。", field="found_at")
    problem, presumed = problems()[found.kind], defaults()
    with unit_of_work():
        held = MediaAccount.objects.select_related("unit", "root").get(pk=account.pk)
        made = Finding(
            account=held,
            unit=held.unit,
            root_id=held.root_id,
            edition=edition_for(held.unit.regime_code, localdate(at)),
            kind=problem.code,
            label=problem.label,
            metric=problem.metric,
            is_veto=found.is_veto,
            found_by=found.found_by,
            found_at=found.found_at,
            finder=by,
            words=found.words.strip()[:500],
            link=found.link.strip()[:500],
            article=found.article.strip()[:120],
            repeats=earlier_of(held.pk, problem.code, found.found_at, int(presumed["repeat_months"])),
            number=found.number or int(presumed["rectify_number"]),
            unit_of_time=found.unit_of_time or str(presumed["rectify_unit"]),
            objection_days=int(presumed["objection_days"]),
        )
        if not by.has_perm("assessments.direct_inspections", made):
            raise Forbidden("只有宣传部门可以登记问题。")
        made.save()
        attach(made, found.files, by=by, at=at)
        after = {"kind": problem.label, "found_by": made.get_found_by_display(), "veto": made.is_veto}
        record("finding.entered", by=by, at=at, obj=made, after=after)
    return made


def drop(finding: Finding, *, reason: str, by: User, at: datetime) -> Finding:
    """Do not pursue a finding of which nobody has been told, with the reason; raises Refused without one."""
    if not reason.strip():
        raise Refused("请写明不予追究的理由。", field="reason")
    with unit_of_work():
        words = reason.strip()[:500]
        dropped = perform(
            finding, "drop", by=by, at=at, action="finding.dropped", reason=words, by_whom=by, words=words
        )
        revise(dropped, by=by, at=at)
    return dropped
