"""Log-ins unused for long are switched off (久未使用停用): warned of twice, never without, never the last of a kind.

等保 GB/T 22239-2019, 8.1.4.2: no stale accounts. An administrator may switch it on again; the count begins anew.
"""

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import DateTimeField, F
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from ..access.models import User
from ..access.roles import InstanceRole
from ..audit import record, register
from ..jobs.schedule import Counts, daily
from ..notices.actions import notify
from ..notices.models import Notice
from ..sessions.keeping import drop_all_of

JOB = "accounts.idle"
#: Days before the end on which the person is warned.
WARNINGS = (14, 3)
LAST = min(WARNINGS)

register("person.idle_off", "久未使用，停用登录")


@daily(JOB, label="久未使用的登录", not_before=time(5, 10))
def switch_off_idle(*, on: date, at: datetime) -> Counts:
    """Warn whose log-in will end soon, switch off whose has; safe to repeat. Units: days (IDLE_ACCOUNT_DAYS)."""
    most = settings.IDLE_ACCOUNT_DAYS
    if not most:
        return Counts()
    people = _idle_for(most - max(WARNINGS), on)
    warned: dict[tuple[date, int], list[int]] = defaultdict(list)
    off: list[User] = []
    for person in people:
        since = timezone.localdate(person.used)  # type: ignore[attr-defined]
        left = most - (on - since).days
        if left <= 0 and _was_told(person, since, on):
            off += [person] if _switch_off(person, since, at=at) else []
        elif not _is_last(person):
            warned[since, next(step for step in sorted(WARNINGS) if left <= step)].append(person.pk)
    for (since, step), pks in warned.items():
        _warn(pks, since, step, on=on, at=at)
    if off:
        _tell_administrators(off, on=on, at=at)
    return Counts(looked_at=len(people), flagged=sum(map(len, warned.values())), cleared=len(off))


def _idle_for(days: int, on: date) -> list[User]:
    """Return whose log-in has not been used for so many days; `used` is the last use, or the beginning."""
    used = Greatest(
        Coalesce(F("last_login"), F("date_joined")),
        Coalesce(F("reactivated_at"), F("date_joined")),
        output_field=DateTimeField(),
    )
    before = timezone.make_aware(datetime.combine(on - timedelta(days=days - 1), time.min))
    return list(User.objects.filter(is_active=True).annotate(used=used).filter(used__lt=before).order_by("pk"))


def _key(since: date, step: int) -> str:
    return f"idle:{since:%Y%m%d}:{step}"


def _was_told(person: User, since: date, on: date) -> bool:
    """Whether the last warning lies its days back: after a pause of the job nobody is switched off unwarned."""
    told = Notice.objects.filter(user=person, key=_key(since, LAST)).values_list("created_at", flat=True).first()
    return told is not None and (on - timezone.localdate(told)).days >= LAST


def _is_last(person: User) -> bool:
    role = person.instance_role
    return bool(role) and not User.objects.filter(instance_role=role, is_active=True).exclude(pk=person.pk).exists()


def _switch_off(person: User, since: date, *, at: datetime) -> bool:
    """Switch one log-in off, unless it is the last of its kind of administrator or has been used meanwhile."""
    if person.instance_role:
        list(User.objects.select_for_update().filter(instance_role=person.instance_role).order_by("pk"))
    locked = User.objects.select_for_update().get(pk=person.pk)
    if not locked.is_active or locked.last_login != person.last_login or _is_last(locked):
        return False
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    drop_all_of(locked)
    reason = f"自 {since:%Y-%m-%d} 起未登录，满 {settings.IDLE_ACCOUNT_DAYS} 天"
    before, after = {"is_active": True}, {"is_active": False}
    record("person.idle_off", by=None, at=at, obj=locked, before=before, after=after, reason=reason)
    return True


def _warn(pks: list[int], since: date, step: int, *, on: date, at: datetime) -> None:
    end = max(since + timedelta(days=settings.IDLE_ACCOUNT_DAYS), on + timedelta(days=LAST))
    words = f"您自 {since:%Y-%m-%d} 起没有登录过。到期前登录一次即可保留；停用后由系统管理员重新启用。"
    title = f"您的登录将在 {end:%Y-%m-%d} 停用"
    notify(pks, kind="account.due_soon", title=title, body=words, url="/devices/", at=at, key=_key(since, step))


def _tell_administrators(off: list[User], *, on: date, at: datetime) -> None:
    admins = User.objects.filter(instance_role=InstanceRole.SYSTEM, is_active=True)
    names = "、".join(str(person) for person in off[:10]) + ("等" if len(off) > 10 else "")
    notify(
        list(admins), kind="account.switched_off", title=f"{len(off)} 个久未使用的登录已停用",
        body=f"{names}。需要继续使用的，请在“人员”里重新启用；名下还有事项的，请办理移交。",
        url="/people/left/", at=at, key=f"idle-off:{on:%Y%m%d}",
    )  # fmt: skip
