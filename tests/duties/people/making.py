"""Making leavers, rounds and entries for tests, plainly artificial."""

from datetime import date, datetime, time
from typing import Any

from django.utils.timezone import make_aware

from accounts.actions.custody import hand_over_password
from accounts.actions.people import end_post
from accounts.models import MediaAccount
from duties.models import LeavingChecklist
from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.access.scope import forget
from newmedia_portal.regimes.models import EditionRecord
from tests.duties.making import furnished
from tests.world import NOON, World

TODAY = date(2026, 9, 18)


def on(day: date, hour: int = 9) -> datetime:
    """Return a moment of a day, local time."""
    return make_aware(datetime.combine(day, time(hour)))


def own_account(world: World) -> MediaAccount:
    """Return the account of the owner unit."""
    return MediaAccount.objects.get(unit=world.owner)


def keeper(world: World, name: str = "") -> MediaAccount:
    """Let somebody keep the password of the owner's account since the beginning of the year."""
    account = own_account(world)
    who = name or str(world.cast["operator"])
    day = date(2026, 1, 5)
    hand_over_password(
        account, keeper=who, on=day, changed_on=day, reason="", by=world.person("operator"), at=on(date(2026, 1, 6))
    )
    return account


def colleague(world: World, role: str = "operator") -> User:
    """Return a second person with a post in the owner unit."""
    person = User.objects.create(username=f"{world.regime}-second-{role}", full_name="李某二")
    Post.objects.create(user=person, unit=world.owner, role=role, since=date(2020, 1, 1))
    forget(person)
    return person


def left(world: World, *, until: date = TODAY, at: datetime = NOON, role: str = "operator") -> LeavingChecklist:
    """Let somebody of the owner unit leave; returns the checklist."""
    post = Post.objects.get(user=world.cast[role], unit=world.owner, role=role, until__isnull=True)
    end_post(post, until=until, by=None, at=at)
    forget(world.cast[role])
    return LeavingChecklist.objects.get(post=post)


def declaring(world: World) -> None:
    """Switch on the declaration of private accounts (A49) in a further published edition."""
    old, key = world.edition.content, 'key = "register_private_accounts"\nreading = "A49"'
    at = old.index(key)
    text = old[:at] + old[at:].replace('value = "none"\n', 'value = "declaration"\n', 1)
    EditionRecord.objects.create(
        code=world.edition.code, version="示例二版", title=world.edition.title, state="published",
        content=text.replace(f'version = "{world.edition.version}"', 'version = "示例二版"', 1), digest="x" * 64,
        created_at=NOON, published_at=NOON, effective_from=world.edition.effective_from,
    )  # fmt: skip


def started(regime: str = "gejiu", **own: Any) -> World:
    """Return an organisation whose accounts stood in the register before this half-year."""
    world = furnished(regime, **own)
    MediaAccount.objects.update(created_at=on(date(2026, 3, 1)))
    return world
