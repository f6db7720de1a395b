"""Issuing a bulletin (通报定稿): from then on it stands as it is, and the units are told."""

import hashlib
import json
from datetime import date, datetime
from typing import Any

from newmedia_portal.core.access.models import Post, User
from newmedia_portal.core.access.querysets import end_of
from newmedia_portal.core.access.roles import LEADERS, WRITERS
from newmedia_portal.core.notices.actions import notify
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workflow.door import perform

from ...models import Bulletin, BulletinSection


def issue_bulletin(bulletin: Bulletin, *, by: User, at: datetime, today: date) -> Bulletin:
    """Freeze text and lists and tell writers and leaders of the units in the tree (S3-21, S3-22.1).

    A draft without a day is dated today. Effects: state, seal, notices, audit row. Raises Refused for an empty
    section or, where accounts have problems, without a day for the report; Conflict, Forbidden.
    """
    with unit_of_work():
        locked = Bulletin.objects.select_for_update().get(pk=bulletin.pk)
        sections = list(locked.sections.all())  # type: ignore[attr-defined]
        _complete(locked, sections)
        if locked.dated_on is None and locked.state == "draft":
            locked.dated_on = today
            locked.save(update_fields=["dated_on"])
        seal = seal_of(locked, sections)
        issued = perform(locked, "issue", by=by, at=at, action="bulletin.issued", by_whom=by, digest=seal)
        _tell(issued, by, at)
    bulletin.refresh_from_db()
    return issued


def _complete(bulletin: Bulletin, sections: list[BulletinSection]) -> None:
    for section in sections:
        if not section.text.strip():
            raise Refused(f"“{section.heading or '开头'}”还没有内容，请填写后再定稿。", field=f"text_{section.code}")
        if "（请填写" in section.text:
            raise Refused(f"“{section.heading}”里还有“请填写”的空白，请补上后再定稿。", field=f"text_{section.code}")
    if bulletin.demand_on is None and any(one["title"] == "不合格账号清单" for one in bulletin.lists):
        raise Refused("有不合格账号，请填写整改报告期限。", field="demand_on")


def seal_of(bulletin: Bulletin, sections: list[BulletinSection]) -> str:
    """Return the seal of everything that is printed."""
    texts = [[one.code, one.heading, one.text] for one in sections]
    head: list[Any] = [bulletin.title, bulletin.number, bulletin.to, bulletin.signer, str(bulletin.dated_on)]
    facts = json.dumps([head, str(bulletin.demand_on), texts, bulletin.lists], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(facts.encode()).hexdigest()


def _tell(bulletin: Bulletin, by: User, at: datetime) -> None:
    path = bulletin.root.path
    posts = Post.objects.filter(
        until__isnull=True, unit__path__gte=path, unit__path__lt=end_of(path), role__in=(*WRITERS, *LEADERS)
    )
    people = set(posts.exclude(user=by.pk).values_list("user", flat=True))
    notify(
        people, kind="bulletins", title=bulletin.title, body=f"{bulletin.signer}印发。请对照附件整改或自查。",
        url=bulletin.get_absolute_url(), at=at, key=f"bulletin:{bulletin.pk}",
    )  # fmt: skip
