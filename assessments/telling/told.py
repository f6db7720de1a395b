"""One item as a source tells it (一条发布信息), cleaned and checked alike whatever the source."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.utils.timezone import localdate

from newmedia_portal.core.refusals import Refused
from newmedia_portal.core.workbook.typed import has_control, tidy

FIGURES = ("reads", "likes", "wows", "forwards", "comments")
LABELS = {"reads": "阅读数", "likes": "点赞数", "wows": "在看数", "forwards": "转发数", "comments": "评论数"}
TITLE_LIMIT = 300
LINK_LIMIT = 1000
BIGGEST = 2**31 - 1
EARLIEST = date(2009, 1, 1)
"""No platform of the catalogue is older; an earlier day is a slip."""
AHEAD = timedelta(minutes=5)
"""So far another system's clock may be ahead."""


@dataclass(frozen=True, slots=True)
class Told:
    """An item of an account: `published_on` is the local day, `figures` hold what is known, as of `figures_on`.

    `push` is the source's own mark of the push (次) it went out in, `origin` names the row of the source.
    """

    account: Any
    published_on: date
    title: str
    published_at: datetime | None = None
    link: str = ""
    original: bool | None = None
    figures: Mapping[str, int | None] = field(default_factory=dict)
    figures_on: date | None = None
    push: str = ""
    origin: str = ""


def checked(told: Told, *, at: datetime) -> Told:
    """Return the item cleaned; raises Refused, naming the field, for what cannot be true or stored."""
    title = tidy(told.title)[:TITLE_LIMIT].strip()
    if not title:
        raise Refused("没有标题。没有标题的信息请填正文开头。", field="title")
    if has_control(title):
        raise Refused("标题含有看不见的控制字符。请删去后重新填写。", field="title")
    _check_time(told, at)
    for name, value in told.figures.items():
        if value is not None and (isinstance(value, bool) or not 0 <= value <= BIGGEST):
            raise Refused(f"{LABELS[name]}应是不小于 0 的整数。", field=name)
    return replace(told, title=title, link=checked_link(told.link), push=told.push.strip(), origin=told.origin[:80])


def checked_link(link: str) -> str:
    """Return a web address without spaces at its ends; raises Refused for anything else."""
    text = link.strip()
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        parts, host = None, None
    if parts is None or parts.scheme not in ("http", "https") or not host or any(c.isspace() for c in text):
        raise Refused("链接不是网址。请填写以 http:// 或 https:// 开头的完整地址,没有则留空。", field="link")
    if len(text) > LINK_LIMIT or has_control(text):
        raise Refused(f"链接过长(超过 {LINK_LIMIT} 个字符)或含有控制字符。", field="link")
    return text


def _check_time(told: Told, at: datetime) -> None:
    if told.published_on > localdate(at) or (told.published_at is not None and told.published_at > at + AHEAD):
        raise Refused("发布时间在将来。请核对日期。", field="published_on")
    if told.published_on < EARLIEST:
        raise Refused(f"发布日期早于 {EARLIEST:%Y} 年。请核对年份。", field="published_on")
    if told.published_at is not None and localdate(told.published_at) != told.published_on:
        raise Refused("发布时间与发布日期不是同一天。请核对。", field="published_at")
    if told.figures_on is not None and told.figures_on > localdate(at):
        raise Refused("数据截至日在将来。请核对日期。", field="figures_on")
