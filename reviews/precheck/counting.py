"""Announced numbers of items against what follows (项数核对): 三项措施 …… 一是、二是、三是；等 5 人."""

import re
from collections.abc import Iterator

import numpy as np

from .characters import COUNT, DIGIT, NUMERAL
from .numbers import WHOLE, whole
from .reading import Reading
from .report import Report

_NOUN = r"(?:项|个方面|个|方面|条|点|件|类|名|人|部分|阶段|步骤|步|环节|举措|措施|任务|原则|要求)"
_LED = re.compile(r"(?:共有?|共计|以下|下列|如下|分为|分|包括|包含|提出|做到|抓好|推出|落实|实行|坚持|重点)$")
_ANNOUNCED = re.compile(rf"({WHOLE}){_NOUN}[\u4e00-\u9fff]{{0,10}}(?:：|:|。|，|,|；)")
_LISTED = re.compile(rf"({WHOLE}){_NOUN}[\u4e00-\u9fff]{{0,8}}[：:]([^。；;\n：:]{{2,200}})")
_AND_SO = re.compile(rf"({WHOLE})(项|个|家|人|名|类|件|条|种)")
_NAMED = re.compile(r"(?:包括|包含|有|为|[：:])([^。；;，,\n：:包含括有为]{2,160})$")
_ORDINALS = (
    re.compile(r"([一二三四五六七八九]|十[一二三四五六七八九]?)(?:是|要(?=[\u4e00-\u9fff]))"),
    re.compile(r"第([一二三四五六七八九]|十[一二三四五六七八九]?)[，,、]"),
    re.compile(r"[(（]([一二三四五六七八九]|十[一二三四五六七八九]?)[)）]"),
    re.compile(r"(?:^|(?<=[\n；;。：:]))\s*(\d{1,2})[.、](?!\d)"),
)
_REACH = 1500
# Announcements looked at in one draft.
_MOST_LOOKED_AT = 2000


def check_items(report: Report) -> None:
    """Note announced numbers that differ from the ordinals or the names that follow."""
    reading = report.reading
    text = reading.ascii_text
    looked_at = 0
    for start in _counts(reading):
        if looked_at >= _MOST_LOOKED_AT:
            report.complete = False
            return
        if text[start - 1 : start] == "等":
            looked_at += 1
            _and_so(report, text, start)
        elif led := _LED.search(text, max(0, start - 4), start):
            looked_at += 1
            _announced(report, text, start, led.start())


def _counts(reading: Reading) -> Iterator[int]:
    """Yield where a numeral stands right before a word for items."""
    numeral = (reading.kinds & (DIGIT | NUMERAL)) != 0
    before_item = np.flatnonzero(numeral[:-1] & ((reading.kinds[1:] & COUNT) != 0))
    for at in before_item.tolist():
        while at > 0 and numeral[at - 1]:
            at -= 1
        yield at


def _announced(report: Report, text: str, start: int, led: int) -> None:
    if match := _ANNOUNCED.match(text, start):
        stated, counted = whole(match[1]), _ordinals(text, match.end())
        if counted and counted != stated:
            advice = f"前文说{match[1]}项，后文列了 {counted} 项，请核对。"
            report.add("item_count", led, match.end(), advice)
            return
    if match := _LISTED.match(text, start):
        names = _names(match[2])
        if names > 1 and names != whole(match[1]) and not _ordinals(text, match.start(2)):
            advice = f"前文说{match[1]}项，后文列了 {names} 项，请核对。"
            report.add("item_count", led, match.end(), advice)


def _and_so(report: Report, text: str, start: int) -> None:
    match = _AND_SO.match(text, start)
    named = _NAMED.search(text, max(0, start - 170), start - 1)
    if match and named and 1 < whole(match[1]) < (names := _names(named[1])):
        advice = f"列了 {names} 项，却写“等{match[1]}{match[2]}”，请核对。"
        report.add("item_count", named.start(), match.end(), advice)


def _names(listed: str) -> int:
    """Return how many names a list parted by 、 holds; 0 where it is no such list."""
    if "、" not in listed or "等" in listed:
        return 0
    last = listed.rpartition("、")[2]
    return listed.count("、") + 1 + (1 if re.search(r"[\u4e00-\u9fff](?:和|及|以及)[\u4e00-\u9fff]", last) else 0)


def _ordinals(text: str, start: int) -> int:
    """Return up to where the first kind of ordinals after a place counts, from one on without a gap."""
    end = min(len(text), start + _REACH)
    for pattern in _ORDINALS:
        count = 0
        for match in pattern.finditer(text, start, end):
            number = whole(match[1])
            if number == count + 1:
                count = number
            elif number == 1:
                break
        if count > 1:
            return count
    return 0
