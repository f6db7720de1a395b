"""Entering what was planned (写入): people and posts many at once, endings one by one as the page does."""

from datetime import datetime
from typing import Any

from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.access.secrets import mask_phone
from newmedia_portal.core.audit import record, register

from ..actions.common import day_of
from ..actions.people import end_post
from ..actions.people.oversight import grant_oversight
from ..actions.people.persons import facts_of
from ..actions.people.posts import facts_of_post
from ..hooks import tell_trained
from ..ledger.bulk import update_rows
from .plan import CHANGED, CREATED, PersonPlan, Plan, PostPlan

register("post.retitled", "变更职务")

REASON = "人员名册导入"
PART = 500
PERSON_COLUMNS = ("full_name", "email", "office_phone", "phone_sealed", "phone_hash")


def carry_out(plan: Plan, *, by: Any, at: datetime) -> list[int]:
    """Enter everything of the people without fault and return the numbers of those added; inside a transaction.

    Posts end before others begin, so that one may follow the other. People and posts take a fixed number of statements
    for each 500; a post that ends opens its hand-over as on the page. Raises what `end_post` refuses.
    """
    good = list(plan.good)
    added = [person for person in good if person.effect == CREATED]
    changed = [person for person in good if person.effect == CHANGED and person.facts]
    _add(added, by=by, at=at)
    _change(changed, by=by, at=at)
    posts = [(person, post) for person in good for post in person.posts]
    _enter([post for _, post in posts if post.post is not None and post.values], by=by, at=at)
    for _, post in posts:
        if post.post is not None and post.until is not None:
            end_post(post.post, until=post.until, by=by, at=at, reason=REASON)
    _begin([(person, post) for person, post in posts if post.begins], by=by, at=at)
    return [person.user.pk for person in added if person.user]


def _add(people: list[PersonPlan], *, by: Any, at: datetime) -> None:
    """Add people who cannot log in yet: first passwords are made when they are handed over."""
    for person in people:
        person.user = User(username=person.username)
        person.user.set_unusable_password()
        for name, value in person.facts.items():
            setattr(person.user, name, value)
    users = [person.user for person in people if person.user]
    User.objects.bulk_create(users, batch_size=PART)
    for user in users:
        after = {"username": user.username, **facts_of(user)}
        record("person.added", by=by, at=at, obj=user, after=after, reason=REASON)


def _change(people: list[PersonPlan], *, by: Any, at: datetime) -> None:
    """Correct the facts of people who are known, each with what it was and is now."""
    users = []
    for person in people:
        user = person.user
        if user is None:
            continue
        before = {name: _shown(name, getattr(user, name)) for name in person.facts}
        for name, value in person.facts.items():
            setattr(user, name, value)
        users.append(user)
        after = {name: _shown(name, value) for name, value in person.facts.items()}
        record("person.changed", by=by, at=at, obj=user, before=before, after=after, reason=REASON)
    update_rows(User, PERSON_COLUMNS, [[user.pk, *(getattr(user, n) for n in PERSON_COLUMNS)] for user in users])


def _shown(name: str, value: str) -> str:
    return mask_phone(value) if name == "phone" else value


def _enter(plans: list[PostPlan], *, by: Any, at: datetime) -> None:
    """Enter titles and days of training with posts that are held."""
    changed = []
    for plan in plans:
        post = plan.post
        if post is None:
            continue
        before = {name: getattr(post, name) for name in plan.values}
        for name, value in plan.values.items():
            setattr(post, name, value)
        changed.append(post)
        for name, action in (("title", "post.retitled"), ("trained_on", "post.trained")):
            if name in plan.values:
                sides = {name: before[name]}, {name: plan.values[name]}
                record(action, by=by, at=at, obj=post, before=sides[0], after=sides[1], reason=REASON)
    update_rows(Post, ("title", "trained_on"), [[post.pk, post.title, post.trained_on] for post in changed])
    for plan in plans:
        if plan.post is not None and "trained_on" in plan.values:
            tell_trained(plan.post, by=by, at=at)


def _begin(plans: list[tuple[PersonPlan, PostPlan]], *, by: Any, at: datetime) -> None:
    """Appoint many; what `appoint` checks was checked under the same locks."""
    posts = [Post(user=person.user, unit=plan.unit, role=plan.role, **plan.values) for person, plan in plans]
    Post.objects.bulk_create(posts, batch_size=PART)
    grant_oversight(posts, on=day_of(at))
    for post in posts:
        record("post.appointed", by=by, at=at, obj=post, after=facts_of_post(post), reason=REASON)
