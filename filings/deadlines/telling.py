"""Telling people of due dates (期限提醒): one message a day for each flag, however many items it sums up."""

from collections import defaultdict
from datetime import date, datetime

from newmedia_portal.core.access.models import Post
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.regimes.models import EditionRecord

from ..states import Flag
from .ladder import OF_ROOT, OF_UNIT, roles_told
from .marking import Marked

WORDS: dict[tuple[str, bool], tuple[str, str]] = {
    (Flag.OVERDUE, False): ("件备案已逾期", "最早的法定期限是"),
    (Flag.DUE_SOON, False): ("件备案即将到期", "最早的法定期限是"),
    (Flag.OVERDUE, True): ("件退回件超过补正期限", "最早的补正期限是"),
    (Flag.DUE_SOON, True): ("件退回件应补正后重新提交", "最早的补正期限是"),
}


def tell(told: list[tuple[Marked, str]], on: date, at: datetime) -> None:
    """Send each person whom the edition's rule reaches one message, with the number of items; once by its key.

    Those of a unit hear of their unit, the authority of the whole organisation.
    """
    if not told:
        return
    of_unit, of_root = _people(told)
    editions = EditionRecord.objects.defer("content").in_bulk({row.edition for row, _ in told})
    concerned: dict[tuple[str, bool, int], list[Marked]] = defaultdict(list)
    for row, stage in told:
        roles = roles_told(editions[row.edition].edition.clocks, stage, own=row.own)
        people = {user for role in roles for user in (*of_unit[row.unit, role], *of_root[row.root, role])}
        for user in people:
            concerned[row.flag, row.own, user].append(row)
    notices = [_message(user, flag, own, rows, on, at) for (flag, own, user), rows in sorted(concerned.items())]
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=500)


Holders = dict[tuple[int, str], set[int]]


def _people(told: list[tuple[Marked, str]]) -> tuple[Holders, Holders]:
    """Return who holds which role, by unit and, for those of the authority, by organisation."""
    posts = Post.objects.filter(until__isnull=True, user__is_active=True)
    own = posts.filter(unit__in={row.unit for row, _ in told}, role__in=OF_UNIT)
    above = posts.filter(unit__root__in={row.root for row, _ in told}, role__in=OF_ROOT)
    of_unit: Holders = defaultdict(set)
    of_root: Holders = defaultdict(set)
    for user, unit, root, role in (own | above).order_by().values_list("user", "unit", "unit__root", "role"):
        if role in OF_ROOT:
            of_root[int(root or 0), role].add(user)
        else:
            of_unit[unit, role].add(user)
    return of_unit, of_root


def _message(user: int, flag: str, own: bool, rows: list[Marked], on: date, at: datetime) -> Notice:
    words, until = WORDS[flag, own]
    return Notice(
        user_id=user,
        kind=f"deadline.{flag}",
        title=f"{sum(row.count for row in rows)} {words}",
        body=f"{until} {min(row.first for row in rows)}，请尽快办理。",
        url=f"/todo/?tab=deadlines&flag={flag}",
        key=f"scan_overdue:{flag}{':own' if own else ''}:{on}",
        created_at=at,
    )
