"""Re-checks (复查): the problem is gone, or a new finding takes over from the old one."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from newmedia_portal.core.access.models import User
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ...inspecting.telling import tell_decided
from ...models import Finding, Recheck
from ..inspections.evidence import attach
from .watchlist import put_on_list


def recheck(
    finding: Finding, *, passed: bool, words: str, link: str = "", files: Sequence[UploadedFile] = (),
    watch: bool = False, by: User, at: datetime,
) -> Recheck:  # fmt: skip
    """Look whether a problem is gone. If it is, the finding is settled; if not, a new finding linked to it takes over.

    With `watch` an account that failed goes on the watch list. The unit is told. Raises Refused without words,
    Forbidden for anybody but staff of the department without a post in the unit, Conflict when it is over.
    """
    said = words.strip()[:500]
    if not said:
        raise Refused("请写明复查看到的情况。", field="words")
    with unit_of_work():
        verb, action = ("settle", "finding.settled") if passed else ("fail", "finding.failed")
        done = perform(finding, verb, by=by, at=at, action=action, reason=said, by_whom=by, words=said)
        made = Recheck.objects.create(
            finding=done, campaign_id=done.campaign_id, passed=passed, words=said, link=link.strip()[:500], by=by, at=at
        )
        attach(made, files, by=by, at=at)
        if not passed:
            again = _again(done, said, link.strip()[:500], by, at)
            if watch:
                put_on_list(done.account, f"整改不彻底：{done.label}", finding=again, by=by, at=at)
        tell_decided(done, "rechecked", "复查通过" if passed else "复查不通过", said, at=at)
    return made


def _again(old: Finding, words: str, link: str, by: User, at: datetime) -> Finding:
    return Finding.objects.create(
        account_id=old.account_id,
        unit_id=old.unit_id,
        root_id=old.root_id,
        edition_id=old.edition_id,
        campaign_id=None,
        kind=old.kind,
        label=old.label,
        metric=old.metric,
        is_veto=False,
        found_by=old.found_by,
        found_at=at,
        finder=by,
        words=words,
        link=link,
        article=old.article,
        repeats=old,
        recheck_of=old,
        number=old.number,
        unit_of_time=old.unit_of_time,
        objection_days=old.objection_days,
    )
