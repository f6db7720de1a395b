"""Messages as a workbook (留言表): the template, and reading a filled-in one or an export of the list."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO

from django.db.models import QuerySet

from accounts.models import MediaAccount
from newmedia_portal.core.access.models import Unit
from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workbook.sheets import Column, Kind, Sheet
from newmedia_portal.core.workbook.writer import write_xlsx

from ..actions.inquiries.log import Letter, checked, mark_of
from ..links import read_link
from ..masking import mask_text
from ..models import PublicMessage
from ..states import Channel, Topic
from ..workbooks import Fault, Line, WrongCell, read_lines

ACCOUNT, PLATFORM, CHANNEL, TOPIC, AUTHOR = "账号名称", "平台", "渠道", "主题", "网民"
RECEIVED, TEXT, LINK = "收到时间", "留言内容", "链接"
ANSWERED, ANSWER, PUBLIC, ANSWER_LINK, WAIVED = "答复时间", "答复内容", "公开答复", "答复链接", "无需答复的理由"
NEEDED = (ACCOUNT, CHANNEL, RECEIVED, TEXT)
KNOWN = (
    ACCOUNT, PLATFORM, CHANNEL, TOPIC, AUTHOR, RECEIVED, TEXT, LINK, ANSWERED, ANSWER, PUBLIC, ANSWER_LINK, WAIVED,
)  # fmt: skip
CHANNELS, TOPICS = dict(Channel.choices), dict(Topic.choices)
YES = {"是": True, "公开": True, "否": False, "不公开": False, "": False}


@dataclass
class Reading:
    """What a workbook tells: rows as they are kept with the batch, faults, and how many are logged already."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unchanged: int = 0
    read: int = 0


def write_template(target: BinaryIO, accounts: Iterable[MediaAccount], *, by: str, at: datetime) -> int:
    """Write an empty workbook with the unit's accounts to choose from."""
    names = tuple(dict.fromkeys(account.name for account in accounts))[:200]
    columns = [
        Column(ACCOUNT, 26, choices=names), Column(PLATFORM, 14), Column(CHANNEL, 12, choices=tuple(CHANNELS.values())),
        Column(TOPIC, 10, choices=tuple(TOPICS.values())), Column(AUTHOR, 16), Column(RECEIVED, 18, Kind.MOMENT),
        Column(TEXT, 50), Column(LINK, 40), Column(ANSWERED, 18, Kind.MOMENT), Column(ANSWER, 50),
        Column(PUBLIC, 10, choices=("是", "否")), Column(ANSWER_LINK, 40), Column(WAIVED, 30),
    ]  # fmt: skip
    return write_xlsx(target, [Sheet("留言", columns, [], frozen_columns=1, room=300)], by=by, at=at)


def read_messages(source: BinaryIO, unit: Unit, accounts: QuerySet[MediaAccount], *, at: datetime) -> Reading:
    """Return what a workbook tells of a unit's messages; nothing is written.

    Raises Refused for a file that holds no such table. A message that is logged already is left as it is.
    """
    lines = read_lines(source, needed=NEEDED, known=KNOWN)
    reader = _Reader(unit, list(accounts.select_related("platform")), at)
    found = Reading(read=len(lines))
    for line in lines:
        try:
            reader.take(line, found)
        except WrongCell as wrong:
            found.faults.append(wrong.fault)
    known = reader.known(row["mark"] for row in found.rows)
    found.unchanged += sum(row["mark"] in known for row in found.rows)
    found.rows = [row for row in found.rows if row["mark"] not in known]
    return found


class _Reader:
    """Reads rows for one unit; the same message twice in a workbook is a fault of the second."""

    def __init__(self, unit: Unit, accounts: list[MediaAccount], at: datetime) -> None:
        self.unit, self.accounts, self.at = unit, accounts, at
        self.seen: dict[str, int] = {}

    def known(self, marks: Iterable[str]) -> set[str]:
        """Return the marks that are logged already."""
        wanted, found = list(marks), set[str]()
        for start in range(0, len(wanted), 500):
            rows = PublicMessage.objects.filter(unit=self.unit, mark__in=wanted[start : start + 500])
            found |= set(rows.values_list("mark", flat=True))
        return found

    def take(self, line: Line, found: Reading) -> None:
        """Add what a row tells; raises WrongCell at the first cell that is wrong."""
        letter = Letter(
            received_at=line.needed_moment(RECEIVED),
            text=line.needed(TEXT, 5000),
            channel=line.chosen(CHANNEL, CHANNELS),
            topic=line.chosen(TOPIC, TOPICS, default=Topic.OTHER),
            account=self._account(line),
            author=line.short(AUTHOR, 40),
            link=line.text(LINK),
        )
        try:
            clean = checked(self.unit, letter, at=self.at)
        except Refused as refused:
            column = {"received_at": RECEIVED, "account": ACCOUNT, "link": LINK}.get(refused.field, TEXT)
            raise line.wrong(column, refused.message) from refused
        mark = mark_of(clean)
        if mark in self.seen:
            raise line.wrong(TEXT, f"与第 {self.seen[mark]} 行相同。请删去重复的一行。")
        row = {
            "mark": mark,
            "account": clean.account.pk if clean.account else None,
            "channel": clean.channel,
            "topic": clean.topic,
            "author": clean.author,
            "received_at": clean.received_at.isoformat(),
            "text": clean.text,
            "link": clean.link,
            **self._ending(line, clean.received_at),
        }
        self.seen[mark] = line.number
        found.rows.append(row)

    def _account(self, line: Line) -> MediaAccount | None:
        name, platform = line.text(ACCOUNT), line.text(PLATFORM)
        if not name and line.text(CHANNEL) in (Channel.PHONE.label, Channel.OTHER.label):
            return None
        named = [one for one in self.accounts if one.name == name and platform in ("", one.platform.name)]
        if len(named) != 1:
            why = "本单位没有这个账号" if not named else "有多个同名账号,请填写平台"
            raise line.wrong(ACCOUNT, f"“{name}”:{why}。请按台账中的账号名称填写。")
        return named[0]

    def _ending(self, line: Line, received_at: datetime) -> dict[str, Any]:
        """Return the answer or the waiver that stands in the row."""
        answered_at, answer, why = line.moment(ANSWERED), line.short(ANSWER, 5000), line.short(WAIVED, 300)
        if why and (answered_at or answer):
            raise line.wrong(WAIVED, "已有答复,又写了无需答复的理由。两者只填一项。")
        if bool(answered_at) != bool(answer):
            missing = ANSWER if answered_at else ANSWERED
            raise line.wrong(missing, f"答复时间和答复内容要一起填。请补上{missing}。")
        if answered_at and not received_at <= answered_at <= self.at:
            raise line.wrong(ANSWERED, "答复时间要在收到之后、现在之前。请核对。")
        if line.text(PUBLIC) not in YES:
            raise line.wrong(PUBLIC, "请填写“是”或“否”。")
        try:
            link = read_link(line.text(ANSWER_LINK)) if line.text(ANSWER_LINK) else ""
        except Refused as refused:
            raise line.wrong(ANSWER_LINK, refused.message) from refused
        return {
            "answered_at": answered_at.isoformat() if answered_at else "",
            "answer": mask_text(answer),
            "is_public": YES[line.text(PUBLIC)],
            "answer_link": link if answer else "",
            "waive_reason": mask_text(why),
        }
