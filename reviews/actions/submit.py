"""Handing in a post (提交审核): complete or not at all; a version is frozen, the chain starts."""

from datetime import datetime
from typing import Any

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit.witnesses import seal
from newmedia_portal.core.refusals import Conflict, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.door import perform

from ..content import content_hash, content_of, edition_of, last_version, procedure_of, text_of
from ..messages import tell_holders
from ..models import Post, Version
from ..numbers import post_number
from ..plan import plan_of
from ..prechecking import Checked, precheck
from ..problems import Problem, problems_of
from ..staffing import refuse_unstaffed
from .drafts import may_edit


class Incomplete(Refused):
    """Something is missing; `problems` says what and where to mend it."""

    def __init__(self, problems: list[Problem]) -> None:
        first = " ".join(problem.message for problem in problems[:3])
        super().__init__(f"还有 {len(problems)} 处需要处理,处理后再提交。{first}")
        self.problems = problems


def submit(post: Post, *, version: int, by: User, at: datetime) -> Post:
    """Hand in a post: freeze version and hash, check it, open the chain of its edition.

    Raises Incomplete with all that is missing, Conflict when it was handed in or changed meanwhile, Refused where the
    chain cannot be staffed by distinct people.
    """
    with unit_of_work():
        locked = Post.objects.select_for_update().get(pk=post.pk)
        if not locked.is_editable:
            raise Conflict("该稿件已经提交,不需要再次提交。")
        may_edit(locked, by)
        if locked.row_version != version:
            raise Conflict("内容刚被修改,请核对后再提交。")
        content, checked = content_of(locked), precheck(locked)
        if problems := problems_of(locked, checked):
            raise Incomplete(problems)
        frozen = freeze(locked, content, checked, by=by, at=at)
        _open_chain(locked, frozen, by=by, at=at)
    post.refresh_from_db()
    return post


def freeze(post: Post, content: dict[str, Any], checked: Checked, *, by: User, at: datetime, note: str = "") -> Version:
    """Return the version of this content: the newest one where nothing has changed, else a new one."""
    digest, newest = content_hash(content), last_version(post)
    if newest is not None and newest.content_hash == digest:
        return newest
    return Version.objects.create(
        post=post,
        number=(newest.number if newest else 0) + 1,
        content=content,
        text=text_of(content),
        content_hash=digest,
        hits=checked.as_data(),
        lexicon_ref=checked.lexicon_ref,
        note=note,
        by=by,
        at=at,
    )


def _open_chain(post: Post, version: Version, *, by: User, at: datetime) -> None:
    edition = edition_of(post)
    plan = plan_of(post, text=version.text)
    separate = edition.review.separation_of_duties
    refuse_unstaffed(plan, barred=post.writers, separate=separate)
    procedure_of(edition)
    number = post.number or post_number(edition.number_prefix, at)
    details = {"hash": version.content_hash, "importance": post.importance, **seal("version", version)}
    perform(post, "submit", by=by, at=at, action="post.submitted", details=details, number=number)
    result = chain.open_run(
        post,
        plan=plan,
        edition_ref=f"{edition.code}@{edition.version}",
        content_hash=version.content_hash,
        by=by,
        at=at,
        separate=separate,
        barred=post.writers,
    )
    if result.next_step is not None:
        tell_holders(post, result.next_step, at=at)
