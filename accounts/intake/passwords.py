"""First passwords of imported people (初始密码): made while they are handed out, kept nowhere but as a hash."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher, get_hasher, make_password
from django.db.models import Prefetch, Q, QuerySet

from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.audit import record, register
from newmedia_portal.core.passwords.models import PasswordUsed
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work

from ..actions.common import require
from ..ledger.bulk import update_rows
from ..models import PeopleBatch

register("person.password_issued", "发放初始密码")
register("people.passwords_issued", "生成初始密码表")

UNUSABLE = "!"
PART = 500
UPPER, LOWER, DIGITS = "ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789"
"""Without signs that are taken for one another on paper: 0 and O, 1, l and I, o."""
SIGNS = 16
GROUP = 4


class RandomPasswordHasher(Argon2PasswordHasher):
    """Argon2 at its least cost, for passwords that no dictionary holds: 16 random signs, over 90 bits.

    The cost of the usual hash slows down guessing at what people choose; here there is nothing to guess. At the first
    log-in Django hashes anew at the usual cost, and the person has to choose another one at once.
    """

    time_cost = 1
    memory_cost = 1024
    parallelism = 1


@dataclass(frozen=True)
class Issued:
    """One line of the workbook that is handed out."""

    person: User
    posts: str
    password: str


def new_password() -> str:
    """Return a random password in four groups, with capital and small letters, digits and hyphens."""
    while True:
        signs = "".join(secrets.choice(UPPER + LOWER + DIGITS) for _ in range(SIGNS))
        if all(set(signs) & set(kind) for kind in (UPPER, LOWER, DIGITS)):
            return "-".join(signs[at : at + GROUP] for at in range(0, SIGNS, GROUP))


def waiting(batch: PeopleBatch) -> QuerySet[User]:
    """Return the people of a batch who have never logged in and whose password nobody else has set."""
    own = Q(password__startswith=UNUSABLE)
    if batch.issued:
        own |= Q(must_change_password=True)
    return User.objects.filter(own, pk__in=batch.people, last_login__isnull=True, is_active=True, instance_role="")


def issue(batch: PeopleBatch, *, issued: int, by: Any, at: datetime) -> list[Issued]:
    """Give the waiting people of a batch random first passwords and return them, once; whoever logs in must change it.

    `issued` is how often this was done when the page was shown. Made again, earlier ones no longer work. Raises
    Forbidden for anyone but the importer, Conflict for a second click, Refused where nobody waits.
    """
    require(by, "core.manage_people")
    with unit_of_work():
        locked = PeopleBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if (by.pk if by is not None else None) != locked.by_id:
            raise Forbidden("初始密码只交给导入的管理员本人。")
        if locked.issued != issued:
            raise Conflict("初始密码表已经生成过。没有收到文件的，请刷新页面后重新生成，先前的随之作废。")
        kept = Prefetch("posts", Post.objects.filter(until__isnull=True).select_related("unit"), to_attr="shown_posts")
        people = list(waiting(locked).select_for_update().order_by("pk").prefetch_related(kept))
        lines = [_issue(person, by=by, at=at) for person in people]
        if not lines:
            raise Refused("这批新增人员都已登录，或已由管理员另设密码，不再生成。")
        update_rows(User, ("password",), [[line.person.pk, line.person.password] for line in lines])
        numbers = [line.person.pk for line in lines]
        User.objects.filter(pk__in=numbers).update(must_change_password=True, password_set_at=at)
        used = (PasswordUsed(user=line.person, hash=line.person.password, set_at=at) for line in lines)
        PasswordUsed.objects.bulk_create(used, batch_size=PART)
        locked.issued, locked.issued_at = locked.issued + 1, at
        locked.save(update_fields=["issued", "issued_at"])
        after = {"people": len(lines), "times": locked.issued}
        record("people.passwords_issued", by=by, at=at, obj=locked, after=after)
    batch.refresh_from_db()
    return lines


def _issue(person: User, *, by: Any, at: datetime) -> Issued:
    password = new_password()
    person.password = _hashed(password)
    record("person.password_issued", by=by, at=at, obj=person)
    posts = "；".join(f"{post.unit}{post.get_role_display()}" for post in person.shown_posts)  # type: ignore[attr-defined]
    return Issued(person, posts, password)


def _hashed(password: str) -> str:
    if get_hasher().algorithm != Argon2PasswordHasher.algorithm:
        return make_password(password)
    hasher = RandomPasswordHasher()
    return hasher.encode(password, hasher.salt())
