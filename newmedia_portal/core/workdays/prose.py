"""Reading the State Council's own sentences (通知正文): 元旦:1月1日(周五)至3日(周日)放假调休,共3天。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from .notices import Fault, NoticeFaults, NoticeRow
from .terms import SpecialDay

ITEM = re.compile(r"[一二三四五六七八九十]+、\s*([^:。\n]{2,20}):")
BRACKETS = re.compile(r"\([^()]*\)")
SPAN = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:至(?:(?:(\d{4})年)?(\d{1,2})月)?(\d{1,2})日)?")


def looks_like_prose(text: str) -> bool:
    """Whether the (NFKC-normalised) text has the numbered items of a notice."""
    return bool(ITEM.search(text)) and "放假" in text


def read_prose(text: str, year: int) -> Iterator[NoticeRow]:
    """Yield the days off and the weekends worked that the items of a notice name; dates without a year lie in `year`.

    Sentences that only encourage (鼓励) arrange nothing. Raises NoticeFaults for a date that does not exist.
    """
    plain = BRACKETS.sub("", text)
    heads = list(ITEM.finditer(plain))
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        name = head.group(1).strip()
        body = plain[head.end() : following.start() if following else len(plain)]
        for sentence in re.split(r"[。;]", body.split("\n\n")[0]):
            if "鼓励" in sentence:
                continue
            if "上班" in sentence:
                yield from _rows(name, f"调休上班({name})", sentence, year, works=True)
            elif "放假" in sentence:
                yield from _rows(name, name, sentence, year, works=False)


def _rows(place: str, name: str, sentence: str, year: int, *, works: bool) -> Iterator[NoticeRow]:
    for match in SPAN.finditer(sentence):
        try:
            first, last = _span(match, year)
        except ValueError as error:
            raise NoticeFaults([Fault(place, f"日期“{match.group()}”不存在,请对照通知更正")]) from error
        for offset in range((last - first).days + 1):
            yield NoticeRow(place, SpecialDay(first + timedelta(days=offset), works, name))


def _span(match: re.Match[str], year: int) -> tuple[date, date]:
    first_year, month, number, last_year, last_month, last_number = match.groups()
    first = date(int(first_year or year), int(month), int(number))
    if last_number is None:
        return first, first
    last = date(int(last_year or first.year), int(last_month or month), int(last_number))
    if not 0 <= (last - first).days <= 20:
        raise ValueError(match.group())
    return first, last
