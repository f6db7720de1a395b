"""Standing in for somebody (代理): dated, on record with both names, begun and ended by the day."""

from datetime import date, datetime, time
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from ..access.models import Unit, User
from ..access.roles import InstanceRole, Role
from ..audit import record, register
from ..jobs.alone import alone
from ..jobs.schedule import Counts, daily
from ..notices.actions import notify
from ..refusals import Conflict, Forbidden, Refused
from ..transactions import unit_of_work
from .door import perform
from .kinds import kind_of
from .models import Substitution
from .states import SubstitutionState

JOB = "workflow.substitutions"
#: The longest time that one may stand in for another without a new entry, in days.
LONGEST = 92
OPEN = (SubstitutionState.PLANNED, SubstitutionState.RUNNING)

for _code, _label in (
    ("substitution.made", "登记代理"),
    ("substitution.started", "代理开始"),
    ("substitution.ended", "代理结束"),
):
    register(_code, _label)


def may_arrange(user: Any, absent: User) -> bool:
    """Whether the person may arrange it: for oneself, or as one of the system or security administrators."""
    return user.pk == absent.pk or user.instance_role in (InstanceRole.SYSTEM, InstanceRole.SECURITY)


def substitute(
    absent: User,
    *,
    by_whom: User,
    role: str,
    starts_on: date,
    ends_on: date,
    reason: str,
    by: User,
    at: datetime,
    object_type: str = "",
    unit: Unit | None = None,
) -> Substitution:
    """Let `by_whom` decide for `absent` from one day to another, both included; an empty role covers every post.

    `object_type` limits it to one kind of object, `unit` to the posts in one unit.

    Raises Forbidden for a stranger, Refused for a period in the past or too long, or one's own substitute, Conflict
    where one stands already for these days and this role.
    """
    if not may_arrange(by, absent):
        raise Forbidden("只能为自己登记代理;为他人登记请联系系统管理员。")
    _refuse_unfit(absent, by_whom, role, starts_on, ends_on, reason, localdate(at))
    with unit_of_work():
        same = _alike(absent, role, object_type, unit)
        if same.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
            raise Conflict("这段时间已经登记了代理人。请先结束原来的代理,再重新登记。")
        row = Substitution.objects.create(
            absent=absent,
            substitute=by_whom,
            role=role,
            object_type=object_type,
            unit=unit,
            starts_on=starts_on,
            ends_on=ends_on,
            reason=reason.strip(),
            made_by=by,
            made_at=at,
        )
        after = {"starts_on": starts_on, "ends_on": ends_on, "role": role}
        after |= {"object_type": object_type, "unit": str(unit or "")}
        record("substitution.made", by=by, at=at, obj=row, after=after, reason=reason)
        title = f"请您代理:{row}({starts_on} 至 {ends_on})"
        notify([by_whom], kind="substitution", title=title, url="/substitutions/", at=at, key=f"substitution:{row.pk}")
        if starts_on <= localdate(at):
            row = perform(row, "start", by=None, at=at, action="substitution.started")
    return row


def _alike(absent: User, role: str, object_type: str, unit: Unit | None) -> QuerySet[Substitution]:
    """Return, locked, what stands or is to come for this person and would meet the same steps."""
    same = Substitution.objects.select_for_update().filter(absent=absent, state__in=OPEN, role__in={role, ""})
    if object_type:
        same = same.filter(object_type__in={object_type, ""})
    return same if unit is None else same.filter(Q(unit=unit) | Q(unit__isnull=True))


def running_for(user: User | Any) -> QuerySet[Substitution]:
    """Return the substitutions that run now and concern the person: counted in the navigation of every page."""
    return Substitution.objects.filter(Q(absent=user) | Q(substitute=user), state=SubstitutionState.RUNNING)


def scope_words(row: Substitution) -> str:
    """Say what a substitution covers, e.g. 备案，示例单位，部门负责人."""
    kind = kind_of(row.object_type)
    role = Role(row.role).label if row.role in Role.values else ""
    parts = [kind.word if kind else "", str(row.unit) if row.unit else "", role]
    return "、".join(part for part in parts if part) or "全部事项"


def end_substitution(row: Substitution, *, by: User, at: datetime) -> Substitution:
    """End it before its last day. Raises Forbidden for a stranger, Conflict when it is over."""
    if not (may_arrange(by, row.absent) or by.pk == row.substitute_id):
        raise Forbidden("只有本人、代理人和系统管理员可以结束代理。")
    return perform(row, "finish", by=by, at=at, action="substitution.ended", reason="提前结束")


@daily(JOB, label="代理开始与结束", not_before=time(0, 1))
def turn_over(*, on: date, at: datetime) -> Counts:
    """Start what begins today and end what ended yesterday; safe to repeat."""
    with unit_of_work():
        alone(JOB)
        over = list(Substitution.objects.filter(state__in=OPEN, ends_on__lt=on))
        due = list(Substitution.objects.filter(state=SubstitutionState.PLANNED, starts_on__lte=on, ends_on__gte=on))
        for row in over:
            perform(row, "finish", by=None, at=at, action="substitution.ended", reason="期满")
        for row in due:
            perform(row, "start", by=None, at=at, action="substitution.started")
    return Counts(looked_at=len(over) + len(due), flagged=len(due), cleared=len(over))


def _refuse_unfit(
    absent: User, by_whom: User, role: str, starts_on: date, ends_on: date, reason: str, today: date
) -> None:
    if absent.pk == by_whom.pk:
        raise Refused("不能由本人代理本人,请选择其他人员。", field="by_whom")
    if not by_whom.is_active or by_whom.instance_role:
        raise Refused("代理人须是在用的业务人员账号,三员不能代理。", field="by_whom")
    if role and role not in Role.values:
        raise Refused("请选择要代理的岗位。", field="role")
    if ends_on < starts_on:
        raise Refused("结束日期不能早于开始日期。", field="ends_on")
    if ends_on < today:
        raise Refused("结束日期已经过去,请改为今天或以后。", field="ends_on")
    if (ends_on - starts_on).days >= LONGEST:
        raise Refused(f"一次代理最长 {LONGEST} 天,到期后可以再登记。", field="ends_on")
    if not reason.strip():
        raise Refused("请填写代理事由。", field="reason")
