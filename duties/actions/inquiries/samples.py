"""Drawing messages by lot (抽查): with its seed anyone can repeat a draw, whatever was logged since."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.audit import record
from newmedia_portal.core.refusals import Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work

from ...models import MessageSample, PublicMessage

MOST = 200


def draw(pks: Iterable[int], size: int, seed: str) -> list[int]:
    """Return so many of the numbers by lot; the same seed draws the same, in whatever order they are given."""
    return sorted(pks, key=lambda pk: hashlib.sha256(f"{seed}:{pk}".encode()).hexdigest())[:size]


def population(unit: Unit, first_on: date, last_on: date, *, newest: int | None = None) -> list[int]:
    """Return the messages of a unit and those below it that came in within the days, up to a newest one."""
    zone = timezone.get_current_timezone()
    since = datetime.combine(first_on, time(), tzinfo=zone)
    until = datetime.combine(last_on + timedelta(days=1), time(), tzinfo=zone)
    below = Unit.objects.below(unit.path).order_by().values("pk")
    rows = PublicMessage.objects.received(since, until).filter(unit__in=below)
    return list((rows.filter(pk__lte=newest) if newest else rows).order_by("pk").values_list("pk", flat=True))


def sample_messages(
    unit: Unit, *, first_on: date, last_on: date, size: int, seed: str, by: User, at: datetime
) -> MessageSample:
    """Draw messages of a unit and those below it, and keep the seed and how many there were.

    Raises Forbidden without the right or for a unit out of sight, Refused where there is nothing to draw from.
    """
    if not by.has_perm("duties.draw_samples") or not Unit.objects.visible_to(by).filter(pk=unit.pk).exists():
        raise Forbidden("只有宣传部门和单位领导可以抽查留言。")
    if not 1 <= size <= MOST:
        raise Refused(f"一次抽取 1 至 {MOST} 条。", field="size")
    if last_on < first_on:
        raise Refused("截止日期不能早于开始日期。", field="last_on")
    if not seed.strip():
        raise Refused("请填写种子,任意数字或文字都可以。", field="seed")
    pks = population(unit, first_on, last_on)
    if not pks:
        raise Refused("这段时间没有留言可抽。请放宽日期或换一个单位。", field="first_on")
    with unit_of_work():
        sample = MessageSample.objects.create(
            unit=unit, root=unit.root or unit, first_on=first_on, last_on=last_on, size=size, seed=seed.strip(),
            population=len(pks), newest=pks[-1], chosen=draw(pks, size, seed.strip()), by=by, at=at,
        )  # fmt: skip
        after = {"count": len(sample.chosen), "population": len(pks), "seed": sample.seed}
        record("message.sampled", by=by, at=at, obj=sample, after=after)
    return sample


def is_repeatable(sample: MessageSample) -> bool:
    """Whether drawing again with the seed gives the same messages."""
    pks = population(sample.unit, sample.first_on, sample.last_on, newest=sample.newest)
    return draw(pks, sample.size, sample.seed) == sample.chosen
