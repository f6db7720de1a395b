"""What a unit still lacks in people, by the edition's role requirements (岗位缺口), each with its article."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from newmedia_portal.core.access.models import Post, Unit
from newmedia_portal.regimes.schema import Edition
from newmedia_portal.regimes.schema.filing import RoleRequirement
from newmedia_portal.regimes.schema.people import PersonnelRule
from newmedia_portal.regimes.vocabulary import ROLES

from ...models import StaffRecord
from ..common import edition_of

QUALIFICATION = "qualification"
OFFBOARDING = "offboarding"
RECORDED = (QUALIFICATION, "background_check", OFFBOARDING)
TRAINED = ("operator", "liaison", "manager", "keeper", "staff", "editor", "secrecy")


@dataclass(frozen=True)
class Gap:
    """One thing missing: role, the words for the reader, and the article it rests on."""

    role: str
    message: str
    article: str
    kind: str = "count"


def post_gaps(unit: Unit, *, on: date) -> list[Gap]:
    """Return what the unit lacks on a day: roles too few or too many, people in post without training."""
    edition = edition_of(unit, on)
    posts = list(Post.objects.open_on(on).filter(unit=unit).exclude(until=on).select_related("user").order_by("pk"))
    return [
        *_counts(unit_requirements(edition, unit), posts),
        *_untrained(edition, posts),
        *_unrecorded(edition, unit, posts, on),
    ]


def unit_requirements(edition: Edition, unit: Unit) -> list[RoleRequirement]:
    """Return the role requirements that count people per unit and apply to this kind of unit."""
    return [
        rule
        for rule in edition.role_requirements
        if rule.per == "unit" and (not rule.applies_to or unit.kind in rule.applies_to)
    ]


def most_allowed(edition: Edition, unit: Unit, role: str) -> RoleRequirement | None:
    """Return the tightest rule that limits how many may hold a role in a unit, if any."""
    limits = [rule for rule in unit_requirements(edition, unit) if rule.role == role and rule.max is not None]
    return min(limits, key=lambda rule: rule.max or 0, default=None)


def training_rule(edition: Edition, role: str) -> PersonnelRule | None:
    """Return the rule that asks for training before work in a role (先培训后上岗), if the edition has one."""
    for rule in edition.personnel:
        if rule.code == "training" and rule.when == "before_post":
            return rule if (rule.role == role or (rule.role is None and role in TRAINED)) else None
    return None


def record_rules(edition: Edition, role: str) -> list[PersonnelRule]:
    """Return the rules that ask for a record about the holder of a role (资格、政审、离职教育)."""
    return [
        rule
        for rule in edition.personnel
        if rule.code in RECORDED and (rule.role == role or (rule.role is None and role in TRAINED))
    ]


def _counts(rules: Iterable[RoleRequirement], posts: list[Post]) -> list[Gap]:
    gaps = []
    for rule in rules:
        held = len({post.user_id for post in posts if post.role == rule.role})
        if held < rule.min:
            gaps.append(Gap(rule.role, f"缺{rule.label}:应有 {rule.count_text},现有 {held} 人。", rule.article))
        elif rule.max is not None and held > rule.max:
            words = f"{rule.label}多于规定:应有 {rule.count_text},现有 {held} 人。"
            gaps.append(Gap(rule.role, words, rule.article))
    return gaps


def _untrained(edition: Edition, posts: list[Post]) -> list[Gap]:
    gaps = []
    for post in posts:
        rule = training_rule(edition, post.role)
        if rule is not None and (post.trained_on is None or post.trained_on > post.since):
            words = f"{post.user}任{ROLES[post.role]},没有上岗前的培训记录。"
            gaps.append(Gap(post.role, words, rule.article, kind="training"))
    return gaps


def _unrecorded(edition: Edition, unit: Unit, posts: list[Post], on: date) -> list[Gap]:
    """List holders whose qualification was not checked, and leavers without their education in secrecy."""
    ended = Post.objects.filter(unit=unit, until__lte=on, role__in=TRAINED).select_related("user").order_by("pk")
    wanted = [(post, QUALIFICATION, "的资格条件还没有逐项核对") for post in posts]
    wanted += [(post, OFFBOARDING, "离任后没有{label}的记录") for post in ended]
    asked = [
        (post, rule, words)
        for post, code, words in wanted
        for rule in record_rules(edition, post.role)
        if rule.code == code
    ]
    done = set(StaffRecord.objects.filter(post__in=[post for post, _, _ in asked]).values_list("post_id", "code"))
    return [
        Gap(post.role, f"{post.user}{words.format(label=rule.label)}。", rule.article, kind="record")
        for post, rule, words in asked
        if (post.pk, rule.code) not in done
    ]
