"""Posts of the access matrix: at each place one that passed its first tier, with an open remark."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from accounts.models import MediaAccount, Platform
from accounts.states import AccountState
from newmedia_portal.core.access.models import Post as Held
from newmedia_portal.core.access.models import Unit, User
from reviews import actions
from reviews.content import last_version
from reviews.models import Post
from tests.reviews.making import BODY, decide, waiting
from tests.world import NOON, START

REVIEWERS = ("staff", "liaison", "editor", "secrecy", "head", "deputy", "chief")
STANDS_FOR: dict[str, dict[str, str]] = {"reviews": {"pk": "review_post", "comment_id": "remark"}}


def _step(post: Post, **more: Any) -> dict[str, Any]:
    return {"step": waiting(post).pk, **more}


def _version(post: Post) -> int:
    version = last_version(post)
    assert version is not None
    return version.pk


# What would act if the sender were allowed to.
SENT: dict[str, Callable[[Post], dict[str, Any]]] = {
    "reviews:decide": lambda post: _step(post, verb="approve", opinion=""),
    "reviews:grade": lambda post: {"importance": "important", "reason": "示例"},
    "reviews:withdraw": lambda post: {"reason": "示例原因"},
    "reviews:reopen": lambda post: {"reason": "示例原因"},
    "reviews:revise": lambda post: _step(post, title="示例新标题", summary="", body=post.body, note="示例"),
    "reviews:comment": lambda post: {"version": _version(post), "line": "0-2", "text": "示例意见"},
    "reviews:reply": lambda post: {"text": "示例回复"},
}


def furnish(stage: Any, place: str, unit: Unit, writer: User) -> None:
    """Hand in a post of a unit, let its first tier agree and remark on it."""
    _staff(unit, place)
    account = MediaAccount(
        unit=unit, root=unit.root, platform=Platform.objects.get(code="wechat_subscription"), name=f"示例发稿号{place}",
        handle=f"shili_post_{place}", state=AccountState.FILED, created_at=NOON, updated_at=NOON,
    )  # fmt: skip
    account.save()
    post = actions.start(unit, by=writer, at=NOON)
    rules = post.edition.edition.review_procedure
    assert rules is not None
    filled = {
        "title": f"示例稿件{place}",
        "body": BODY,
        "content_class": rules.content_classes[0].code,
        "source": {"is_original": True, "editor_name": "张某甲"},
        "accounts": [account.pk],
    }
    post = actions.save(post, values=filled, version=post.row_version, by=writer, at=NOON)
    post = actions.submit(post, version=post.row_version, by=writer, at=NOON)
    post = decide(post)
    version = last_version(post)
    assert version is not None
    remark = actions.comment(post, version=version, start=0, end=2, text="示例意见", by=writer, at=NOON)
    stage.put("review_post", place, post)
    stage.put("remark", place, remark)


def _staff(unit: Unit, place: str) -> None:
    """Give a unit the reviewers that it lacks."""
    held = set(Held.objects.filter(unit=unit, until__isnull=True).values_list("role", flat=True))
    for role in REVIEWERS:
        if role not in held:
            person = User.objects.create(username=f"matrix-{place}-{role}", full_name=f"李某{place}{role}")
            Held.objects.create(user=person, unit=unit, role=role, since=START)
