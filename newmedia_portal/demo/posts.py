"""Posts in every state (演示稿件), driven by the portal's own actions; plainly artificial texts."""

from datetime import timedelta
from typing import Any

from accounts.models import MediaAccount
from accounts.states import ENDED
from newmedia_portal.core.access.models import User
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.models import Step
from newmedia_portal.core.workflow.states import Verb
from newmedia_portal.regimes.editions import edition_for
from reviews import actions
from reviews.checklists import lists_at
from reviews.content import last_version
from reviews.models import Post
from reviews.prechecking import precheck
from reviews.richtext import plain_text

from .cases import Stage, person

#: Where the liaison reviews first, an editor of the unit writes.
WRITERS = {"taibai": "staff"}
TEXTS: dict[str, tuple[str, str]] = {
    "reading": (
        "示例单位周末读书活动报名",
        "<p>示例单位将于本周六上午在示例图书馆举办读书活动。</p><p>欢迎市民携家人参加,报名方式见本账号菜单栏。</p>",
    ),
    "service": (
        "示例窗口延长服务时间",
        "<p>为方便群众办事,示例窗口自下月起每周三延长服务至十九时。</p><p>办理事项与平日相同,无需预约。</p>",
    ),
    "training": (
        "示例单位开展业务培训",
        "<p>示例单位近日组织业务培训,各部门信息员参加。</p><p>培训围绕示例系统的使用和常见问题展开。</p>",
    ),
    "notice": (
        "示例路段施工公告",
        "<p>示例路段将进行管网改造,施工期间请绕行示例二路。</p><p>恢复通行时间另行公告。</p>",
    ),
    "major": (
        "示例单位年度重点工作发布",
        "<p>示例单位公布年度重点工作,共安排三类任务。</p><p>各项任务由示例部门牵头落实,进展按季度公开。</p>",
    ),
    "alert": (
        "示例地区道路临时管制通告",
        "<p>受强降雨影响,示例路段临时管制,请过往车辆绕行。</p><p>最新情况以本账号发布为准。</p>",
    ),
}


def write(stage: Stage) -> None:
    """Make posts that are being written, under review, returned, approved, published, altered and urgent."""
    account = _account(stage)
    if account is None:
        return
    _draft(stage, account, "training", at=1)
    _part_way(stage, account)
    _returned(stage, account)
    _agreed(stage, _handed_in(stage, account, "notice", at=2), at=1)
    _published(stage, account, "reading", at=6, change=("上午", "上午"))
    _published(stage, account, "service", at=9, change=("每周三", "每周四"))
    if "emergency" in _topics(stage):
        _handed_in(stage, account, "alert", at=1, lane="fast", topics=["emergency"], special_reason="示例强降雨")


def _part_way(stage: Stage, account: MediaAccount) -> None:
    """A major post: everybody has agreed but the last one."""
    post = _handed_in(stage, account, "major", at=2, importance="major")
    run = chain.open_run_of(post)
    while run is not None and run.steps.filter(state="waiting").exists():
        post = _decide(stage, post, Verb.APPROVE, at=1, opinion="同意")
        run = chain.open_run_of(post)


def _returned(stage: Stage, account: MediaAccount) -> None:
    """A post with a remark on a passage, returned to its author."""
    post = _handed_in(stage, account, "service", at=3)
    version = last_version(post)
    step = _waiting(post)
    by = _holder(post, step)
    if version is not None:
        start = version.text.index("示例窗口", len(version.content["title"]))
        actions.comment(
            post,
            version=version,
            start=start,
            end=start + 4,
            text="请写明窗口的具体地点。",
            by=by,
            at=stage.moment(2, 9),
        )
    _decide(stage, post, Verb.RETURN, at=2, opinion="地点不明确,见段落意见。")


def _published(stage: Stage, account: MediaAccount, text: str, *, at: int, change: tuple[str, str]) -> None:
    """A published post with its receipt; a changed wording opens a violation."""
    post = _agreed(stage, _handed_in(stage, account, text, at=at), at=at - 1)
    published = stage.moment(at - 2, 9)
    actions.record_receipt(
        account,
        post=post,
        link=f"https://example.com/{stage.regime}/{post.pk}",
        published_at=published,
        title=post.title,
        text=plain_text(post.body).replace(*change),
        screenshot=None,
        by=_writer(stage),
        at=published + timedelta(minutes=30),
    )


def _draft(stage: Stage, account: MediaAccount, text: str, *, at: int, **values: Any) -> Post:
    by, moment = _writer(stage), stage.moment(at, 9)
    title, body = TEXTS[text]
    post = actions.start(stage.unit, by=by, at=moment)
    rules = post.edition.edition.review_procedure
    content = {
        "title": title,
        "body": body,
        "source": {"is_original": True, "editor_name": by.full_name},
        "content_class": rules.content_classes[0].code if rules else "",
        "accounts": [account.pk],
        "planned_at": stage.moment(at, 9) + timedelta(days=3),
    }
    return actions.save(post, values={**content, **values}, version=post.row_version, by=by, at=moment)


def _handed_in(stage: Stage, account: MediaAccount, text: str, *, at: int, **values: Any) -> Post:
    post = _draft(stage, account, text, at=at, **values)
    by, moment = _writer(stage), stage.moment(at, 10)
    for key, hit in precheck(post).by_key().items():
        if hit.grade != "hint":
            actions.explain(post, key=key, reason="示例说明:表述有依据。", false_alarm=False, by=by, at=moment)
    return actions.submit(post, version=post.row_version, by=by, at=moment)


def _agreed(stage: Stage, post: Post, *, at: int) -> Post:
    while chain.open_run_of(post) is not None:
        post = _decide(stage, post, Verb.APPROVE, at=at, opinion="同意")
    return post


def _decide(stage: Stage, post: Post, verb: str, *, at: int, opinion: str) -> Post:
    step = _waiting(post)
    lists = lists_at(post.edition.edition, step.code)
    answers = {line.code: True for item in lists for line in item.lines}
    return actions.decide(
        post,
        step_id=step.pk,
        verb=verb,
        opinion=opinion,
        answers=answers,
        by=_holder(post, step),
        at=stage.moment(at, 15),
    )


def _waiting(post: Post) -> Step:
    run = chain.open_run_of(post)
    step = chain.current_step(run) if run else None
    if step is None:
        raise LookupError(f"{post} waits for nobody")
    return step


def _holder(post: Post, step: Step) -> User:
    """Return who may sign this step: a holder who has neither written nor signed, the newest first."""
    signed = step.run.decisions.filter(verb=Verb.APPROVE).exclude(step__code=step.code).values("by")
    free = chain.candidates(step).exclude(pk__in=step.run.barred).exclude(pk__in=signed).order_by("-pk")
    found = free.first()
    if found is None:
        raise LookupError(f"nobody may sign {step} of {post}")
    return person(found)


def _writer(stage: Stage) -> User:
    role = WRITERS.get(stage.regime, "operator")
    return person(User.objects.get(username=f"{stage.regime}-{role}"))


def _account(stage: Stage) -> MediaAccount | None:
    return MediaAccount.objects.filter(unit=stage.unit).exclude(state__in=ENDED).order_by("pk").first()


def _topics(stage: Stage) -> set[str]:
    rules = edition_for(stage.regime, stage.today).edition.review_procedure
    return {topic.code for topic in rules.topics} if rules else set()
