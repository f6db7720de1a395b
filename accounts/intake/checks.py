"""What only shows when the whole workbook is known: too many holders of a role, things that hang on leavers."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from ..actions.people.gaps import most_allowed
from ..actions.people.posts import words_of_full
from ..handover.holders import stranded
from .reading import Roster
from .sight import Sight

if TYPE_CHECKING:
    from .plan import PersonPlan


def check_room(people: Sequence["PersonPlan"], roster: Roster, sight: Sight, *, on: date) -> bool:
    """Blame the rows that put more people into a role than the edition allows; returns whether one was blamed.

    Posts that the workbook ends make room first, those of people held back by a fault do not: ask again until no more
    row is blamed.
    """
    good = [person for person in people if not person.faulty]
    freed = Counter((post.unit.pk, post.role) for person in good for post in person.posts if post.until is not None)
    taken: Counter[tuple[int, str]] = Counter()
    blamed = False
    for person in good:
        for post in person.posts:
            edition = sight.edition(post.unit, on) if post.begins else None
            rule = most_allowed(edition, post.unit, post.role) if edition else None
            if rule is None or rule.max is None:
                continue
            place = (post.unit.pk, post.role)
            holders = sight.places[place]
            if len(holders) - freed[place] + taken[place] >= rule.max:
                names = "、".join(str(held.user) for held in holders) or "本表前面的人员"
                words = words_of_full(rule, post.unit, names)
                roster.blame(post.row, "role", "room", post.row.get("role"), (words, ""))
                blamed = True
            taken[place] += 1
    return blamed


def check_stranded(people: Sequence["PersonPlan"], roster: Roster, *, by: Any, at: datetime) -> None:
    """Blame the rows that end a post on which something hangs that nobody takes; the system lets go what may be."""
    leaving = [person for person in people if any(post.until is not None for post in person.posts)]
    posts = {post.post.pk for person in leaving for post in person.posts if post.post and post.until is not None}
    if not leaving:
        return
    found = stranded([person.user for person in leaving if person.user], at=at, endings=posts)
    for person in leaving:
        groups = found.get(person.user.pk, []) if person.user else []
        if by is None:
            groups = [group for group in groups if not group.holder.without and not group.holder.ends]
        if not groups:
            continue
        words = "、".join(f"{group.holder.label} {len(group.things)} 件" for group in groups)
        row = next(post.row for post in person.posts if post.until is not None)
        roster.blame(row, "until", "stranded", row.get("until"), (words, ""))
