"""What upper floors find out about an entry's activity (运行情况): last post and followers of a running account."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from ...models import MediaAccount


@dataclass(frozen=True)
class Seen:
    """What is known of an account now, and the last post that this source had told of before."""

    account: int
    last_post_on: date | None
    told_before: date | None
    followers: int | None = None
    followers_on: date | None = None


def note_activity(*, seen: list[Seen]) -> None:
    """Carry last post and followers into the register (最后更新, 粉丝数).

    A day that the register was told otherwise and that is later stays; one that came from this source alone follows
    it back when its item is taken back. Followers follow the later as-of date. The entry's version stays: nothing
    that was filed changes.
    """
    for one in seen:
        entry = MediaAccount.objects.filter(pk=one.account)
        ours = Q(last_post_on=one.told_before) if one.told_before else Q(last_post_on__isnull=True)
        if one.last_post_on is None:
            entry.filter(ours).update(last_post_on=None)
        else:
            entry.filter(ours | Q(last_post_on__isnull=True) | Q(last_post_on__lt=one.last_post_on)).update(
                last_post_on=one.last_post_on
            )
        if one.followers_on is not None:
            older = Q(followers_as_of__isnull=True) | Q(followers_as_of__lte=one.followers_on)
            entry.filter(older).update(followers=one.followers, followers_as_of=one.followers_on)
