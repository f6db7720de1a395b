"""The daily jobs over people and custody (队伍与口令定时任务): rounds of checks, leavers, confirmations.

Each is one transaction, and every message has a key that says what it is about and in which week or period: a killed
run leaves nothing behind, a second one finds nothing left to send.
"""

from datetime import date, datetime, time, timedelta

from django.urls import reverse

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.audit import record
from newmedia_portal.core.jobs.alone import alone
from newmedia_portal.core.jobs.schedule import Counts, daily
from newmedia_portal.core.notices.models import Notice
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.regimes.models import EditionRecord
from newmedia_portal.regimes.schema.people import Cycle, PersonnelRule

from ..models import CheckReply, CheckRound, LeavingChecklist, LeavingItem
from .gaps import unconfirmed
from .periods import Period, period_of
from .rules import CONFIRMATION, DECLARATION, SELF_CHECK, conditions_of, cyclic, edition_in_force, roots
from .telling import deliver, departments, doers, notice

CHECKS, LEAVERS, ENTRIES = "run_self_checks", "remind_leavers", "ask_confirmations"
#: A rule of the product: what is open is said again every seven days, until it is done (S2-18.1).
EVERY = 7


@daily(CHECKS, label="自查与申报", not_before=time(6, 40))
def run_self_checks(*, on: date, at: datetime) -> Counts:
    """Open the rounds of the period for units with running accounts, remind once, tell once who is late.

    S0-18, S2-18.3, S3-18, S4-10 (self-check); S0-14.2, S2-14.2 (declaration, only where it is switched on, A49).
    """
    with unit_of_work():
        alone(CHECKS)
        opened = sum(_open(root, code, on, at) for root in roots() for code in (SELF_CHECK, DECLARATION))
        waiting = list(
            CheckReply.objects.waiting()
            .filter(round__remind_on__lte=on)
            .select_related("round", "unit")
            .order_by("round", "pk")
        )
        told = deliver([*_reminders(waiting, on, at), *_late(waiting, on, at)])
        if told:
            record("checks.reminded", by=None, at=at, after={"on": on, "waiting": len(waiting), "told": told})
    return Counts(looked_at=len(waiting) + opened, flagged=opened)


def _open(root: Unit, code: str, on: date, at: datetime) -> int:
    """Open a round for what an edition asks in rounds, or add the units that have come since; returns how many."""
    held = edition_in_force(root, on)
    asked = cyclic(held.edition, code) if held else None
    if held is None or asked is None:
        return 0
    period = period_of(asked[1], on)
    if on > period.due:
        return 0
    found = _round(root, held, asked[0], period)
    running = MediaAccount.objects.running().filter(root=root, unit__closed_on__isnull=True)
    units = running.exclude(unit__check_replies__round=found).order_by().values_list("unit", flat=True).distinct()
    fresh = sorted(units)
    CheckReply.objects.bulk_create(
        [CheckReply(round=found, unit_id=unit, root=root) for unit in fresh], ignore_conflicts=True, batch_size=500
    )
    people = doers(fresh)
    deliver([
        notice(person, kind="checks", title=f"请填报{found}", at=at, key=f"{CHECKS}:open:{found.pk}",
               body=f"{found.article},{found.due_on} 前填报,一分钟可以填完。", url=_mine())
        for person in sorted({one for unit in fresh for one in people[unit]})
    ])  # fmt: skip
    if fresh:
        after = {"round": str(found), "units": len(fresh), "due_on": found.due_on}
        record("checks.opened", by=None, at=at, obj=found, after=after, unit=root)
    return len(fresh)


def _round(root: Unit, held: EditionRecord, rule: PersonnelRule, period: Period) -> CheckRound:
    values = {
        "edition": held, "label": rule.label, "article": rule.article, "conditions": conditions_of(rule),
        "opened_on": period.first, "remind_on": period.remind, "due_on": period.due,
    }  # fmt: skip
    found, _ = CheckRound.objects.get_or_create(root=root, code=rule.code, period=period.key, defaults=values)
    return found


def _reminders(waiting: list[CheckReply], on: date, at: datetime) -> list[Notice]:
    ahead = [reply for reply in waiting if reply.round.due_on >= on]
    people = doers({reply.unit_id for reply in ahead})
    return [
        notice(person, kind="checks", title=f"{reply.round}还没有填报", at=at, url=_mine(),
               body=f"{reply.unit},截止 {reply.round.due_on}。", key=f"{CHECKS}:remind:{reply.pk}")
        for reply in ahead for person in sorted(people[reply.unit_id])
    ]  # fmt: skip


def _late(waiting: list[CheckReply], on: date, at: datetime) -> list[Notice]:
    late = [reply for reply in waiting if reply.round.due_on < on]
    people = doers({reply.unit_id for reply in late})
    made = [
        notice(person, kind="checks", title=f"{reply.round}逾期未填报", at=at, url=_mine(),
               body=f"{reply.unit},截止日 {reply.round.due_on} 已过,请补报。", key=f"{CHECKS}:late:{reply.pk}")
        for reply in late for person in sorted(people[reply.unit_id])
    ]  # fmt: skip
    watching = departments({reply.root_id for reply in late})
    rounds = {reply.round_id: reply.round for reply in late}
    for found in rounds.values():
        number = sum(reply.round_id == found.pk for reply in late)
        made += [
            notice(person, kind="checks", title=f"{found}:{number} 个单位逾期未填报", at=at, body="",
                   url=f"{reverse('duties:checks')}?view=late", key=f"{CHECKS}:late:round:{found.pk}")
            for person in sorted(watching[found.root_id])
        ]  # fmt: skip
    return made


def _mine() -> str:
    return f"{reverse('duties:checks')}?view=waiting"


@daily(LEAVERS, label="离任清单提醒", not_before=time(6, 45))
def remind_leavers(*, on: date, at: datetime) -> Counts:
    """Remind of open checklists every week until they are done (S2-18.1: the password is changed on each hand-over).

    Accounts whose password has been due since before there were checklists are reminded of too.
    """
    with unit_of_work():
        alone(LEAVERS)
        lists = list(
            LeavingChecklist.objects.running()
            .filter(left_on__lte=on - timedelta(days=EVERY))
            .select_related("unit")
            .order_by("pk")
        )
        listed = LeavingItem.objects.filter(code="password", done_on__isnull=True).values("account")
        due = MediaAccount.objects.running().filter(password_due_since__lte=on - timedelta(days=EVERY))
        accounts = list(due.exclude(pk__in=listed).select_related("unit").order_by("pk"))
        told = deliver([*_of_lists(lists, on, at), *_of_accounts(accounts, on, at)])
        if told:
            after = {"on": on, "lists": len(lists), "accounts": len(accounts), "told": told}
            record("leaving.reminded", by=None, at=at, after=after)
    return Counts(looked_at=len(lists) + len(accounts), flagged=len(lists) + len(accounts))


def _of_lists(lists: list[LeavingChecklist], on: date, at: datetime) -> list[Notice]:
    people = doers({one.unit_id for one in lists}, keepers=True)
    watching = departments({one.root_id for one in lists})
    return [
        notice(person, kind="leaving", title=f"{one.person}离任清单还没有办完", at=at,
               body=f"{one.unit},{one.left_on} 离任,已 {(on - one.left_on).days} 天。",
               url=reverse("duties:leaving", args=[one.pk]), key=f"{LEAVERS}:{one.pk}:{_week(one.left_on, on)}")
        for one in lists for person in sorted(people[one.unit_id] | watching[one.root_id])
    ]  # fmt: skip


def _of_accounts(accounts: list[MediaAccount], on: date, at: datetime) -> list[Notice]:
    people = doers({account.unit_id for account in accounts}, keepers=True)
    made = []
    for account in accounts:
        days = (on - (account.password_due_since or on)).days
        made += [
            notice(person, kind="custody", title=f"请更换“{account}”的口令并登记移交", at=at,
                   body=f"自 {account.password_due_since} 起应更换,已 {days} 天。",
                   url=reverse("accounts:custody", args=[account.pk]),
                   key=f"{LEAVERS}:account:{account.pk}:{days // EVERY}")
            for person in sorted(people[account.unit_id])
        ]  # fmt: skip
    return made


@daily(ENTRIES, label="登记信息核实提醒", not_before=time(6, 50))
def ask_confirmations(*, on: date, at: datetime) -> Counts:
    """Ask units to confirm their entries when a period begins, and once more before it is due; nothing is flagged."""
    with unit_of_work():
        alone(ENTRIES)
        made: list[Notice] = []
        looked = 0
        for root in roots():
            held = edition_in_force(root, on)
            asked = cyclic(held.edition, CONFIRMATION) if held else None
            if held is None or asked is None:
                continue
            units = set(unconfirmed(root, held.edition, on).order_by().values_list("unit", flat=True).distinct())
            looked += len(units)
            made += _asked(root, units, asked[1], on, at)
        told = deliver(made)
        if told:
            record("entry.asked", by=None, at=at, after={"on": on, "units": looked, "told": told})
    return Counts(looked_at=looked)


def _asked(root: Unit, units: set[int], cycle: Cycle, on: date, at: datetime) -> list[Notice]:
    period, people = period_of(cycle, on), doers(units)
    stage, title = ("remind", "还有账号没有核实登记信息") if on >= period.remind else ("open", "请核实账号登记信息")
    return [
        notice(person, kind="entry", title=title, at=at, url=reverse("duties:entries"),
               body=f"{period.key},{period.due} 前核实。没有变化的,一键确认。",
               key=f"{ENTRIES}:{stage}:{root.pk}:{period.key}")
        for person in sorted({one for unit in units for one in people[unit]})
    ]  # fmt: skip


def _week(since: date, on: date) -> int:
    """Return how many whole weeks something has been open."""
    return (on - since).days // EVERY
