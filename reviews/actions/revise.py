"""A reviewer's own correction (审核改稿): a new version; what it voids is said by the edition."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record
from newmedia_portal.core.audit.witnesses import seal
from newmedia_portal.core.refusals import Conflict, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.holders import refuse_unfit
from newmedia_portal.core.workflow.plans import locked_step

from ..content import content_of, edition_of, procedure_of
from ..messages import tell_authors, tell_holders
from ..models import Post
from ..plan import plan_of
from ..prechecking import precheck
from ..richtext import sanitise
from ..states import PostState
from .submit import freeze

#: What a reviewer may correct; accounts, topics and files stay the author's.
REVISABLE = ("title", "summary", "body")


def revise(post: Post, *, step_id: int, values: Mapping[str, Any], note: str, by: User, at: datetime) -> Post:
    """Correct title, summary or body at one's own step; every signature that the edition voids is to be given again.

    Under `all` the chain begins anew, under `later` it goes on from this step. Raises Refused without a note or
    without a change, Conflict or Forbidden where the step is not the person's.
    """
    if not note.strip():
        raise Refused("请写明改了什么、为什么改,后面的审核人会看到。", field="note")
    with unit_of_work():
        locked = Post.objects.select_for_update().get(pk=post.pk)
        run = chain.open_run_of(locked)
        if locked.state != PostState.REVIEW or run is None:
            raise Conflict("该稿件已不在审核中,请刷新页面查看最新情况。")
        step = locked_step(run, step_id)
        refuse_unfit(run, step, by, at)
        for name in REVISABLE:
            if name in values:
                setattr(locked, name, sanitise(values[name]) if name == "body" else values[name])
        locked.saved_at, locked.saved_by, locked.row_version = at, by, locked.row_version + 1
        locked.save()
        content, checked = content_of(locked), precheck(locked)
        version = freeze(locked, content, checked, by=by, at=at, note=note)
        if version.content_hash == run.content_hash:
            raise Refused("内容没有变化,不需要保存改稿。")
        plan = plan_of(locked, text=version.text)
        if procedure_of(edition_of(locked)).edit_voids == "later":
            plan = _from(plan, step.code)
        result = chain.renew(run, plan=plan, content_hash=version.content_hash, by=by, at=at, opinion=note)
        details = {"hash": version.content_hash, "step": step.label, **seal("version", version)}
        record("post.revised", by=by, at=at, obj=locked, after=details, reason=note)
        tell_authors(locked, "revised", note, key=f"v{version.number}", at=at)
        if result.next_step is not None:
            tell_holders(locked, result.next_step, at=at)
    post.refresh_from_db()
    return post


def _from(plan: list[chain.StepPlan], code: str) -> list[chain.StepPlan]:
    place = next((n for n, step in enumerate(plan) if step.code == code), 0)
    return plan[place:]
