"""Messages of pauses and proposals to those concerned (站内消息); each once, in the transaction of its cause."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Post
from newmedia_portal.core.access.roles import AUTHORITY, LEADERS, WRITERS
from newmedia_portal.core.notices.actions import notify

from ..models import SilenceFlag, Suspension


def tell_pause_asked(pause: Suspension, *, at: datetime) -> None:
    """Tell the department that a unit asks for a pause."""
    title = f"待批准:“{pause.account}”暂停更新"
    _pause(_department(pause.root_id), pause, "asked", title, f"{pause.unit}:{pause.reason}", at=at)


def tell_pause_decided(pause: Suspension, *, agreed: bool, at: datetime) -> None:
    """Tell the unit's writers what the department said."""
    title = f"{'同意' if agreed else '不同意'}“{pause.account}”暂停更新"
    body = f"{pause.first_on} 至 {pause.last_on}。{pause.opinion}"
    _pause(_unit(pause.unit_id), pause, "decided", title, body, at=at)


def tell_pause_ended(pause: Suspension, opinion: str, *, at: datetime) -> None:
    """Tell the unit's writers that the pause ends early."""
    title = f"“{pause.account}”暂停更新提前结束"
    body = f"{pause.ended_on} 之后照常计算发布频次。{opinion}"
    _pause(_unit(pause.unit_id), pause, "ended", title, body, at=at)


def tell_pause_withdrawn(pause: Suspension, *, at: datetime) -> None:
    """Tell the department that nothing is to be decided any more."""
    title = f"已撤回:“{pause.account}”暂停更新申请"
    _pause(_department(pause.root_id), pause, "withdrawn", title, str(pause.unit), at=at)


def tell_proposed(flag: SilenceFlag, account: MediaAccount, evidence: str, *, at: datetime) -> None:
    """Tell the unit's writers and leaders that the department proposes to close an account."""
    people = _unit(flag.unit_id) | _people(Post.objects.filter(unit=flag.unit_id, role__in=LEADERS))
    body = f"{evidence}{flag.proposal}请核对后办理关闭备案,或写明保留理由。"
    _flag(people, flag, "proposed", f"关闭建议:“{account}”", body, at=at)


def tell_kept(flag: SilenceFlag, *, at: datetime) -> None:
    """Tell the department why the unit keeps the account."""
    body = f"{flag.unit}:{flag.kept_reason}"
    _flag(_department(flag.root_id), flag, "kept", f"保留账号的答复:“{flag.account}”", body, at=at)


def _pause(people: set[int], pause: Suspension, kind: str, title: str, body: str, *, at: datetime) -> None:
    url = reverse("assessments:pause", args=[pause.pk])
    notify(people, kind=f"pause.{kind}", title=title, body=body, url=url, at=at, key=f"pause.{kind}:{pause.pk}")


def _flag(people: set[int], flag: SilenceFlag, kind: str, title: str, body: str, *, at: datetime) -> None:
    url = reverse("assessments:watch-account", args=[flag.account_id])
    key = f"silence.{kind}:{flag.pk}:{at.isoformat()}"
    notify(people, kind=f"silence.{kind}", title=title, body=body, url=url, at=at, key=key)


def _unit(unit: int) -> set[int]:
    return _people(Post.objects.filter(unit=unit, role__in=WRITERS))


def _department(root: int) -> set[int]:
    return _people(Post.objects.filter(unit__root=root, role__in=AUTHORITY))


def _people(posts: QuerySet[Post]) -> set[int]:
    return set(posts.filter(until__isnull=True, user__is_active=True).order_by().values_list("user", flat=True))
