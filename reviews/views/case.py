"""The case page of a post (稿件页): the text beside what is to be decided, and everything that was said so far."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from newmedia_portal.core.access.guard import guard
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workflow.copies import copies_of
from newmedia_portal.core.workflow.sheets import sheets_of

from ..casework.facts import Facts, accounts_of, facts_of
from ..casework.history import Past, events_of, grading_events, last_return, past_of, signatures_of, since_reader
from ..casework.reading import Reading, read_version
from ..casework.standing import Stand, Standing, may_withdraw, stand_of, standing_of
from ..content import content_hash, content_of, text_of
from ..desk import next_waiting
from ..forms.deciding import ReasonForm, UrgeForm
from ..frozen import frozen_topics_of
from ..models import Authorisation, Post, Version
from ..richtext import length, passages
from ..sheets import has_secrecy_sheet
from ..states import PostState
from .common import VIEW, can_edit, find
from .moves import OWN, case_of
from .panel import panel_of

#: States in which the newest authorisation is worth showing.
AUTHORISED = (PostState.READY, PostState.PUBLISHED, PostState.RETRACTED)


@guard(VIEW)
@require_http_methods(["GET"])
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a post to everybody who may see it; what can be done depends on the reader."""
    return render(request, "reviews/case.html", case_context(request, find(request, pk), at=timezone.now()))


def case_context(
    request: HttpRequest,
    post: Post,
    *,
    at: datetime,
    bound: dict[str, Any] | None = None,
    sent: dict[str, Any] | None = None,
    opened: str = "",
    **more: Any,
) -> dict[str, Any]:
    """Return what the case page shows; `bound` and `sent` hold what was sent to a sheet that was refused."""
    past = past_of(post)
    version = past.last or _unsent(post)
    standing = standing_of(post, at)
    stand = stand_of(standing, request.user, at)
    own = can_edit(request, post)
    panel = panel_of(post, standing, stand, request.user, bound=bound)
    context = {
        "post": post,
        "past": past,
        "version": version,
        "unsent": past.last is None,
        "own": own,
        "standing": standing,
        "stand": stand,
        "panel": panel,
        "sheets": sheets_of(case_of(post, standing, stand, request.user, at), bound=sent, opened=opened, leave=OWN),
        "copies": copies_of(post._meta.label_lower, post.pk) if post.number else [],
        "open_sheet": "",
        "main_class": "case-page with-bottom-bar" if stand.decides else "case-page",
        "speaks": past.last is not None and (own or stand.decides or bool(stand.refusal) or past.spoke(request.user)),
        **_matter(post, version),
        **_record(post, past, version, request),
        **_own_moves(post, standing, stand, request),
    }
    return {**context, **more}


def reading_of(post: Post, version: Version) -> Reading:
    """Return the marked text with its notes."""
    comments = list(post.comments.select_related("by", "resolved_by", "version").order_by("pk"))
    return read_version(version, said=post.dispositions.select_related("by"), comments=comments)


def _matter(post: Post, version: Version) -> dict[str, Any]:
    facts: Facts = facts_of(post, version.content)
    body = version.content.get("body", "")
    head = len(version.content.get("title", "")) + 1
    lines = [(f"{row.start + head}-{row.end + head}", row.text[:40]) for row in passages(body)]
    title = version.content.get("title", "")
    return {
        "reading": reading_of(post, version),
        "facts": facts,
        "shift": head,
        "words": length(body),
        "has_secrecy": has_secrecy_sheet(post),
        "frozen": frozen_topics_of(post, version.text),
        "lines": [*([(f"0-{head - 1}", f"标题:{title[:30]}")] if title else []), *lines],
    }


def _record(post: Post, past: Past, version: Version, request: HttpRequest) -> dict[str, Any]:
    reopened = post.state in (PostState.RETURNED, PostState.REJECTED)
    return {
        "signatures": signatures_of(post, past),
        "events": events_of(past, more=grading_events(post)),
        "since": since_reader(past, request.user, version) if past.last else None,
        "held": _authorisation(post),
        "returned": last_return(past) if reopened else None,
        "changed_since": past.last is not None and post.is_editable
        and content_hash(content_of(post)) != past.last.content_hash,
    }  # fmt: skip


def _own_moves(post: Post, standing: Standing | None, stand: Stand, request: HttpRequest) -> dict[str, Any]:
    own = can_edit(request, post) and not stand.decides
    oversees = request.user.has_perm("reviews.oversee", post)
    return {
        "withdraw_form": ReasonForm(auto_id="withdraw_%s") if own and may_withdraw(standing) else None,
        "urge_form": UrgeForm(auto_id="urge_%s") if standing and not stand.decides and (own or oversees) else None,
        "reopen_form": ReasonForm(auto_id="reopen_%s") if own and post.state == PostState.READY else None,
        "following": next_waiting(request.user, post),
    }


def _authorisation(post: Post) -> dict[str, Any] | None:
    """Return the newest authorisation with the names of its accounts."""
    if post.state not in AUTHORISED:
        return None
    held = Authorisation.objects.filter(post=post).select_related("version").first()
    return {"row": held, "accounts": accounts_of({"accounts": held.account_ids})} if held else None


def _unsent(post: Post) -> Version:
    """Return the working draft as a version that is not stored."""
    content = content_of(post)
    return Version(post=post, number=0, content=content, text=text_of(content), content_hash="", hits=[])


def refused_page(
    request: HttpRequest, post: Post, *, at: datetime, sheet: str, refused: Refused | None, **more: Any
) -> HttpResponse:
    """Show the case with the sheet that was refused, as it was filled in."""
    post.refresh_from_db()
    context = case_context(request, post, at=at, bound={sheet: request.POST}, **more)
    form = context["panel"].get(sheet)
    if form is None:
        context["conflict"] = refused.message if refused else "办理情况已有变化。"
        return render(request, "reviews/case.html", {**context, "refused": True}, status=409)
    form.is_valid()
    if refused is not None:
        name = form.field_of(refused.field) if hasattr(form, "field_of") else refused.field
        form.add_error(name if name in form.fields else None, refused.message)
    shown = {"open_sheet": sheet, "form": form, "refused": True}
    return render(request, "reviews/case.html", {**context, **shown}, status=409 if refused else 422)
