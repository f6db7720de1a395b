"""Replies to the public (留言答复) and published texts against approved ones (先审后发)."""

from collections import defaultdict
from datetime import datetime, time, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localtime, make_aware

from duties.models import PublicMessage
from duties.states import MessageState
from reviews.models import Receipt
from reviews.states import Verdict

from ..states import Outcome
from ..template import Item
from .basis import Fact, Looked


def replies(looked: Looked, item: Item) -> dict[int, Fact]:
    """Say which messages of the period were answered late or wait beyond their day (S3-11.3)."""
    since, until = _moments(looked)
    rows = PublicMessage.objects.filter(account__in=looked.pks).received(since, until).order_by("received_at", "pk")
    seen: dict[int, int] = defaultdict(int)
    late: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for message in rows.defer("text", "answer"):
        if message.due_on is None or message.account_id is None:
            continue
        seen[message.account_id] += 1
        word = _late(message, looked)
        if word:
            url = reverse("duties:message", args=[message.pk])
            late[message.account_id].append((f"{localtime(message.received_at):%Y-%m-%d} 收到的留言{word}", url))
    return {pk: _replies(seen[pk], tuple(late[pk])) for pk in looked.pks}


def _late(message: PublicMessage, looked: Looked) -> str:
    if message.state == MessageState.WAIVED:
        return ""
    if message.answered_at is not None and message.answered_at <= looked.point:
        return f"逾期 {message.late_days} 天才答复" if message.late_days else ""
    due = message.due_on
    return f"期限 {due}，到检查时点没有答复" if due is not None and due < looked.day else ""


def _replies(seen: int, late: tuple[tuple[str, str], ...]) -> Fact:
    if late:
        return Fact(Outcome.PROBLEM, f"登记留言 {seen} 条，{len(late)} 条没有按时答复", len(late), late)
    if seen:
        return Fact(Outcome.FINE, f"登记留言 {seen} 条，都按时答复或在期限内")
    return Fact(Outcome.UNKNOWN, "没有登记留言，不能判断是否有留言未答复，请查看账号后台或评论区")


def texts(looked: Looked, item: Item) -> dict[int, Fact]:
    """Say what was published without or other than approved, from the receipts of the period."""
    since, until = _moments(looked)
    rows = Receipt.objects.filter(account__in=looked.pks, published_at__gte=since, published_at__lt=until)
    rows = rows.filter(Q(replaced_by__isnull=True)).order_by("published_at", "pk").defer("text", "differences")
    found: dict[int, list[Receipt]] = defaultdict(list)
    for receipt in rows:
        found[receipt.account_id].append(receipt)
    return {pk: _texts(found[pk]) for pk in looked.pks}


def _texts(receipts: list[Receipt]) -> Fact:
    bad = [one for one in receipts if one.verdict in (Verdict.UNREVIEWED, Verdict.CHANGED)]
    if bad:
        rows = tuple(
            (f"{localtime(one.published_at):%Y-%m-%d}《{one.title}》{one.get_verdict_display()}",
             reverse("reviews:receipt", args=[one.pk]))
            for one in bad
        )  # fmt: skip
        only_changed = all(one.verdict == Verdict.CHANGED for one in bad)
        words = f"发布回执 {len(receipts)} 条，{len(bad)} 条未审先发或与审定稿不一致"
        return Fact(Outcome.PROBLEM, words, len(bad), rows, "altered" if only_changed else "")
    if any(one.verdict == Verdict.UNCHECKED for one in receipts):
        return Fact(Outcome.UNKNOWN, "有发布回执等待人工核对")
    if receipts:
        return Fact(Outcome.FINE, f"发布回执 {len(receipts)} 条，都与审定稿一致")
    return Fact(Outcome.UNKNOWN, "检查周期内没有发布回执，请抽看已发布内容的审核记录")


def _moments(looked: Looked) -> tuple[datetime, datetime]:
    since = make_aware(datetime.combine(looked.first, time()))
    until = make_aware(datetime.combine(looked.last + timedelta(days=1), time()))
    return since, min(until, looked.point)
