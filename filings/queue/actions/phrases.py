"""A person's common phrases (常用语): adding, ordering, removing."""

from datetime import datetime

from django.db.models import QuerySet

from newmedia_portal.core.access.models import User
from newmedia_portal.core.audit import record, register
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.transactions import unit_of_work

from ..models import Phrase

#: As many as can still be looked over beside the opinion.
MOST = 30

for _code, _label in (
    ("phrase.added", "添加常用语"),
    ("phrase.moved", "调整常用语次序"),
    ("phrase.removed", "删除常用语"),
):
    register(_code, _label)


def add_phrase(text: str, *, by: User, at: datetime) -> Phrase:
    """Add a phrase at the end. Raises Refused for an empty one, one that is there already, and one too many."""
    text = " ".join(text.split())
    if not text:
        raise Refused("请填写常用语。", field="text")
    with unit_of_work():
        mine = list(_locked(by))
        if any(phrase.text == text for phrase in mine):
            raise Refused("这条常用语已经有了。", field="text")
        if len(mine) >= MOST:
            raise Refused(f"常用语最多 {MOST} 条。请先删除不用的。", field="text")
        last = mine[-1].position if mine else 0
        phrase = Phrase.objects.create(user=by, text=text, position=last + 1)
        record("phrase.added", by=by, at=at, obj=phrase)
    return phrase


def move_phrase(phrase: Phrase, *, up: bool, by: User, at: datetime) -> None:
    """Move one's own phrase one place up or down; at either end it stays. All places are numbered anew."""
    with unit_of_work():
        mine = list(_locked(by))
        place = next((n for n, one in enumerate(mine) if one.pk == phrase.pk), None)
        if place is None:
            raise Refused("这条常用语已经不在了。请刷新页面。")
        other = place - 1 if up else place + 1
        if not 0 <= other < len(mine):
            return
        mine[place], mine[other] = mine[other], mine[place]
        for number, one in enumerate(mine, start=1):
            one.position = number
        Phrase.objects.bulk_update(mine, ["position"])
        record("phrase.moved", by=by, at=at, obj=phrase)


def remove_phrase(phrase: Phrase, *, by: User, at: datetime) -> None:
    """Remove one's own phrase; decisions that used it keep their words."""
    with unit_of_work():
        gone = _locked(by).filter(pk=phrase.pk).first()
        if gone is None:
            raise Refused("这条常用语已经不在了。请刷新页面。")
        record("phrase.removed", by=by, at=at, obj=gone)
        gone.delete()


def _locked(by: User) -> QuerySet[Phrase]:
    """Return the person's phrases in order, their person locked, so that two pages of theirs do not cross."""
    User.objects.select_for_update().get(pk=by.pk)
    return Phrase.objects.visible_to(by).order_by("position", "pk")
