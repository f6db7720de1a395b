"""Taking a waiting step and letting it go (领取、释放)."""

from datetime import datetime, timedelta

from django.conf import settings

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record, register
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.ui.texts import moment_text
from newmedia_portal.core.workflow import chain

from ...models import Filing
from ..models import Claim

for _code, _label in (("filing.claimed", "领取办理"), ("filing.released", "释放领取")):
    register(_code, _label)


def claim(filing: Filing, *, step_id: int, by: User, at: datetime) -> Claim:
    """Take a step that waits for the person, for `FILING_CLAIM_MINUTES`; taking it again begins anew.

    Colleagues see who has it and until when; it binds nobody. Raises Conflict when a colleague has it or the step no
    longer waits, Forbidden when it does not wait for this person, Refused where several people each speak at it.
    """
    with unit_of_work():
        locked = Filing.objects.select_for_update().get(pk=filing.pk)
        run = chain.open_run_of(locked)
        step = run.steps.filter(pk=step_id, state="active").first() if run else None
        if run is None or step is None:
            raise Conflict("这一环节已经办理，不用再领取。请刷新页面查看最新情况。")
        if run.started_by_id == by.pk or not chain.waiting_for(by).filter(pk=step_id).exists():
            raise Forbidden("这一环节不由您办理，不能领取。")
        if step.seated:
            raise Refused("这一环节要几个人分别办理，不用领取。")
        until = at + timedelta(minutes=settings.FILING_CLAIM_MINUTES)
        held = Claim.objects.filter(step=step_id).select_related("by").first()
        if held is not None and held.holds(at) and held.by_id != by.pk:
            raise Conflict(f"{held.by}已于 {moment_text(held.at)} 领取，{moment_text(held.until)} 自动释放。")
        taken, _ = Claim.objects.update_or_create(step_id=step_id, defaults={"by": by, "at": at, "until": until})
        record("filing.claimed", by=by, at=at, obj=locked, after={"until": until})
    return taken


def release(filing: Filing, *, step_id: int, by: User, at: datetime) -> Claim:
    """Let one's own claim go before its time.

    Raises Conflict when nobody has it any more, Forbidden when it is a colleague's.
    """
    with unit_of_work():
        locked = Filing.objects.select_for_update().get(pk=filing.pk)
        of_filing = Claim.objects.filter(step__run__object_type=Filing._meta.label_lower, step=step_id)
        held = of_filing.filter(step__run__object_id=locked.pk).select_related("by").first()
        if held is None or not held.holds(at):
            raise Conflict("没有正在生效的领取，不用释放。")
        if held.by_id != by.pk:
            raise Forbidden(f"由{held.by}领取，只能由本人释放；到 {moment_text(held.until)} 自动释放。")
        held.until = at
        held.save(update_fields=["until"])
        record("filing.released", by=by, at=at, obj=locked)
    return held
