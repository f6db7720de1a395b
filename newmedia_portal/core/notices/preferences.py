"""What each person wants by mail (消息偏好): the choice for a kind, and how a day's mail is folded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ..access.models import User
from ..audit import record
from ..transactions import unit_of_work
from .models import MessageSettings, Preference
from .states import Category, Mode

#: Where a person has chosen nothing.
USUAL = {
    Category.WAITING: Mode.AT_ONCE,
    Category.URGED: Mode.AT_ONCE,
    Category.DEADLINE: Mode.AT_ONCE,
    Category.RESULT: Mode.AT_ONCE,
    Category.OTHER: Mode.OFF,
}
FOLD_OVER = 10


@dataclass(frozen=True)
class Wishes:
    """What one person wants."""

    modes: dict[str, str]
    one_a_day: bool = False
    fold_over: int = FOLD_OVER
    quiet: bool = True

    def mode(self, category: str, *, already: int) -> str:
        """Return how a message of a kind goes out to a person who got so many mails today."""
        mode = self.modes.get(category, USUAL[Category(category)])
        if mode == Mode.AT_ONCE and (self.one_a_day or already >= self.fold_over):
            return Mode.DAILY
        return mode


def wishes_of(users: Iterable[int]) -> dict[int, Wishes]:
    """Return the wishes of several people in two statements."""
    people = set(users)
    modes: dict[int, dict[str, str]] = {pk: {} for pk in people}
    for pk, category, mode in Preference.objects.filter(user__in=people).values_list("user", "category", "mode"):
        modes[pk][category] = mode
    rows = {row.user_id: row for row in MessageSettings.objects.filter(user__in=people)}
    return {
        pk: Wishes(modes[pk], rows[pk].one_a_day, rows[pk].fold_over, rows[pk].quiet)
        if pk in rows
        else Wishes(modes[pk])
        for pk in people
    }


def save_wishes(
    user: User, *, modes: dict[str, str], one_a_day: bool, fold_over: int, quiet: bool, at: datetime
) -> None:
    """Keep what a person has chosen for themselves."""
    with unit_of_work():
        for category, mode in modes.items():
            Preference.objects.update_or_create(user=user, category=category, defaults={"mode": mode})
        chosen = {"one_a_day": one_a_day, "fold_over": fold_over, "quiet": quiet}
        MessageSettings.objects.update_or_create(user=user, defaults=chosen)
        record("messages.chosen", by=user, at=at, obj=user, after={**modes, **chosen})
