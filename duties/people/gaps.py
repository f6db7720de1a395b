"""What is missing in people and custody (队伍缺口), by kind and unit: each number opens the list it counts.

A rule before the post is checked when somebody is appointed; those in post before stay and are listed (reading A35).
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.utils.timezone import make_aware

from accounts.actions.people.gaps import TRAINED
from accounts.models import CustodyRecord, MediaAccount, StaffRecord, TeamMember
from newmedia_portal.core.access.models import Post, Unit
from newmedia_portal.regimes.schema import Edition
from newmedia_portal.regimes.schema.people import PersonnelRule

from ..models import CheckReply, EntryConfirmation, LeavingChecklist
from .periods import period_of
from .rules import CONFIRMATION, cyclic, edition_in_force, rule_of

#: A rule of the product: besides the first contact somebody else is to be reached for each account.
CONTACTS = 2


@dataclass(frozen=True)
class Kind:
    """One kind of gap: its words, what its rows are, and a sentence that says what is missing."""

    code: str
    label: str
    about: str
    sentence: str


KINDS = {
    kind.code: kind
    for kind in (
        Kind("training", "没有岗前培训", "post", "在任,没有任职前的培训记录。"),
        Kind("background_check", "没有背景调查", "post", "在任,没有背景调查与政审的记录。"),
        Kind("qualification", "资格未核对", "post", "在任,资格条件还没有逐项核对。"),
        Kind("keeper", "没有口令保管人", "account", "在用账号,没有登记口令保管人。"),
        Kind("password", "口令待更换", "account", "有人离任后还没有更换口令。"),
        Kind("contact", "没有第二联系人", "account", f"管理队伍不足 {CONTACTS} 人。这是产品规则,条文未作规定。"),
        Kind("confirmation", "登记信息待核实", "account", "本期还没有核实登记信息。"),
        Kind("leaving", "离任清单未完成", "leaving", "有人离任,清单还有事项没有办理。"),
        Kind("checks", "自查未填报", "checks", "本期自查还没有填报。"),
    )
}


def gaps_of(kind: str, user: Any, today: date, *, editions: dict[int, Edition] | None = None) -> QuerySet[Any]:
    """Return the rows of one kind that a person may see; `editions` are those of `editions_of`, where known."""
    if kind == "leaving":
        return LeavingChecklist.objects.visible_to(user).running()
    if kind == "checks":
        return CheckReply.objects.visible_to(user).waiting()
    if KINDS[kind].about == "account" and kind != "confirmation":
        return MediaAccount.objects.visible_to(user).running().filter(_accounts(kind))
    editions = editions_of(user, today) if editions is None else editions
    if KINDS[kind].about == "post":
        posts = Post.objects.visible_to(user).filter(until__isnull=True)
        return posts.filter(_any(_posts(kind, root, edition) for root, edition in editions.items()))
    wanted = _any(_unconfirmed(root, edition, today) for root, edition in editions.items())
    return MediaAccount.objects.visible_to(user).running().filter(wanted)


def counts_of(user: Any, today: date) -> dict[int, dict[str, int]]:
    """Return how many of each kind there are in each unit, in one statement."""
    editions = editions_of(user, today)
    parts = [
        gaps_of(code, user, today, editions=editions)
        .order_by()
        .values("unit")
        .annotate(matter=Value(code, output_field=CharField()), found=Count("pk", distinct=True))
        .values_list("unit", "matter", "found")
        for code in KINDS
    ]
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for unit, kind, number in parts[0].union(*parts[1:], all=True):
        found[unit][kind] = number
    return found


def editions_of(user: Any, today: date) -> dict[int, Edition]:
    """Return the editions of the organisations whose units a person may see."""
    tops = Unit.objects.visible_to(user).order_by().values("root").distinct()
    roots = Unit.objects.filter(pk__in=tops).exclude(regime="").order_by("pk")
    records = {root.pk: edition_in_force(root, today) for root in roots}
    return {pk: record.edition for pk, record in records.items() if record is not None}


def _any(parts: Any) -> Q:
    wanted = Q(pk__in=[])
    for part in parts:
        wanted |= part
    return wanted


def _posts(kind: str, root: int, edition: Edition) -> Q:
    """Return the posts of an organisation that lack what its edition asks before the post."""
    rule = rule_of(edition, kind)
    if rule is None or rule.when != "before_post":
        return Q(pk__in=[])
    held = Q(unit__root=root) & _role(rule)
    if kind == "training":
        return held & (Q(trained_on__isnull=True) | Q(trained_on__gt=F("since")))
    return held & ~Q(Exists(StaffRecord.objects.filter(post=OuterRef("pk"), code=kind)))


def _role(rule: PersonnelRule) -> Q:
    return Q(role=rule.role) if rule.role else Q(role__in=TRAINED)


def _accounts(kind: str) -> Q:
    if kind == "password":
        return Q(password_due_since__isnull=False)
    if kind == "keeper":
        return ~Q(Exists(CustodyRecord.objects.filter(account=OuterRef("pk"), until__isnull=True)))
    enough = (
        TeamMember.objects.filter(account=OuterRef("pk"), until__isnull=True)
        .order_by()
        .values("account")
        .annotate(people=Count("name", distinct=True))
        .filter(people__gte=CONTACTS)
    )
    return ~Q(Exists(enough))


def unconfirmed(root: Unit, edition: Edition, today: date) -> QuerySet[MediaAccount]:
    """Return the running accounts of an organisation that have not been confirmed in this period."""
    return MediaAccount.objects.running().filter(_unconfirmed(root.pk, edition, today))


def _unconfirmed(root: int, edition: Edition, today: date) -> Q:
    """Say which accounts are to be confirmed: those that stood in the register before the period began."""
    asked = cyclic(edition, CONFIRMATION)
    if asked is None:
        return Q(pk__in=[])
    period = period_of(asked[1], today)
    done = EntryConfirmation.objects.filter(account=OuterRef("pk"), period=period.key)
    return Q(root=root, created_at__lt=make_aware(datetime.combine(period.first, time.min))) & ~Q(Exists(done))
