"""What a row means for one post (任职): it begins, gets another title or day of training, ends, or stays."""

from datetime import date
from typing import TYPE_CHECKING, Any

from newmedia_portal.core.access.models import Post

from ..actions.people.gaps import training_rule
from .reading import Roster, Row
from .sight import Sight

if TYPE_CHECKING:
    from .plan import PersonPlan, PostPlan


def plan_post(
    person: "PersonPlan", plan: "PostPlan", roster: Roster, sight: Sight, *, today: date
) -> "PostPlan | None":
    """Return the plan with what is to be done, or None where nothing is; faults are added to the roster."""
    row = plan.row
    held = [
        post
        for post in (sight.posts[person.user.pk] if person.user else [])
        if post.unit_id == plan.unit.pk and post.role == plan.role
    ]
    plan.post = next((post for post in held if post.until is None), None)
    since, until = row.get("since"), row.get("until")
    if plan.post is not None:
        return _held(plan, plan.post, roster)
    ended = [post for post in held if since in (None, post.since) and (until is not None or since is not None)]
    if until is not None or "until" in row.unknown:
        if until is not None and not any(post.until == until for post in ended):
            roster.blame(row, "until", "not_in_post", until)
        return None
    if ended:
        roster.blame(row, "since", "already_ended", since, (f" {ended[-1].until} ", ""))
        return None
    return _new(person, plan, roster, sight, today=today)


def blame_future(row: Row, roster: Roster, today: date) -> None:
    """Blame the days of a row that lie ahead."""
    for code in ("since", "trained_on", "until"):
        day = row.get(code)
        if day is not None and day > today:
            roster.blame(row, code, "future_date", day)


def _held(plan: "PostPlan", post: Post, roster: Roster) -> "PostPlan | None":
    """Compare a row with the open post that it means."""
    row = plan.row
    since, until = row.get("since"), row.get("until")
    if since is not None and since != post.since and "since" not in row.unknown:
        roster.blame(row, "since", "since_differs", since, (str(post.since), ""))
    if until is not None and until < post.since and "until" not in row.unknown:
        roster.blame(row, "until", "until_before_since", until, (str(post.since), ""))
    for code in ("title", "trained_on"):
        value: Any = row.get(code)
        if value is not None and value != getattr(post, code):
            plan.values[code] = value
    plan.until = until
    return plan if plan.values or until is not None else None


def _new(person: "PersonPlan", plan: "PostPlan", roster: Roster, sight: Sight, *, today: date) -> "PostPlan | None":
    """Check what `appoint` would refuse of a new post, but for the number of holders."""
    row, unit = plan.row, plan.unit
    since, trained_on = row.get("since"), row.get("trained_on")
    if since is None and "since" not in row.unknown:
        roster.blame(row, "since", "missing_since")
    if unit.closed_on is not None:
        roster.blame(row, "unit", "unit_closed", unit.name)
        return None
    if person.user is not None and not person.user.is_active:
        roster.blame(row, "username", "inactive", person.username)
    edition = sight.edition(unit, today)
    if edition is None:
        roster.blame(row, "unit", "no_edition", unit.name)
        return None
    rule = training_rule(edition, plan.role)
    if trained_on is not None:
        if since is not None and trained_on > since and "trained_on" not in row.unknown:
            roster.blame(row, "trained_on", "trained_late", trained_on, (str(since), ""))
    elif rule is not None and rule.strict and "trained_on" not in row.unknown:
        roster.blame(row, "trained_on", "training", "", (rule.article, ""))
    plan.begins = True
    plan.values = {"title": row.get("title") or "", "since": since, "trained_on": trained_on}
    return plan
