"""Posts of the demo's unit for the journeys of reviewers (审稿旅程), handed in by its operator a moment ago."""

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from accounts.models import MediaAccount
from accounts.states import ENDED
from newmedia_portal.core.access.models import User
from newmedia_portal.core.access.scope import posts_of
from newmedia_portal.core.workflow import chain
from reviews import actions
from reviews.models import Post
from reviews.prechecking import precheck

BODY = (
    "<p>示例单位将于下周在示例广场举办便民服务活动,请需要办理业务的市民携带证件参加。</p>"
    "<p>活动期间示例窗口照常办理。</p>"
) + "<p>示例段落:请市民关注后续通知,合理安排时间,服从现场工作人员引导。</p>" * 6


def person(username: str) -> User:
    """Return a person of the demo."""
    found: User = get_user_model().objects.get(username=username)
    return found


def hand_in(title: str, **values: Any) -> Post:
    """Return a post of the demo's unit under review, with every hit explained."""
    by, at = person("gejiu-operator"), timezone.now() - timedelta(minutes=5)
    unit = next(held.unit for held in posts_of(by) if held.role == "operator")
    account = MediaAccount.objects.filter(unit=unit).exclude(state__in=ENDED).order_by("pk").first()
    assert account is not None
    post = actions.start(unit, by=by, at=at)
    rules = post.edition.edition.review_procedure
    assert rules is not None
    filled = {
        "title": title,
        "body": BODY,
        "content_class": rules.content_classes[0].code,
        "source": {"is_original": True, "editor_name": by.full_name},
        "accounts": [account.pk],
    }
    post = actions.save(post, values={**filled, **values}, version=post.row_version, by=by, at=at)
    return hand_in_again(post)


def hand_in_again(post: Post, **values: Any) -> Post:
    """Alter a post and hand it in; whatever the pre-check asks about is explained."""
    by, at = person("gejiu-operator"), timezone.now() - timedelta(minutes=4)
    if values:
        post = actions.save(post, values=values, version=post.row_version, by=by, at=at)
    for key, hit in precheck(post).by_key().items():
        if hit.grade != "hint":
            actions.explain(post, key=key, reason="示例说明", false_alarm=False, by=by, at=at)
    return actions.submit(post, version=post.row_version, by=by, at=at)


def waits_at(post: Post) -> str:
    """Return the code of the step that waits; nothing where none does."""
    run = chain.open_run_of(post)
    step = chain.current_step(run) if run else None
    return step.code if step else ""
