"""Which questions a step answers (核对清单), and keeping the answers: the secrecy list at the secrecy review, the
others at the first tier."""

from collections.abc import Mapping
from datetime import datetime

from newmedia_portal.core.access.models import User
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workflow.models import Step
from newmedia_portal.regimes.schema import Checklist, Edition

from .content import edition_of
from .models import Answers, Post
from .plan import SECRECY


def lists_at(edition: Edition, step_code: str) -> list[Checklist]:
    """Return the checklists that the reviewer of a step answers."""
    first = edition.review.tiers[0].code
    if step_code == SECRECY:
        return [item for item in edition.review.checklists if item.code == SECRECY]
    if step_code != first:
        return []
    elsewhere = SECRECY if edition.review.secrecy_review else ""
    return [item for item in edition.review.checklists if item.code != elsewhere]


def keep_answers(
    post: Post, step: Step, content_hash: str, answers: Mapping[str, bool], *, by: User, at: datetime
) -> None:
    """Store the answers of a step; agreeing needs every line confirmed.

    Raises Refused naming the lines that are open or denied.
    """
    for checklist in lists_at(edition_of(post), step.code):
        open_lines = [line.text for line in checklist.lines if not answers.get(line.code)]
        if open_lines:
            raise Refused(
                f"“{checklist.label}”还有 {len(open_lines)} 项没有确认:{open_lines[0]}。"
                "逐项确认后再同意;不能确认的请退回修改。",
                field="answers",
            )
        lines = [{"code": x.code, "text": x.text, "article": x.article, "yes": True} for x in checklist.lines]
        Answers.objects.create(
            post=post, step=step, checklist=checklist.code, lines=lines, content_hash=content_hash, by=by, at=at
        )
