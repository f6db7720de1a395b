"""Logging a message (登记留言): as it came in, with persons masked and its clock started on the day it came."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit, User
from newmedia_portal.core.audit import record
from newmedia_portal.core.jobs.alone import alone
from newmedia_portal.core.refusals import Conflict, Forbidden, Refused
from newmedia_portal.core.transactions import unit_of_work
from newmedia_portal.core.workdays import working_days
from newmedia_portal.regimes.models import EditionRecord
from newmedia_portal.regimes.schema.content import ReplyLimit

from ...inquiries.clock import due_of, remind_on, rule_for
from ...links import read_link
from ...masking import mask_author, mask_text
from ...models import PublicMessage
from ...states import Channel, Topic

LONGEST = 5000


@dataclass(frozen=True)
class Letter:
    """A message as it came in; without an account only by telephone or another way outside the platforms."""

    received_at: datetime
    text: str
    channel: str = Channel.COMMENT
    topic: str = Topic.OTHER
    account: MediaAccount | None = None
    author: str = ""
    link: str = ""


def log_message(unit: Unit, letter: Letter, *, by: User, at: datetime) -> PublicMessage:
    """Log a message and start its clock (S0-13.1, S2-13.1, S3-11.3); the day it came in is day 0.

    Raises Forbidden for anyone who does not work for the unit, Conflict when the same message is logged already,
    Refused for one that cannot be.
    """
    with unit_of_work():
        if not by.has_perm("duties.work_messages", unit):
            raise Forbidden("只有本单位的经办人和值班人员可以登记留言。")
        clean = checked(unit, letter, at=at)
        alone(f"messages:{unit.pk}")
        known = PublicMessage.objects.filter(unit=unit, mark=mark_of(clean)).first()
        if known is not None:
            raise Conflict(f"这条留言已经登记过(编号 {known.pk}),不用再登记。", field="text")
        edition, rule = rule_for(unit, at)
        message = PublicMessage(**values_of(unit, clean, edition, rule, by=by, at=at))
        message.save()
        record("message.logged", by=by, at=at, obj=message, after={"due_on": message.due_on, "channel": clean.channel})
    return message


def checked(unit: Unit, letter: Letter, *, at: datetime) -> Letter:
    """Return the message as it is kept, to the minute; raises Refused, naming the field, for one that cannot be."""
    received_at = letter.received_at.replace(second=0, microsecond=0)
    if received_at > at:
        raise Refused("收到时间不能晚于现在。", field="received_at")
    if not letter.text.strip():
        raise Refused("请填写留言内容。", field="text")
    if len(letter.text) > LONGEST:
        raise Refused(f"留言内容不能超过 {LONGEST} 字。请摘录要点,原文留在平台上。", field="text")
    if letter.account is None and letter.channel not in (Channel.PHONE, Channel.OTHER):
        raise Refused("请选择留言所在的账号。", field="account")
    if letter.account is not None and letter.account.unit_id != unit.pk:
        raise Refused("这个账号不是本单位的,请由主办单位登记。", field="account")
    link = read_link(letter.link) if letter.link.strip() else ""
    text = mask_text(letter.text.strip())
    return replace(letter, received_at=received_at, text=text, author=mask_author(letter.author), link=link)


def mark_of(letter: Letter) -> str:
    """Return what tells a checked message from others: where, when, who, what."""
    moment = timezone.localtime(letter.received_at)
    account = letter.account.pk if letter.account else 0
    facts = (str(account), letter.channel, f"{moment:%Y-%m-%d %H:%M}", letter.author, " ".join(letter.text.split()))
    return hashlib.sha256("\x1f".join(facts).encode()).hexdigest()


def values_of(
    unit: Unit, letter: Letter, edition: EditionRecord, rule: ReplyLimit, *, by: User, at: datetime
) -> dict[str, Any]:
    """Return the fields of the row of a checked message, with its clock."""
    due = due_of(rule, letter.received_at)
    clock: dict[str, Any] = {}
    if due is not None and rule.limit is not None:
        remind = remind_on(due, edition.edition.clocks, working_days.current())
        clock = {"number": due.number, "unit_of_time": str(due.unit), "due_on": due.due, "remind_on": remind}
        clock |= {"provisional": due.provisional, "in_principle": rule.in_principle}
    return {
        "unit": unit,
        "root": unit.root or unit,
        "account": letter.account,
        "edition": edition,
        "channel": letter.channel,
        "topic": letter.topic,
        "author": letter.author,
        "received_at": letter.received_at,
        "text": letter.text,
        "link": letter.link,
        "article": rule.article,
        "anchor_on": timezone.localdate(letter.received_at),
        "mark": mark_of(letter),
        "entered_by": by,
        "entered_at": at,
        **clock,
    }
