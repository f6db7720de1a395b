"""Making posts for whatever an edition asks, with plainly artificial contents, and moving them along their chains."""

from datetime import datetime
from typing import Any

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Post as Held
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.access.scope import forget
from newmedia_portal.core.workflow import chain
from newmedia_portal.core.workflow.models import Run, Step
from reviews import actions
from reviews.checklists import lists_at
from reviews.models import Post
from reviews.prechecking import precheck
from tests.world import NOON, START, World, platforms, user

BODY = "<p>示例文旅局于周末举办读书活动。</p><p>欢迎市民报名参加,具体安排见后续通知。</p>"


def staffed(world: World) -> World:
    """Give the owner unit the reviewers that the editions name beside the usual cast."""
    for role in ("staff", "liaison"):
        if role not in world.cast:
            world.cast[role] = user(f"{world.regime}-{world.root.pk}-{role}", world.owner, role)
    return world


def account(world: World, *, unit: Unit | None = None, name: str = "示例文旅发布", **more: Any) -> MediaAccount:
    """Return a registered account of the owner unit, made on first use."""
    unit = unit or world.owner
    known = MediaAccount.objects.filter(unit=unit, name=name).first()
    return known or MediaAccount.objects.create(
        unit=unit,
        root=world.root,
        platform=platforms()["wechat_subscription"],
        name=name,
        handle=f"shili_{unit.pk}_{MediaAccount.objects.count()}",
        account_class="gov",
        state="active" if "state" not in more else more.pop("state"),
        created_at=NOON,
        updated_at=NOON,
        **more,
    )


def author_of(world: World) -> User:
    """Return who writes: the operator, or an editor where the regime lets the liaison review first."""
    return world.person("operator")


def draft(world: World, *, by: User | None = None, at: datetime = NOON, **values: Any) -> Post:
    """Return a complete draft of the owner unit; `values` overrides its columns."""
    by = by or author_of(world)
    post = actions.start(world.owner, by=by, at=at)
    edition = post.edition.edition
    classes = edition.review_procedure.content_classes if edition.review_procedure else ()
    filled = {
        "title": "周末读书活动安排",
        "body": BODY,
        "content_class": classes[0].code if classes else "",
        "source": {"is_original": True, "editor_name": "张某甲"},
        "accounts": [account(world).pk],
    }
    return actions.save(post, values={**filled, **values}, version=post.row_version, by=by, at=at)


def handed_in(world: World, *, by: User | None = None, at: datetime = NOON, **values: Any) -> Post:
    """Return a post under review; what the pre-check asks about has been explained."""
    by = by or author_of(world)
    post = draft(world, by=by, at=at, **values)
    for key, hit in precheck(post).by_key().items():
        if hit.grade != "hint":
            actions.explain(post, key=key, reason="示例说明", false_alarm=False, by=by, at=at)
    return actions.submit(post, version=post.row_version, by=by, at=at)


def waiting(post: Post) -> Step:
    """Return the step that waits."""
    run = chain.open_run_of(post)
    assert run is not None
    step = chain.current_step(run)
    assert step is not None
    return step


def holder(post: Post, step: Step | None = None) -> User:
    """Return somebody who may decide the waiting step."""
    step = step or waiting(post)
    signed = set(step.run.decisions.filter(verb="approve").exclude(step__code=step.code).values_list("by", flat=True))
    away = {*step.run.barred, *(signed if step.run.separate else ())}
    free = [step.holder] if step.holder else [p for p in chain.candidates(step).order_by("-pk") if p.pk not in away]
    assert free, f"nobody left for {step}"
    forget(free[0])
    return free[0]


def all_lines(post: Post, step: Step) -> dict[str, bool]:
    """Return the answers of the step's checklist, all confirmed."""
    return {line.code: True for item in lists_at(post.edition.edition, step.code) for line in item.lines}


def decide(post: Post, verb: str = "approve", *, by: User | None = None, at: datetime = NOON, **more: Any) -> Post:
    """Let the waiting step be decided."""
    step = waiting(post)
    answers = more.pop("answers", all_lines(post, step))
    by = by or holder(post, step)
    return actions.decide(post, step_id=step.pk, verb=verb, by=by, at=at, answers=answers, **more)


def approve_all(post: Post, *, at: datetime = NOON) -> Post:
    """Let every step agree until the run is over."""
    while chain.open_run_of(post) is not None:
        post = decide(post, at=at)
    return post


def ready(world: World, *, at: datetime = NOON, **values: Any) -> Post:
    """Return a post that may be published."""
    return approve_all(handed_in(world, at=at, **values), at=at)


def run_of(post: Post) -> Run:
    """Return the newest run."""
    run = chain.runs_of(post).last()
    assert run is not None
    return run


def chain_of(post: Post) -> list[str]:
    """Return the codes and roles of the steps as laid."""
    return [f"{step.code}/{step.role}" for step in run_of(post).steps.order_by("position")]


def appoint(person: User, unit: Unit, role: str) -> None:
    """Give a person one more post."""
    Held.objects.create(user=person, unit=unit, role=role, since=START)
    forget(person)
