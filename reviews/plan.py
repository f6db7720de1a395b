"""Who signs a post (签发链): tiers by importance, secrecy review, proofreading, flagged and frozen topics."""

from collections.abc import Iterable, Iterator, Sequence

from newmedia_portal.core.access.authority import unit_for
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.access.roles import Role
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workflow.chain import StepPlan
from newmedia_portal.regimes.schema import Edition, ExtraStep, Procedure

from .content import edition_of, last_version, procedure_of
from .frozen import frozen_topics_of
from .models import FrozenTopic, Post

#: Leaders from the nearest to the highest; an added leader signs before a higher final signer.
LADDER = (Role.HEAD, Role.DEPUTY, Role.CHIEF)
SECRECY = "secrecy"
RELEASE = "release"


def plan_of(post: Post, *, text: str) -> list[StepPlan]:
    """Return the steps that this post needs under its edition, importance, topics and what is frozen now."""
    edition = edition_of(post)
    return plan_for(
        edition,
        owner=post.unit,
        importance=post.importance,
        topics=post.topics,
        lane=post.lane,
        frozen=frozen_topics_of(post, text),
    )


def asked_of(post: Post) -> set[tuple[str, str, int]]:
    """Return code, role and unit of the steps that the post needs now; an importance that changed drops tiers."""
    version = last_version(post)
    steps = plan_of(post, text=version.text if version else "")
    return {(step.code, step.role, step.unit.pk) for step in steps}


def plan_for(
    edition: Edition,
    *,
    owner: Unit,
    importance: str,
    topics: Iterable[str],
    lane: str,
    frozen: Sequence[FrozenTopic] = (),
) -> list[StepPlan]:
    """Return the steps in order; the same post holder is asked once. Raises Refused where a unit is not known."""
    rules = procedure_of(edition)
    hours = rules.pace(lane).hours
    steps = list(_tiers(edition, rules, owner, importance, hours))
    for extra in _extras(edition, rules, topics):
        _insert(steps, _extra_step(extra, owner, hours))
    if frozen:
        names = "、".join(topic.name for topic in frozen)
        unit = _known(unit_for(rules.frozen.unit, owner), f"冻结话题“{names}”放行")
        step = StepPlan(RELEASE, f"冻结话题放行({names})"[:60], rules.frozen.release_role, unit, "approve",
                        "authority", rules.frozen.article, hours)  # fmt: skip
        _insert(steps, step)
    return steps


def _tiers(edition: Edition, rules: Procedure, owner: Unit, importance: str, hours: int) -> Iterator[StepPlan]:
    review = edition.review
    signer = next(item for item in review.final_signers if item.importance == importance)
    for place, tier in enumerate(review.tiers):
        if review.secrecy_review and tier.code == rules.secrecy_before:
            yield StepPlan(SECRECY, "保密审查", Role.SECRECY, owner, "approve", "owner", review.secrecy_article, hours)
        if place == len(review.tiers) - 1:
            label = f"{tier.label} · {signer.label}" if tier.by_grade else tier.label
            yield StepPlan(tier.code, label[:60], signer.role, owner, "sign", "owner", signer.article, hours)
        else:
            yield StepPlan(tier.code, tier.label, tier.role, owner, "approve", "owner", tier.article, hours)
        if rules.proofreading.enabled and rules.proofreading.after == tier.code:
            for item in rules.proofreading.passes:
                yield StepPlan(item.code, item.label, item.role, owner, "approve", "owner", item.article, hours)


def _extras(edition: Edition, rules: Procedure, topics: Iterable[str]) -> Iterator[ExtraStep]:
    chosen = set(topics)
    flags = {topic.flag for topic in rules.topics if topic.code in chosen and topic.flag}
    return (extra for extra in edition.review.extra_steps if extra.flag in flags)


def _extra_step(extra: ExtraStep, owner: Unit, hours: int) -> StepPlan:
    unit = _known(unit_for(extra.unit, owner), extra.label)
    side = "owner" if unit.pk == owner.pk else "authority"
    return StepPlan(f"extra_{extra.flag}", extra.label, extra.role, unit, "approve", side, extra.article, hours)


def _insert(steps: list[StepPlan], extra: StepPlan) -> None:
    """Add a step unless its holder signs already; a leader below the final signer signs before them."""
    if any((step.role, step.unit.pk) == (extra.role, extra.unit.pk) for step in steps):
        return
    steps.insert(_place_of(steps, extra), extra)


def _place_of(steps: Sequence[StepPlan], extra: StepPlan) -> int:
    """Return where an added step stands: the unit's own before the authority's, lower leaders before higher ones."""
    final = next(place for place, step in enumerate(steps) if step.kind == "sign")
    owner = steps[final].unit.pk
    if extra.unit.pk != owner:
        return len(steps)
    for place in range(final, len(steps)):
        step = steps[place]
        if step.unit.pk != owner or _rank(step.role) > _rank(extra.role):
            return place
    return len(steps)


def _rank(role: str) -> int:
    return LADDER.index(Role(role)) if role in LADDER else len(LADDER)


def _known(unit: Unit | None, label: str) -> Unit:
    if unit is None:
        raise Refused(f"没有找到“{label}”的办理单位,请联系系统管理员检查单位设置。")
    return unit
