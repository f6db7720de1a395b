"""How a post ends (离任): steps held by name, what else hangs on the person, listeners, the case; all or nothing."""

from datetime import datetime
from typing import Any

from newmedia_portal.core.access.models import Post
from newmedia_portal.core.workflow.handover import hand_over_steps

from ..hooks import tell_leaving
from .cases import open_for_post
from .ground import STEPS, WORDS
from .holders import holders
from .moving import Moved, Takers, settle


def conclude(post: Post, *, successor: Post | None, takers: Takers | None, by: Any, at: datetime) -> int:
    """Pass on what an ended post leaves behind; returns how many approval steps moved.

    What nobody is named for goes to the successor where there is one. Inside the caller's transaction; raises Refused
    with what is open where nobody takes it.
    """
    to = successor.user if successor else None
    opinion = WORDS if to else "原承办人离任"
    steps = hand_over_steps(unit=post.unit, role=post.role, old=post.user, new=to, by=by, at=at, opinion=opinion)
    words = str(to) if to else STEPS.without
    moved = [Moved(STEPS.label, f"{step.label}（{post.unit}）", to, words) for step in steps]
    if to is not None:
        takers = {**{holder.code: to for holder in holders()}, **{k: v for k, v in (takers or {}).items() if v}}
    moved += settle(post.user, takers=takers, by=by, at=at)
    tell_leaving(post, successor=successor, by=by, at=at)
    open_for_post(post, successor=successor, moved=moved, by=by, at=at)
    return len(steps)
